"""Files that appear whole or not at all: each is written beside its place, flushed to the disk, and renamed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import ExportError
from core.remedies import AllowOverwrite, ChooseFolder
from core.text import clean

_PART = ".segscope-part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """A path to write to; at the end it becomes ``path``, and on an error nothing of it stays.

    Raises:
        ExportError: it cannot be written, or is there already and may not be replaced.
    """
    part = path.with_name(f".{path.name}{_PART}")
    try:
        yield part
        _flush(part)
        if overwrite:
            part.replace(path)
        else:
            _rename_to_new(part, path)
        with suppress(OSError):  # a file system that cannot flush folders
            _flush(path.parent)
    except FileExistsError as error:
        raise ExportError(f"{clean(path)} is there already.", AllowOverwrite()) from error
    except OSError as error:
        reason = error.strerror or clean(error, 80)
        remedy = ChooseFolder(disk_is_full=error.errno in _FULL)
        raise ExportError(f"{clean(path)} cannot be written ({reason}).", remedy) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove what a killed run left half written in a folder."""
    for part in folder.glob(f".*{_PART}"):
        with suppress(OSError):
            part.unlink()


def _rename_to_new(part: Path, path: Path) -> None:
    """Rename a file unless its new name is taken, also by somebody who took it just now."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        part.rename(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
