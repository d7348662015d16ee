"""A dialog that asks whether to go on with a table of which most rows were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from core.dataset import Quality


class MostlyDroppedDialog(Dialog[bool]):
    """Answers True to go on."""

    def __init__(self, name: str, quality: Quality) -> None:
        super().__init__()
        self._dataset, self._quality = name, quality

    def compose(self) -> ComposeResult:
        """What was left out; Cancel has the focus."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "More than half of the rows are no ratings"
            yield Static(Content.styled(self._dataset, "bold"), classes="paragraph")
            yield Static(Content(self._quality.sentence), classes="paragraph")
            yield Static("Go on with the rest?", classes="paragraph")
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Go on", id="go-on")
            yield Static("Tab changes · Enter chooses · Esc cancels", classes="hint")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "go-on")
