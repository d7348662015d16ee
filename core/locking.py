"""Locks on folders: who holds one is alive, and nothing of it stays behind."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def lock(folder: Path) -> int | None:
    """An open lock (``flock`` on the folder itself); None where the platform or the file system has none.

    Raises:
        BlockingIOError: somebody holds it.
        OSError: the folder cannot be opened.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return descriptor


def unlock(held: int | None) -> None:
    """Let a lock go, if there is one."""
    if held is not None:
        with suppress(OSError):
            os.close(held)
