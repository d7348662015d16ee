"""Screen 3: what are the segments, and how big? Their table, and a picture of them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import DataTable

from tui.kinds import EVIDENCE
from tui.messages import ChosenSegment
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.safe_table import SafeTable
from tui.widgets.segment_pictures import SegmentPictures
from tui.widgets.segments_table import AVERAGES, SegmentsTable
from tui.widgets.verdict import VerdictLine, seen_of_verdict

_PICTURE_ROWS, _PICTURE_SHARE = 12, 0.4
"""At least so many rows, and so much of the screen, are left for the picture."""

_LEAST_ROWS = 5
_BESIDE_TABLE = 2


class ClustersScreen(ModeScreen):
    """The segments side by side."""

    MODE = "clusters"
    COMING = "Here come the segments: how many users each has, and where they lie."
    CSS_PATH = "../styles/clusters.tcss"
    AUTO_FOCUS = "#segments"

    def __init__(self) -> None:
        super().__init__()
        self._average = 0

    def compose_body(self) -> ComposeResult:
        """The table above the picture."""
        with Vertical():
            yield VerdictLine(id="verdict-line")
            yield SegmentsTable(id="segments", cursor_type="row")
            yield SegmentPictures(id="segment-pictures")

    def next_picture(self) -> None:
        """Show the next picture."""
        self.query_one(SegmentPictures).next_picture()

    def next_feature(self, axis: str) -> None:
        """Show another feature of the catalogue in the picture."""
        if not self.query_one(SegmentPictures).turn(axis) and self.session.analysis is not None:
            self.app.clear_notifications()
            self.notify("The map has its own two directions.", markup=False)

    def other_average(self) -> None:
        """Medians in place of means, or the other way round."""
        self._average = (self._average + 1) % len(AVERAGES)
        self.repaint_all()

    def members(self) -> None:
        """Show the users of the segment that the cursor is on."""
        table = self.query_one("#segments", SafeTable)
        self._show_members(table.number(table.cursor_row))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter on a segment shows its members."""
        self._show_members(self.query_one("#segments", SafeTable).number(event.cursor_row))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Let a long picture show the segment that the cursor is on."""
        table = self.query_one("#segments", SafeTable)
        if event.cursor_row < table.total:
            self.query_one(SegmentPictures).follow(table.number(event.cursor_row))

    def _show_members(self, segment: int) -> None:
        analysis = self.session.analysis
        if analysis is not None and segment < analysis.k:
            self.post_message(ChosenSegment(segment))

    def on_resize(self) -> None:
        """The table has a form for narrow terminals."""
        self.repaint_all()

    def seen(self, session: Session) -> tuple[object, ...]:
        """The segments of the current K, their colours, and what is known of them."""
        row = None if session.sweep is None or session.k is None else session.sweep.evidence.rows.get(session.k)
        known = session.names, session.portraits, session.boxes, row, EVIDENCE in self.running
        return session.segments, session.described, session.slots, *known, seen_of_verdict(session)

    def paint(self, session: Session) -> None:
        """Table and picture."""
        analysis = session.analysis
        if analysis is None:
            return
        self.query_one(VerdictLine).show(session)
        table = self.query_one(SegmentsTable)
        rows = self._rows()
        table.styles.max_height = rows
        scrollbar = table.styles.scrollbar_size_vertical if analysis.k + 2 > rows else 0
        room = self.size.width - _BESIDE_TABLE - scrollbar
        table.show(session, analysis, AVERAGES[self._average], room, is_resampling=EVIDENCE in self.running)
        self.query_one(SegmentPictures).show(session, analysis)

    def _rows(self) -> int:
        """How many rows the table may have at the most, its head among them."""
        rows = self.query_one("#body").size.height - 1
        return max(_LEAST_ROWS, rows - max(_PICTURE_ROWS, round(rows * _PICTURE_SHARE)))
