"""Files that appear whole or not at all: each gets its name once it is written and flushed to the disk.

Until then it has none, where the system can do that: what is killed leaves nothing. Elsewhere it has one of chance.
"""

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
_NAMELESS = getattr(os, "O_TMPFILE", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        ExportError: it cannot be written, or there is something at the path.
    """
    with named(path):
        if not _write_nameless(path, data):
            _write_part(path, data)
    flush_folder(path.parent)


def _write_nameless(path: Path, data: bytes) -> bool:
    """Write a file that gets its name once it is whole; False where the system or the file system cannot do that."""
    if not _NAMELESS:
        return False
    try:
        descriptor = os.open(path.parent, os.O_WRONLY | _NAMELESS, 0o666)
    except OSError:
        return False
    try:
        _fill(descriptor, data)
        return _is_linked(descriptor, path)
    finally:
        os.close(descriptor)


def _is_linked(descriptor: int, path: Path) -> bool:
    """Give an open file a name that is not taken yet; False where there is no way to do so.

    Raises:
        FileExistsError: it is taken.
    """
    try:
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)  # without a folder it links the link
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _write_part(path: Path, data: bytes) -> None:
    """Write a file under a name of chance, and rename it once it is whole."""
    part = path.with_name(f".segscope-{os.urandom(8).hex()}")
    try:
        write_new(part, data)
        rename_to_new(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Make a file and flush it; neither a file nor a link that is there is touched.

    Raises:
        OSError: it cannot be written, or there is something at the path.
    """
    descriptor = os.open(path, _NEW, 0o666)
    try:
        _fill(descriptor, data)
    finally:
        os.close(descriptor)


def _fill(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


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
