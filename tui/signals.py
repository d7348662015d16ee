"""Signals that ask the process to end: it ends as it would by itself, and leaves nothing behind."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_received: list[int] = []


def exit_code_of(number: int) -> int:
    """The exit code of a process that a signal ended, as shells give it."""
    return 128 + number


def received() -> int | None:
    """The first signal that asked for the end; None as long as there was none."""
    return _received[0] if _received else None


@contextmanager
def ending_is_noted(then: Callable[[], None]) -> Iterator[None]:
    """Within, the first signal that asks for the end is noted, and ``then`` is called in the main thread.

    From then on, until the process has ended, the others change nothing: the clean-up is not cut off by them. A signal
    that is ignored (as by ``nohup``) stays so. Outside the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(number: int, frame: FrameType | None) -> None:
        if _received:
            return
        _received.append(number)
        if hasattr(signal, "SIGCONT"):  # comes with the end of a terminal; Textual would start to write to it anew
            signal.signal(signal.SIGCONT, _do_nothing)
        then()

    before = {
        number: signal.signal(number, note) for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        if _received:
            _ignore_from_now_on(before)
        else:
            for number, handler in before.items():
                signal.signal(number, handler)


def _ignore_from_now_on(numbers: Iterable[int]) -> None:
    """Ignore signals down to the end of the process, where Python would let them take their course again.

    Python reports one that arrives just as it is ignored; that is no news.
    """
    report, sys.unraisablehook = sys.unraisablehook, lambda _: None
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)
    sys.unraisablehook = report


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """Let a signal pass."""


def interrupt() -> None:
    """Stop whatever the main thread does.

    Raises:
        KeyboardInterrupt: always.
    """
    raise KeyboardInterrupt
