"""Where the command line writes: results to standard output or a new file, everything else to standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from core.errors import ExportError, SegscopeError
from core.remedies import AllowOverwrite
from core.text import clean

_CANNOT_MOVE_THE_CURSOR = ("dumb", "unknown", "", None)


def write(text: str, output: Path | None) -> None:
    """Write UTF-8, whatever the locale says, except to a terminal that shows ASCII alone.

    Raises:
        SegscopeError: it cannot be written, or the file is there already.
        BrokenPipeError: nobody reads standard output any more.
    """
    data = (text if output is not None else shown(text, sys.stdout)).encode("utf-8")
    try:
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            _write_file(data, output)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = "Standard output" if output is None else clean(output)
        raise SegscopeError(f"{place} cannot be written ({error.strerror}).", "Choose another --output.") from error


def _write_file(data: bytes, output: Path) -> None:
    from core.export.writing import whole_file

    try:
        with whole_file(output, overwrite=False) as part:
            part.write_bytes(data)
    except ExportError as error:
        if isinstance(error.remedy, AllowOverwrite):
            raise _exists(output) from error
        raise


def refuse_existing(output: Path | None) -> None:
    """Refuse a file that is there before anything long begins.

    Raises:
        SegscopeError: there is something at the path.
    """
    if output is not None and os.path.lexists(output):
        raise _exists(output)


def _exists(output: Path) -> SegscopeError:
    return SegscopeError(f"{clean(output)} exists already.", "Name a new file with --output.")


def tell(text: str) -> None:
    """Say something on standard error, on a line of its own."""
    print(f"segscope: {shown(text, sys.stderr)}", file=sys.stderr)


def shown(text: str, stream: TextIO) -> str:
    """The text as the stream can show it."""
    if not stream.isatty():
        return text
    from tui.encoding import terminal_is_utf8, to_ascii

    return text if terminal_is_utf8() else to_ascii(text)


def moves_the_cursor(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") not in _CANNOT_MOVE_THE_CURSOR
