"""A dialog that asks for the file to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from core.errors import ExportError
from tui.commands import hint
from tui.dialogs.dialog import Dialog


class FileDialog(Dialog[Path]):
    """Answers a path that ``check`` does not refuse, or None; ``what`` says what will stand in the file."""

    def __init__(self, title: str, what: str, proposed: Path, check: Callable[[Path], None]) -> None:
        super().__init__()
        self._title, self._what, self._proposed, self._check = title, what, proposed, check

    def compose(self) -> ComposeResult:
        """What it is for, the field, and what is wrong with the answer."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = self._title
            yield Static(Content(self._what))
            yield Input(str(self._proposed))
            yield Static(id="problem")
            yield Static(hint(choose="writes it", close="closes"), classes="hint")

    def on_input_changed(self) -> None:
        """Nothing is wrong with it until it is answered."""
        self.query_one("#problem", Static).update("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer the path, or say why nothing can be written there."""
        try:
            path = Path(event.value.strip()).expanduser()
            self._check(path)
        except (ExportError, RuntimeError) as error:
            problem = error.what if isinstance(error, ExportError) else str(error)
            self.query_one("#problem", Static).update(Content(problem))
        else:
            self.answer(path)
