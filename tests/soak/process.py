"""What Linux tells of a process: its memory, its children, and whether it waits for something to do."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests.terminal import Terminal

PATIENCE = 60
"""Seconds after which an app that does not answer is dead."""

_PROC = Path("/proc")


def can_be_watched() -> bool:
    """Whether this system tells it."""
    return (_PROC / "self" / "statm").exists()


def wait_until_idle(terminal: Terminal) -> None:
    """Read until nothing more is drawn and the app's main thread sleeps, or it has ended; one that is stopped goes on.

    Raises:
        AssertionError: it is at work without an end.
    """
    end = time.monotonic() + PATIENCE
    while (is_drawing := terminal.read_some()) or _is_at_work(terminal.pid):
        if terminal.exit_code() is not None:
            return
        if _state(terminal.pid) == "T":
            os.kill(terminal.pid, signal.SIGCONT)
        doing = "drawing" if is_drawing else "working"
        assert time.monotonic() < end, f"it did not come to an end of {doing}:\n{terminal.text()}"


def megabytes(pid: int) -> float:
    """What a process holds in memory, with what it shares; 0 where it has ended."""
    with suppress(OSError, IndexError):
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def children(pid: int) -> set[int]:
    """The processes that a process has begun and that live."""
    found: set[int] = set()
    for listed in (_PROC / str(pid) / "task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, listed.read_text().split()))
    return found


def lives(pid: int) -> bool:
    """Whether a process has not ended."""
    return _state(pid) not in ("", "Z", "X")


def _is_at_work(pid: int) -> bool:
    """Whether the main thread has the processor, waits for it or for the disk, or is stopped."""
    return _state(pid) in ("R", "D", "T")


def _state(pid: int) -> str:
    with suppress(OSError, IndexError):
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    return ""
