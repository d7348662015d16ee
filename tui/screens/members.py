"""A dialog with the members of a segment, the nearest to its centre first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from core.catalogue import FEATURES
from core.text import clean
from tui.screens.dialog import AboutUsers
from tui.widgets.safe_table import MAX_ROWS, Column, SafeTable, first_of

if TYPE_CHECKING:
    from core.analysis import Analysis


class MembersDialog(AboutUsers[int]):
    """Answers the position of the chosen user among all users, or None."""

    def __init__(self, analysis: Analysis, segment: int) -> None:
        super().__init__()
        self._analysis, self._segment = analysis, segment
        self._positions, self._distances = analysis.members(segment)

    def compose(self) -> ComposeResult:
        """The table and what Enter does."""
        segment = self._analysis.segments[self._segment]
        total = len(self._positions)
        with Vertical(classes="dialog") as box:
            box.border_title = Content(f"Segment {segment.id}: {segment.label}")
            box.border_subtitle = first_of(min(total, MAX_ROWS), total) or f"{total:,} users"
            yield SafeTable(cursor_type="row")
            yield Static(
                "nearest to the centre first (in standard deviations) · Enter shows the user · Esc closes",
                classes="hint",
            )

    def on_mount(self) -> None:
        """Fill the table."""
        features = self._analysis.groundwork.description.features
        columns = [
            Column("user"),
            Column("distance", number=True),
            *(Column(FEATURES[name].short, number=True) for name in features.columns),
        ]
        rows = [
            [
                clean(features.ids[position]),
                formats.decimal(float(distance)),
                *(FEATURES[name].of_user(values[position]) for name, values in features.columns.items()),
            ]
            for position, distance in zip(self._positions[:MAX_ROWS], self._distances, strict=False)
        ]
        table = self.query_one(SafeTable)
        table.fill(columns, rows)
        table.focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Answer the user of that row."""
        self.dismiss(int(self._positions[event.cursor_row]))
