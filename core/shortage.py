"""A machine that gives too little: what is needed, and what it means when a library runs out of it."""

from __future__ import annotations

import errno
import os

from core import formats
from core.errors import SegscopeError
from core.limits import address_space, open_files

_ADDRESS_SPACE = 1_250 << 20
"""Bytes: 750 MB for the libraries and an export of ml-latest-small, and the 512 MB that the counting may take."""
_OF_A_CORE = 8 << 20
"""Bytes for the stack of a thread that counts."""
_OPEN_FILES = 32

_NO_MEMORY = ("failed to map segment", "cannot allocate memory", "can't start new thread", "cannot enable executable")
_NO_FILES = ("too many open files",)


def refuse_too_little() -> None:
    """Refuse, before anything is begun, limits under which libraries would hang or break off.

    Raises:
        SegscopeError: the limit on address space or on open files is too low.
    """
    needed = _ADDRESS_SPACE + _OF_A_CORE * (os.cpu_count() or 1)
    memory, files = address_space(), open_files()
    if memory is not None and memory < needed:
        raise SegscopeError(
            f"{formats.size(needed)} of address space are needed, and a limit allows {formats.size(memory)}.",
            f"Raise the limit: ulimit -v {needed >> 10}.",
        )
    if files is not None and files < _OPEN_FILES:
        raise SegscopeError(
            f"{_OPEN_FILES} open files are needed, and a limit allows {formats.count(files)}.",
            f"Raise the limit: ulimit -n {_OPEN_FILES}.",
        )


def shortage(error: BaseException) -> SegscopeError | None:
    """What an exception means with which Python or a library says that memory or files ran out; None for any other."""
    said = str(error).lower()
    code = error.errno if isinstance(error, OSError) else None
    if (
        isinstance(error, MemoryError)
        or code in (errno.ENOMEM, errno.EAGAIN)
        or any(part in said for part in _NO_MEMORY)
    ):
        return SegscopeError("There is not enough memory for this.", "Free memory, then try again.")
    if code in (errno.EMFILE, errno.ENFILE) or any(part in said for part in _NO_FILES):
        return SegscopeError("Too many files are open.", "Raise the limit on open files (ulimit -n), then try again.")
    return None
