"""A process that was stopped and goes on: the terminal is taken over again, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def surviving_driver(driver: type[Driver]) -> type[Driver]:
    """A driver like this one that can go on after a stop that could not be prepared for.

    Textual takes every SIGCONT for the end of a SIGTSTP, before which it had given the terminal back. After a SIGSTOP
    it would start a second reader of the keys beside the first, and leave the screen as it is.
    """

    class SurvivingDriver(driver):  # type: ignore[misc, valid-type]
        _has_the_terminal = False

        def start_application_mode(self) -> None:
            was_stopped = self._has_the_terminal
            if was_stopped:
                self.suspend_application_mode()
            super().start_application_mode()
            self._has_the_terminal = True
            if was_stopped:
                self._app.call_later(self._app.refresh, layout=True)

        def stop_application_mode(self) -> None:
            super().stop_application_mode()
            self._has_the_terminal = False

    return SurvivingDriver
