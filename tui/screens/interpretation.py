"""Screen 4: who are they? A paragraph for a superior, a card a segment, and the summary of the whole analysis."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import key_of
from tui.messages import ChosenSegment, NamedSegment
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.in_short import InShort
from tui.widgets.segment_cards import SegmentCards
from tui.widgets.verdict import seen_of_verdict

if TYPE_CHECKING:
    from core.analysis import Analysis

_BESIDE_CARDS = 3
_BESIDE_SUMMARY = 8
_WIDE = 160
_OTHER_ROWS = 41
"""What a screen shows beside features by which the segments were not made."""
_HEAD = re.compile(r" +(?:\S+ {2,})?")


class InterpretationScreen(ModeScreen):
    """The segments in words."""

    MODE = "interpretation"
    COMING = "Here come the segments in words: who their users are, how they differ and how sure that is."
    CSS_PATH = "../styles/interpretation.tcss"
    AUTO_FOCUS = "#interpretation"

    def compose_body(self) -> ComposeResult:
        """The paragraph, cards that flow, and the summary."""
        with VerticalScroll(id="interpretation"):
            yield InShort(id="in-short")
            yield Static(id="labels-note")
            yield SegmentCards(id="segment-cards")
            yield Static("Summary", classes="heading")
            with ItemGrid(id="summary"):
                yield Static(id="summary-data")
                yield Static(id="summary-findings")

    def name_segment(self) -> None:
        """Name the segment whose card has the focus, or say which."""
        self.post_message(NamedSegment(self.query_one(SegmentCards).focused_segment))

    def members(self) -> None:
        """Show the users of the segment whose card has the focus."""
        segment = self.query_one(SegmentCards).focused_segment
        if segment is not None:
            self.post_message(ChosenSegment(segment))
        else:
            self.app.clear_notifications()
            self.notify(f"{key_of('next')} goes to a segment.", markup=False)

    def seen(self, session: Session) -> tuple[object, ...]:
        """The segments of the current K, their colours, their names, and what is known of them."""
        return session.segments, session.slots, session.names, session.portraits, seen_of_verdict(session)

    def paint(self, session: Session) -> None:
        """The paragraph, one card a segment, and the summary."""
        analysis = session.analysis
        if analysis is None:
            return
        width = self.size.width - _BESIDE_CARDS
        self.query_one(InShort).show(session, analysis, width)
        labels_note = self.query_one("#labels-note", Static)
        labels_note.update(Content(analysis.labelling.note))
        labels_note.display = bool(analysis.labelling.note)
        self.query_one(SegmentCards).show(session, analysis, width, max(0, self.size.height - _OTHER_ROWS))
        self._paint_summary(analysis)

    def _paint_summary(self, analysis: Analysis) -> None:
        """Its last section stands below the others, or beside them where there is room."""
        from core.words.summary import summary_lines

        columns = 2 if self.size.width >= _WIDE else 1
        self.query_one("#summary", ItemGrid).styles.grid_size_columns = columns
        lines, room = summary_lines(analysis), self.size.width // columns - _BESIDE_SUMMARY
        last = max(number for number, line in enumerate(lines) if not line.startswith(" "))
        for place, part in (("data", lines[:last]), ("findings", lines[last:])):
            pieces = [piece for line in part for piece in hanging(line, room)]
            self.query_one(f"#summary-{place}", Static).update(Content("\n").join(map(Content, pieces)))

    def on_resize(self) -> None:
        """Lines are broken elsewhere."""
        self.repaint_all()


def hanging(line: str, width: int) -> list[str]:
    """A line broken at the width; what follows stands below the text that begins after the first gap."""
    head = _HEAD.match(line)
    return textwrap.wrap(line, width, subsequent_indent=" " * (0 if head is None else head.end())) or [""]
