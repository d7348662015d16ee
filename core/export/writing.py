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

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        ExportError: it cannot be written, or there is something at the path.
    """
    part = path.with_name(f".segscope-{os.urandom(8).hex()}")
    with named(path):
        try:
            write_new(part, data)
            rename_to_new(part, path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    flush_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Make a file and flush it; neither a file nor a link that is there is touched.

    Raises:
        OSError: it cannot be written, or there is something at the path.
    """
    descriptor = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename_to_new(part: Path, path: Path) -> None:
    """Rename a file unless its new name is taken, also by somebody who took it just now.

    Raises:
        FileExistsError: it is taken.
        OSError: it cannot be renamed.
    """
    try:
        os.link(part, path)
    except FileExistsError:
        if not os.path.samestat(part.lstat(), path.lstat()):
            raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        part.rename(path)
        return
    part.unlink()


def flush(path: Path) -> None:
    """Wait until what was written is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the file system can tell."""
    with suppress(OSError):
        flush(folder)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say of an error of the operating system which file cannot be written.

    Raises:
        ExportError: there was one.
    """
    try:
        yield
    except FileExistsError as error:
        raise ExportError(f"{clean(path)} is there already.", AllowOverwrite()) from error
    except OSError as error:
        reason = error.strerror or clean(error, 80)
        remedy = ChooseFolder(disk_is_full=error.errno in _FULL)
        raise ExportError(f"{clean(path)} cannot be written ({reason}).", remedy) from error
