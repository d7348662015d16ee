"""Signals that ask the process to end: it ends as it would by itself, and leaves nothing behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_received: list[int] = []


def exit_code_of(number: int) -> int:
    """The exit code of a process that a signal ended, as shells give it."""
    return 128 + number


@contextmanager
def ending_is_interruption() -> Iterator[None]:
    """Within, every signal that asks for the end raises `KeyboardInterrupt`; only the main thread can see to that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupted_by() -> int:
    """The signal behind the last interruption."""
    return _received[-1] if _received else signal.SIGINT


def _interrupt(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    raise KeyboardInterrupt
