"""A dialog that asks what to export, and into which folder."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from core import formats
from tui.commands import hint
from tui.dialogs.dialog import Dialog
from tui.widgets.checklist import Checklist

if TYPE_CHECKING:
    from core.export.files import PlannedFile

_NAME, _FILES, _ROWS, _LINE = 10, 26, 13, 38
"""Widths of a row: its name, its files, their rows, and a line of files alone."""


@dataclass(frozen=True)
class Wanted:
    """What is to be exported, by its names, and where to."""

    folder: Path
    names: tuple[str, ...]


class ExportDialog(Dialog[Wanted]):
    """Answers what is wanted, or None."""

    def __init__(self, folder: Path, planned: Callable[[Path], Sequence[PlannedFile]], note: str = "") -> None:
        super().__init__()
        self._folder, self._planned, self._note = folder, planned, note

    def compose(self) -> ComposeResult:
        """The folder, the files, and the two answers; Export has the focus."""
        with Vertical(classes="dialog", id="export-files") as box:
            box.border_title = "Export the segments"
            box.border_subtitle = self._note
            yield Static("Into the folder")
            yield Input(str(self._folder))
            yield Checklist(self._rows(), id="files")
            with Horizontal(classes="buttons"):
                yield Button("Export", id="export")
                yield Button("Cancel", id="cancel")
            keys = hint(choose="exports", previous="to the files", check="leaves out", close="closes")
            yield Static(keys, classes="hint")

    def on_mount(self) -> None:
        """Let Enter start it."""
        self.query_one("#export").focus()

    def on_input_changed(self) -> None:
        """Tell what is in the folder that is typed."""
        self.query_one(Checklist).show_rows(self._rows())

    def on_checklist_changed(self) -> None:
        """Export what is chosen, if anything is."""
        self.query_one("#export", Button).disabled = not self.query_one(Checklist).chosen

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        if event.button.id == "export":
            self._answer()
        else:
            self.answer(None)

    def on_input_submitted(self) -> None:
        """Answer what was typed."""
        self._answer()

    def on_checklist_done(self) -> None:
        """Answer what was chosen."""
        self._answer()

    def _answer(self) -> None:
        folder, names = self._typed(), self.query_one(Checklist).chosen
        if folder is not None and names:
            self.answer(Wanted(folder, names))

    def _typed(self) -> Path | None:
        text = self.query_one(Input).value.strip()
        try:
            return Path(text).expanduser() if text else None
        except RuntimeError:
            return Path(text)

    def _rows(self) -> dict[str, Content]:
        """A row for each name, with the files that it stands for."""
        folder = self._typed() if self.is_mounted else None
        files = [file for file in self._planned(folder or self._folder) if file.name is not None]
        return {str(name): _row(str(name), tuple(those)) for name, those in groupby(files, lambda file: file.name)}


def _row(name: str, files: Sequence[PlannedFile]) -> Content:
    rows = "" if files[0].rows is None else formats.counted(files[0].rows, "row")
    sizes = [file.bytes_there for file in files if file.bytes_there is not None]
    there = (
        f"exist, {formats.size(sum(sizes))}" if len(sizes) > 1 else f"exists, {formats.size(*sizes)}" if sizes else ""
    )
    *lines, last = textwrap.wrap(_in_short(files), _LINE, break_on_hyphens=False)
    indent = "\n" + " " * (len("[x] ") + _NAME)
    before = "".join(f"{line}{indent}" for line in lines)
    text = f"{before}{last:<{_FILES}}{rows:<{_ROWS}}"
    return Content.assemble((f"{name:<{_NAME}}", "bold"), text, (there, "$warning"))


def _in_short(files: Sequence[PlannedFile]) -> str:
    """``users.csv .parquet``: files that differ in their ending alone stand together."""
    together: dict[str, list[str]] = {}
    for path in (Path(file.file) for file in files):
        together.setdefault(path.stem, []).append(path.suffix)
    return ", ".join(f"{stem}{' '.join(endings)}" for stem, endings in together.items())
