"""Files of an export by their plain names: nothing is read but regular files, and no link is followed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_plain_name(name: object) -> bool:
    """Whether something names a file in a folder, and nothing outside of it."""
    return isinstance(name, str) and name not in ("", ".", "..") and not set(name) & set("/\\\0")


def read_small(path: Path, largest: int) -> bytes:
    """What a file holds.

    Raises:
        OSError: it is not a regular file, is larger than that, or cannot be read.
    """
    with _opened(path) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def size_and_hash(path: Path) -> tuple[int, str]:
    """The bytes of a file and their SHA-256.

    Raises:
        OSError: it is not a regular file, or cannot be read.
    """
    with _opened(path) as stream:
        return os.fstat(stream.fileno()).st_size, hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    with open(os.open(path, _READ), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        yield stream
