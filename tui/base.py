"""What the app holds and every part of it needs: the session, the jobs, short notes, failures, colours, the end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import var

from core.errors import SegscopeError
from tui.encoding import ascii_driver, terminal_is_utf8
from tui.jobs import Jobs
from tui.messages import Progressed
from tui.session import Session
from tui.signals import ENDING_SIGNALS, exit_code_of
from tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from textual.driver import Driver

    from core.progress import Progress


class BaseApp(App[None]):
    """An app with a session and jobs."""

    session: var[Session] = var(Session(), init=False)
    activity: var[Progress | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.jobs = Jobs(self)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; where it does not show UTF-8, one that writes ASCII alone."""
        driver = super().get_driver_class()
        return driver if terminal_is_utf8() else ascii_driver(driver)

    def on_mount(self) -> None:
        """Set the colours; end as on ``q`` when the terminal closes or somebody asks the process to end."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in ENDING_SIGNALS:
                loop.add_signal_handler(number, self._end, number)

    def _end(self, number: signal.Signals) -> None:
        self.jobs.stop_all()
        self.exit(return_code=exit_code_of(number))

    def on_unmount(self) -> None:
        """Leave nothing running and nothing on disk."""
        self.jobs.stop_all()
        if self.session.dataset is not None:
            self.session.dataset.close()

    def on_progressed(self, message: Progressed) -> None:
        """Show how far a job is."""
        if self.jobs.wants(message.job):
            self.activity = message.progress

    def action_toggle_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def tell(self, error: SegscopeError, again: Callable[[], None]) -> None:
        """What went wrong, in a dialog that offers another try."""
        from tui.screens.failure import FailureDialog

        self.push_screen(FailureDialog(error), lambda retry: again() if retry else None)

    def say(self, text: str) -> None:
        """One short note at a time."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=3)
