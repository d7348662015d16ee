"""What the app holds and every part of it needs: the session, the jobs, short notes, failures, colours, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.reactive import var

from core.errors import SegscopeError
from tui.encoding import ascii_driver, terminal_is_utf8
from tui.jobs import Jobs
from tui.messages import Progressed
from tui.session import Session
from tui.signals import received
from tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from textual.driver import Driver

    from core.progress import Progress


IN_THE_BACKGROUND = ("warm up", "evidence")
"""Jobs that nobody waits for: the progress of any other is shown instead."""


class BaseApp(App[None]):
    """An app with a session and jobs."""

    BINDINGS = [Binding("ctrl+c", "quit", "Quit", show=False, priority=True)]  # noqa: RUF012  (Textual's own form)

    session: var[Session] = var(Session(), init=False)
    activity: var[Progress | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.jobs = Jobs(self)
        self._wake_to_end: Callable[[], object] | None = None

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; where it does not show UTF-8, one that writes ASCII alone."""
        driver = super().get_driver_class()
        return driver if terminal_is_utf8() else ascii_driver(driver)

    def on_mount(self) -> None:
        """Set the colours."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.call_after_refresh(self._painted_once)

    def end_soon(self) -> None:
        """End as on ``q``, from a signal handler; a screen that is not painted yet is waited for."""
        if self._wake_to_end is not None:
            self._wake_to_end()

    def _painted_once(self) -> None:
        loop, context = asyncio.get_running_loop(), copy_context()
        self._wake_to_end = partial(loop.call_soon_threadsafe, self._end, context=context)
        if received() is not None:
            self._end()

    def _end(self) -> None:
        self.jobs.stop_all()
        self.exit()

    def on_unmount(self) -> None:
        """Leave nothing running and nothing on disk."""
        self.jobs.stop_all()
        if self.session.dataset is not None:
            self.session.dataset.close()

    def on_progressed(self, message: Progressed) -> None:
        """Show how far a job is."""
        behind = message.job.name in IN_THE_BACKGROUND and self.jobs.runs_other_than(IN_THE_BACKGROUND)
        if self.jobs.wants(message.job) and not behind:
            self.activity = message.progress

    def action_toggle_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def tell(self, error: SegscopeError, again: Callable[[], None]) -> None:
        """What went wrong, in a dialog that offers another try."""
        from tui.screens.failure import FailureDialog

        self.push_screen(FailureDialog(error), lambda retry: again() if retry else None)

    def say(self, text: str, seconds: float = 3) -> None:
        """One short note at a time."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=seconds)
