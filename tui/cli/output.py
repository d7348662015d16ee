"""Where the command line writes: results to standard output or a new file, everything else to standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from core.errors import ExportError, SegscopeError
from core.remedies import AllowOverwrite
from core.text import clean

LONGEST_LINE = 4096
"""Characters of one message on standard error: whole paths, but no whole files."""

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
    from core.export.writing import write_new_file

    try:
        write_new_file(output, data)
    except ExportError as error:
        if isinstance(error.remedy, AllowOverwrite):
            raise _exists(output) from error
        raise


def refuse_unwritable(output: Path | None) -> None:
    """Refuse, before anything long begins, what is there already or has no folder.

    Raises:
        SegscopeError: there is something at the path, or its folder is missing or cannot be written.
    """
    if output is None:
        return
    if os.path.lexists(output):
        raise _exists(output)
    folder = output.absolute().parent
    if not folder.is_dir():
        raise SegscopeError(f"The folder of {clean(output)} does not exist.", "Make it, or choose another --output.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SegscopeError(f"The folder of {clean(output)} cannot be written.", "Choose another --output.")


def _exists(output: Path) -> SegscopeError:
    if output.is_dir():
        return SegscopeError(f"{clean(output)} is a folder.", "Name a new file in it with --output.")
    return SegscopeError(f"{clean(output)} exists already.", "Name a new file with --output.")


def tell(text: str) -> None:
    """Say something on standard error, on a line of its own, whatever it repeats of arguments and data."""
    print(f"segscope: {shown(clean(text, LONGEST_LINE), sys.stderr)}", file=sys.stderr)


def shown(text: str, stream: TextIO) -> str:
    """The text as the stream can show it."""
    if not stream.isatty():
        return text
    from tui.encoding import terminal_is_utf8, to_ascii

    return text if terminal_is_utf8() else to_ascii(text)


def moves_the_cursor(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") not in _CANNOT_MOVE_THE_CURSOR
