"""A dialog that asks for the folder of an export, and lists what will be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from core import formats
from tui.commands import hint
from tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from core.export.files import PlannedFile


class ExportDialog(Dialog[Path]):
    """Answers the folder, or None."""

    def __init__(self, folder: Path, planned: Callable[[Path], Sequence[PlannedFile]], note: str = "") -> None:
        super().__init__()
        self._folder, self._planned, self._note = folder, planned, note

    def compose(self) -> ComposeResult:
        """The folder, the files, and the two answers; Export has the focus."""
        with Vertical(classes="dialog narrow", id="export-files") as box:
            box.border_title = "Export the segments"
            box.border_subtitle = self._note
            yield Static("Into the folder")
            yield Input(str(self._folder))
            with VerticalScroll(classes="list", can_focus=False):
                yield Static(id="planned")
            with Horizontal(classes="buttons"):
                yield Button("Export", id="export")
                yield Button("Cancel", id="cancel")
            yield Static(hint(choose="exports", previous="to another folder", close="closes"), classes="hint")

    def on_mount(self) -> None:
        """Let Enter start it."""
        self.query_one("#export").focus()
        self._list_files()

    def on_input_changed(self) -> None:
        """List what is in the folder that is typed."""
        self._list_files()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        if event.button.id == "export":
            self._answer()
        else:
            self.answer(None)

    def on_input_submitted(self) -> None:
        """Answer what was typed."""
        self._answer()

    def _answer(self) -> None:
        folder = self._typed()
        if folder is not None:
            self.answer(folder)

    def _typed(self) -> Path | None:
        text = self.query_one(Input).value.strip()
        try:
            return Path(text).expanduser() if text else None
        except RuntimeError:
            return Path(text)

    def _list_files(self) -> None:
        files = self._planned(self._typed() or self._folder)
        width = max(len(file.file) for file in files)
        self.query_one("#planned", Static).update(Content("\n").join(_line(file, width) for file in files))


def _line(file: PlannedFile, width: int) -> Content:
    rows = "" if file.rows is None else formats.counted(file.rows, "row")
    there = "" if file.bytes_there is None else f"exists, {formats.size(file.bytes_there)}"
    return Content.assemble(f"{file.file:<{width}}  {rows:<15}  ", (there, "$warning"))
