"""A dialog with the members of a segment, the nearest to its centre first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from core.features.catalogue import FEATURES
from core.text import clean
from tui.commands import hint
from tui.dialogs.dialog import Arriving
from tui.remedies import on_one_line_in_app
from tui.widgets.safe_table import MAX_ROWS, Column, SafeTable, first_of

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.errors import SegscopeError
    from core.segments.members import Members


class MembersDialog(Arriving[int]):
    """Answers the position of the chosen user among all users, or None."""

    def __init__(self, analysis: Analysis, segment: int) -> None:
        super().__init__()
        self.analysis, self.segment = analysis, segment
        self._members: Members | None = None

    def compose(self) -> ComposeResult:
        """The table and what Enter does."""
        segment = self.analysis.segments[self.segment]
        with Vertical(classes="dialog") as box:
            box.border_title = Content(f"Segment {segment.id}: {segment.label}")
            shown = first_of(min(segment.users, MAX_ROWS), segment.users)
            box.border_subtitle = shown or f"{segment.users:,} users"
            yield SafeTable(cursor_type="row")
            yield Static(id="members-failure", classes="hint")
            keys = hint(choose="shows the user", close="closes")
            yield Static(f"nearest to the centre first (in standard deviations) · {keys}", classes="hint")

    def on_mount(self) -> None:
        """Show what has arrived by now."""
        self.query_one(SafeTable).focus()
        self._paint()

    def show(self, members: Members) -> None:
        """Fill the table."""
        self._members = members
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why there are no members."""
        self.query_one("#members-failure", Static).update(Content(on_one_line_in_app(error)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Answer the user of that row."""
        if self._members is not None:
            self.answer(int(self._members.positions[event.cursor_row]))

    def _paint(self) -> None:
        if self._members is None:
            return
        features = self.analysis.description.features
        columns = [
            Column("user"),
            Column("distance", number=True),
            *(Column(FEATURES[name].short, number=True) for name in features.columns),
        ]
        shown = zip(self._members.positions[:MAX_ROWS], self._members.distances, strict=False)
        rows = [
            [
                clean(features.ids[position]),
                formats.decimal(float(distance)),
                *(FEATURES[name].of_user(values[position]) for name, values in features.columns.items()),
            ]
            for position, distance in shown
        ]
        self.query_one("#members-failure", Static).update("")
        self.query_one(SafeTable).fill(columns, rows)
