"""What the system lets this process have: address space (``ulimit -v``) and open files (``ulimit -n``)."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import resource

_M_ARENA_MAX = -8
_FEWEST_ARENAS = 2


def address_space() -> int | None:
    """The bytes of address space that this process may have; None where nothing limits them."""
    return None if sys.platform == "win32" else _limit(resource.RLIMIT_AS)


def open_files() -> int | None:
    """How many files this process may have open; None where nothing limits them."""
    return None if sys.platform == "win32" else _limit(resource.RLIMIT_NOFILE)


def require_address_space(needed: int) -> None:
    """Refuse to begin what would hang or break off half-way for want of address space.

    Raises:
        MemoryError: a limit leaves fewer bytes.
    """
    limit = address_space()
    if limit is not None and limit - _taken() < needed:
        raise MemoryError(f"{needed:,} bytes of address space are needed, and a limit leaves fewer")


def reserve_less() -> None:
    """Let this process and its children reserve less address space, before they import numeric libraries.

    glibc reserves 64 MB for the small allocations of every thread, and OpenMP ends the process where it cannot start a
    thread for every core.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import ctypes

    arenas = int(os.environ.setdefault("MALLOC_ARENA_MAX", str(_FEWEST_ARENAS)))
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, arenas)


def _limit(resource_number: int) -> int | None:
    soft, _ = resource.getrlimit(resource_number)
    return None if soft == resource.RLIM_INFINITY else soft


def _taken() -> int:
    """The bytes of address space in use; 0 where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
