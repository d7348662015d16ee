"""The bottom of every screen: what is being done, and the keys."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.progress import Progress
from core.text import clean
from tui.commands import COMMANDS, Command

_BAR_CELLS = 24
_GO_FIRST = ("k", "ctrl+p", "h", "slash", "enter", "K", "s", "c")


class ActivityLine(Static):
    """One line while work runs: the task, a bar where the share is known, and how to stop it; else it is blank."""

    def show(self, progress: Progress | None) -> None:
        """Paint the progress."""
        if progress is None:
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
        self.update(Content.assemble(*parts, ("  Esc cancels", "$foreground-muted")), layout=False)


class KeyBar(Widget):
    """The keys that matter on this screen, as many as fit; each can be clicked."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._commands = [command for command in COMMANDS if command.bar and command.screen in (None, mode)]

    def render(self) -> Content:
        """The keys in the order of the table; where room is short, first those go that `?` is enough for."""
        shown = list(self._commands)
        for key in _GO_FIRST:
            if _join(shown).cell_length <= self.content_size.width:
                break
            shown = [command for command in shown if command.keys != key]
        return _join(shown)


def _join(commands: list[Command]) -> Content:
    return Content("  ").join(map(_clickable, commands))


def _clickable(command: Command) -> Content:
    key, word = command.bar or ("", "")
    shown = Content.assemble((key, "bold $primary"), f" {word}")
    return shown.stylize(f"@click={command.call}")
