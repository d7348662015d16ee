"""Screen 4: who are they? A card a segment, and the summary of the whole analysis."""

from __future__ import annotations

import re
import textwrap

from textual.app import ComposeResult
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.segment_card import SegmentCard
from tui.widgets.verdict import VerdictLine, seen_of_verdict

_BESIDE_SUMMARY = 8
_HEAD = re.compile(r" +(?:\S+ {2,})?")


class InterpretationScreen(ModeScreen):
    """The segments in words."""

    MODE = "interpretation"
    COMING = "Here come the segments in words: how active, how generous and how consistent their users are."
    CSS_PATH = "../styles/interpretation.tcss"

    def compose_body(self) -> ComposeResult:
        """Cards that flow, and the summary."""
        with VerticalScroll(id="interpretation"):
            yield VerdictLine(id="verdict-line")
            yield Static(id="labels-note")
            yield ItemGrid(id="segment-cards", min_column_width=46, regular=False)
            yield Static("Summary", classes="heading")
            yield Static(id="summary")

    def seen(self, session: Session) -> tuple[object, ...]:
        """The segments of the current K and their colours."""
        return session.segments, session.slots, seen_of_verdict(session)

    def paint(self, session: Session) -> None:
        """One card a segment; cards are added and removed as K changes."""
        analysis = session.analysis
        if analysis is None:
            return
        from core.words.summary import summary_lines

        self.query_one(VerdictLine).show(session)
        labels_note = self.query_one("#labels-note", Static)
        labels_note.update(Content(analysis.labelling.note))
        labels_note.display = bool(analysis.labelling.note)
        grid = self.query_one("#segment-cards", ItemGrid)
        cards = list(grid.query(SegmentCard))
        for card in cards[analysis.k :]:
            card.remove()
        fresh = [SegmentCard() for _ in range(analysis.k - len(cards))]
        if fresh:
            grid.mount(*fresh)
        names, dark = analysis.preset.features, self.app.current_theme.dark
        for segment, card in zip(analysis.segments, [*cards, *fresh], strict=False):
            deviations = dict(zip(names, map(float, analysis.partition.centres[segment.id]), strict=True))
            card.show(segment, deviations, session.slot(segment.id), dark=dark)
        width = self.size.width - _BESIDE_SUMMARY
        lines = [piece for line in summary_lines(analysis) for piece in hanging(line, width)]
        self.query_one("#summary", Static).update(Content("\n").join(map(Content, lines)))

    def on_resize(self) -> None:
        """Lines are broken elsewhere."""
        self.repaint_all()


def hanging(line: str, width: int) -> list[str]:
    """A line broken at the width; what follows stands below the text that begins after the first gap."""
    head = _HEAD.match(line)
    return textwrap.wrap(line, width, subsequent_indent=" " * (0 if head is None else head.end())) or [""]
