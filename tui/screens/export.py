"""A dialog that asks for the folder of an export, and lists what will be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.screens.dialog import Dialog


class ExportDialog(Dialog[Path]):
    """Answers the folder, or None."""

    def __init__(self, folder: Path, files: Sequence[str]) -> None:
        super().__init__()
        self._folder, self._files = folder, files

    def compose(self) -> ComposeResult:
        """The folder, the files, and the two answers; Export has the focus."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Export the segments"
            yield Static("Into the folder")
            yield Input(str(self._folder))
            with VerticalScroll(classes="list"):
                yield Static(Content("\n".join(self._files)))
            with Horizontal(classes="buttons"):
                yield Button("Export", id="export")
                yield Button("Cancel", id="cancel")
            yield Static("Enter exports · Tab changes · Esc closes", classes="hint")

    def on_mount(self) -> None:
        """Let Enter start it."""
        self.query_one("#export").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        if event.button.id == "export":
            self._answer()
        else:
            self.dismiss(None)

    def on_input_submitted(self) -> None:
        """Answer what was typed."""
        self._answer()

    def _answer(self) -> None:
        folder = self.query_one(Input).value.strip()
        if folder:
            self.dismiss(Path(folder).expanduser())
