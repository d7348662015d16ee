"""The table of commands as Textual's bindings, and as what its command palette finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.commands import BY_ID, COMMANDS, Command
from tui.keys import AT_ONCE

if TYPE_CHECKING:
    from tui.app import SegscopeApp

_WIDGETS_BIND_THESE = ("palette", "members")
_EVERYWHERE = ("suspend",)

BINDINGS: list[BindingType] = [
    Binding(AT_ONCE, BY_ID["quit"].call, "Quit", show=False, priority=True),
    *(Binding(BY_ID[name].keys, BY_ID[name].call, show=False, priority=True) for name in _EVERYWHERE),
    *(
        Binding(command.keys, command.call, command.title, id=command.id)
        for command in COMMANDS
        if command.id not in (*_WIDGETS_BIND_THESE, *_EVERYWHERE)
    ),
]
"""Every key, but those that Textual and its widgets bind themselves."""


class CommandProvider(Provider):
    """The palette: every command with its key, found by its name or by a word of its description."""

    async def discover(self) -> Hits:
        """Every command, in the order of the table."""
        for command in self._commands():
            yield DiscoveryHit(_shown(command), partial(self._run, command), text=command.title, help=command.help)

    async def search(self, query: str) -> Hits:
        """The commands whose name or description matches."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.title), 0.9 * matcher.match(command.help))
            if score > 0:
                run = partial(self._run, command)
                yield Hit(score, _shown(command), run, text=command.title, help=command.help)

    def _commands(self) -> Iterator[Command]:
        return (command for command in COMMANDS if command.id != "palette")

    async def _run(self, command: Command) -> None:
        """Run it, on a screen where it works."""
        app: SegscopeApp = self.app  # type: ignore[assignment]
        if not command.works_on(app.current_mode):
            await app.switch_mode(command.where[0])
        await app.run_command(command)


def _shown(command: Command) -> Content:
    return Content.assemble(command.title, ("  " + command.shown, "$foreground-muted"))
