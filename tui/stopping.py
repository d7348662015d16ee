"""A process that is stopped and goes on: the terminal is given back and taken over again, and no key is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def surviving_driver(driver: type[Driver]) -> type[Driver]:
    """A driver like this one that stops only where a shell can let it go on, and survives any stop.

    Textual takes every SIGCONT for the end of a SIGTSTP, before which it had given the terminal back. After a SIGSTOP
    it would start a second reader of the keys beside the first, and leave the screen as it is. It ends a reader by
    throwing away what is typed meanwhile, and it stops for ever where no shell is there. It writes to the terminal
    within the handlers of the signals, which for ever waits for a lock where they came while something was written.
    """

    class SurvivingDriver(driver):  # type: ignore[misc, valid-type]
        _has_the_terminal = False
        _takes_over = False
        _is_continued = False

        def start_application_mode(self) -> None:
            before = getattr(self, "_writer_thread", None)
            super().start_application_mode()
            self._has_the_terminal = getattr(self, "_writer_thread", None) is not before  # not in the background

        def stop_application_mode(self) -> None:
            super().stop_application_mode()
            self._has_the_terminal = False

        def disable_input(self) -> None:
            if not self._takes_over:
                super().disable_input()
                return
            self.exit_event.set()
            if self._key_thread is not None:
                self._key_thread.join()
            self.exit_event.clear()

        def _sigtstp_application(self, *_: object) -> None:
            self._soon(self._stop)

        def _sigcont_application(self, *_: object) -> None:
            if not self._is_continued:
                self._is_continued = True
                self._soon(self._go_on)

        def _soon(self, then: Callable[[], None]) -> None:
            with suppress(RuntimeError):  # the app has ended
                self._loop.call_soon_threadsafe(then)

        def _stop(self) -> None:
            """Stop with the whole group; the system drops that where no shell watches over it."""
            if not self._has_the_terminal:
                return
            self.suspend_application_mode()
            self._must_signal_resume, self._is_continued = True, False
            ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.killpg(os.getpgrp(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, ours)
            if not self._is_continued:
                self._go_on()

        def _go_on(self) -> None:
            """Take the terminal, which after a SIGSTOP was never given back; at the end of the app there is none."""
            self._is_continued = False
            if self._has_the_terminal:
                self._takes_over = True
                self.suspend_application_mode()
                self._takes_over = False
                self.resume_application_mode()
                self._app.call_later(self._app.refresh, layout=True)
            elif self._must_signal_resume:
                self.resume_application_mode()

    return SurvivingDriver
