"""A dialog that asks whether to go on; the answer that leaves all as it is has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.commands import hint
from tui.dialogs.dialog import Dialog


class ConfirmDialog(Dialog[bool]):
    """Answers True to go on."""

    def __init__(self, title: str, paragraphs: Sequence[str], go_on: str, stay: str = "Cancel") -> None:
        super().__init__()
        self._title, self._paragraphs, self._go_on, self._stay = title, paragraphs, go_on, stay

    def compose(self) -> ComposeResult:
        """What it is about, and the two answers."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = self._title
            for paragraph in self._paragraphs:
                yield Static(Content(paragraph), classes="paragraph")
            with Horizontal(classes="buttons"):
                yield Button(self._stay, id="cancel")
                yield Button(self._go_on, id="go-on")
            yield Static(hint(next="changes", choose="chooses", close="closes"), classes="hint")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.answer(event.button.id == "go-on")
