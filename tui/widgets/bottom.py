"""The bottom of every screen: what is being done, and the keys."""

from __future__ import annotations

import time

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.progress import Progress
from core.text import clean
from tui.commands import COMMANDS, Command, key_of
from tui.time_left import Pace

_BAR_CELLS = 24
_STAYS = 9
"""Commands of this rank stay in the bar however narrow it is."""


class ActivityLine(Static):
    """One line while work runs: the task, a bar where the share is known, the time left, and how to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._pace = Pace()

    def show(self, progress: Progress | None) -> None:
        """Paint the progress."""
        if progress is None:
            self._pace = Pace()
            self.update("", layout=False)
            return
        parts: list[Content | tuple[str, str]] = [Content(clean(progress.task, 40) + "  ")]
        if progress.fraction is not None:
            done = round(progress.fraction * _BAR_CELLS)
            parts += [
                ("━" * done, "$primary"),
                ("━" * (_BAR_CELLS - done), "$panel"),
                (f" {progress.fraction:4.0%}", "$foreground"),
            ]
        self._pace = self._pace.after(progress, time.monotonic())
        left = self._pace.words(time.monotonic())
        hints = [*([left] if left else []), f"{key_of('cancel')} cancels"]
        self.update(Content.assemble(*parts, (f"  {' · '.join(hints)}", "$foreground-muted")), layout=False)


class KeyBar(Widget):
    """The keys that matter on this screen, as many as fit; each can be clicked."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._commands = [command for command in COMMANDS if command.bar and command.works_on(mode)]
        self._blocked: tuple[str, ...] = ()

    def show(self, blocked: tuple[str, ...]) -> None:
        """Grey the commands that cannot run at the moment."""
        self._blocked = blocked
        self.refresh()

    def render(self) -> Content:
        """The keys in the order of the table; where room is short, those go first for which the help is enough."""
        shown = list(self._commands)
        for command in sorted(self._commands, key=lambda command: command.rank):
            if command.rank == _STAYS or self._join(shown).cell_length <= self.content_size.width:
                break
            shown.remove(command)
        return self._join(shown)

    def _join(self, commands: list[Command]) -> Content:
        return Content("  ").join(map(self._clickable, commands))

    def _clickable(self, command: Command) -> Content:
        key = command.bar_keys or command.shown
        if command.id in self._blocked:
            return Content.styled(f"{key} {command.bar}", "$foreground-disabled")
        shown = Content.assemble((key, "bold $primary"), f" {command.bar}")
        return shown.stylize(f"@click={command.call}")
