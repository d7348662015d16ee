"""What a person does with the app itself: screens, colours, help, stopping, going on, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.clipboard import copy
from tui.dialogs.dialog import Page
from tui.themes import DARK, LIGHT
from tui.widgets.safe_table import SafeTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app import SegscopeApp


class Frame:
    """The frame around the flows."""

    def __init__(self, app: SegscopeApp) -> None:
        self._app = app

    async def show(self, mode: str) -> None:
        """Switch to one of the four screens, and leave the pages that lie on this one."""
        while isinstance(self._app.screen, Page) and not self._app.screen.is_answered:
            self._app.screen.answer(None)
        await self._app.switch_mode(mode)

    def resume(self) -> None:
        """Go on with what was stopped or has failed last."""
        self._app.clear_notifications()
        self._app.jobs.resume()

    def cancel(self) -> None:
        """Stop the newest work that somebody waits for, else that in the background."""
        kind = self._app.jobs.interrupt()
        if kind is not None:
            self._app.talk.say(kind.stopped_in_words(self._app.jobs.can_resume(kind)), seconds=8)

    def copy(self) -> None:
        """Send the table or the text in focus to the terminal's clipboard."""
        self._app.talk.say(copy(self._app), seconds=6)

    def sort(self) -> None:
        """Sort the table in focus by its next column."""
        self._arrange(SafeTable.sort_by_next)

    def reverse(self) -> None:
        """Turn the table in focus round."""
        self._arrange(SafeTable.reverse)

    def _arrange(self, arrange: Callable[[SafeTable], bool]) -> None:
        screen = self._app.screen
        shown = [table for table in screen.query(SafeTable) if table.is_on_screen]
        focused = [table for table in shown if table is screen.focused]
        if not any(map(arrange, (focused or shown)[:1])):
            self._app.talk.say("There is no whole table here that could be sorted.")

    def toggle_theme(self) -> None:
        """Dark or light."""
        self._app.theme = LIGHT.name if self._app.current_theme.dark else DARK.name

    def palette(self) -> None:
        """Show every command by its name."""
        self._app.action_command_palette()

    def log(self) -> None:
        """Show the log."""
        from tui.dialogs.log import LogDialog

        self._app.push_screen(LogDialog(self._app.log_path))

    def explain(self) -> None:
        """Explain this screen."""
        from tui.dialogs.help import HelpDialog

        self._app.push_screen(HelpDialog(self._app.current_mode, self._app.session, self._app.jobs))

    def suspend(self) -> None:
        """Go back to the shell, where there is one."""
        self._app.action_suspend_process()

    def leave(self) -> None:
        """Leave, unless that would lose an export."""
        self._app.talk.converse(self._leave())

    async def _leave(self) -> None:
        if await self._app.exporting.may_end():
            self._app.exit()
