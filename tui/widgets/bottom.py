"""The bottom of every screen: what is being done, and the keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.text import clean
from tui.commands import COMMANDS, Command, key_of
from tui.outcomes import NoAnswer
from tui.time_left import Pace

if TYPE_CHECKING:
    from tui.jobs import Shown
    from tui.kinds import Kind

_BAR_CELLS = 24
_MUTED = "$foreground-muted"
_STAYS = 9
"""Commands of this rank stay in the bar however narrow it is."""


class ActivityLine(Static):
    """One line while work runs: the task, a bar where the share is known, the time left, and what Esc does.

    Esc stops the work, or does what ``escape`` says.
    """

    def __init__(self, escape: str = "") -> None:
        super().__init__()
        self._escape = escape
        self._pace = Pace()
        self._kind: Kind | None = None

    def show(self, shown: Shown | None) -> None:
        """Paint how far the work is; the bar gives way where room is short."""
        kind = None if shown is None else shown.kind
        if kind is not self._kind:
            self._pace, self._kind = Pace(), kind
        if shown is None:
            self.update("", layout=False)
            return
        progress, now = shown.progress, time.monotonic()
        self._pace = self._pace.after(progress, now)
        left = self._pace.words(now)
        stop = "starts a new one" if isinstance(progress, NoAnswer) else "cancels"
        hints = [*([left] if left else []), f"{key_of('cancel')} {self._escape or stop}"]
        task, hint = Content(clean(progress.task, 40) + "  "), Content.styled(f"  {' · '.join(hints)}", _MUTED)
        share = Content("" if progress.fraction is None else f" {progress.fraction:4.0%}")
        room = self.content_size.width - task.cell_length - share.cell_length - hint.cell_length
        bar = _bar(progress.fraction, max(0, min(_BAR_CELLS, room)))
        self.update(Content.assemble(task, bar, share, hint), layout=False)


def _bar(fraction: float | None, cells: int) -> Content:
    if fraction is None:
        return Content("")
    done = round(fraction * cells)
    return Content.assemble(("━" * done, "$primary"), ("━" * (cells - done), "$panel"))


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
