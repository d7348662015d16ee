"""The command palette: Textual's, chosen from once."""

from __future__ import annotations

from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, LoadingIndicator, OptionList

from tui.net import guarded
from tui.widgets.replaced_options import ReplacedOptions


class PaletteList(CommandList, ReplacedOptions, can_focus=False):
    """The commands that were found, replaced whenever others are."""


@guarded
class Palette(CommandPalette):
    """Textual's palette; keys that move in its list do nothing while the list is not laid out."""

    def compose(self) -> ComposeResult:
        """As Textual does, with a list of ours."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield PaletteList()
                yield LoadingIndicator()

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def _choose_once(self, event: Message) -> None:
        """A second click or Enter, on its way when the first one closed the palette, would close what came after it."""
        if not self.is_active:
            event.prevent_default()

    def _on_click(self, event: Click) -> None:  # type: ignore[override]  # Textual calls both, this one first
        self._choose_once(event)
