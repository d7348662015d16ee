"""A dialog that asks for a dataset: a path with completion, or a walk through the folders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rich.text import Text, TextType
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import DirectoryTree, Input, Static

from core.sources.find import is_openable
from core.text import clean
from tui.commands import hint, key_of
from tui.dialogs.dialog import Dialog


class PathSuggester(Suggester):
    """Completes a path with the first entry of its folder that begins so; folders and tables only."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The completed path, as it was typed so far."""
        folder, _, start = value.rpartition("/")
        try:
            with os.scandir(Path(f"{folder}/" if "/" in value else ".").expanduser()) as entries:
                names = sorted(
                    f"{entry.name}/" if entry.is_dir() else entry.name
                    for entry in entries
                    if entry.name.startswith(start) and entry.name.isprintable() and _is_openable(entry)
                )
        except (OSError, ValueError, RuntimeError):
            return None
        visible = [name for name in names if start or not name.startswith(".")]
        return value + visible[0][len(start) :] if value and visible else None


def _is_openable(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir() or is_openable(entry.name)


class DatasetTree(DirectoryTree):
    """Folders, and the files that can hold ratings."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def process_label(self, label: TextType) -> Text:
        """A name that is safe to show."""
        return Text(clean(label))

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Neither hidden files nor those with names that cannot be shown."""
        return [path for path in paths if not path.name.startswith(".") and (path.is_dir() or is_openable(path.name))]


class OpenDialog(Dialog[Path]):
    """Answers the path of a dataset, or None."""

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        """The field above the folders."""
        with Vertical(classes="dialog") as box:
            box.border_title = "Open a dataset"
            yield Static("A MovieLens folder or zip, or a table of ratings: CSV, TSV, text, JSON, Parquet")
            yield Input(
                self._path,
                placeholder=f"path, {key_of('complete')} completes, {key_of('choose')} opens",
                suggester=PathSuggester(),
            )
            yield DatasetTree(Path.cwd())
            keys = hint(next="changes between path and folders", choose="on a file opens it", close="closes")
            yield Static(keys, classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer what was typed."""
        if event.value.strip():
            self.answer(Path(event.value.strip()))

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        """Answer the chosen file."""
        self.answer(event.path)

    def on_directory_tree_directory_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        """Put the chosen folder into the field, where Enter opens it."""
        field = self.query_one(Input)
        field.value = str(event.path)
        field.cursor_position = len(field.value)
