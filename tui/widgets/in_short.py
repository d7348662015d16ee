"""What one would tell a superior of the segments on screen, in a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.widgets.verdict import what_to_do

if TYPE_CHECKING:
    from core.analysis import Analysis
    from tui.session import Session

_COMING = "Who the segments are, how much each holds and how sure that is, stands here in a moment."
_LENGTHS = (160, 320, 400, 440)
"""How many characters it has at least: of one segment, of two, of three, of more."""


class InShort(Static):
    """The paragraph, painted by `show`; its place is kept while it is on its way."""

    text = ""
    """The paragraph without line breaks, empty while it is on its way."""

    def show(self, session: Session, analysis: Analysis, width: int) -> None:
        """Paint the paragraph on the segments of an analysis."""
        from core.words.in_short import in_short

        self.styles.min_height = -(-_LENGTHS[min(analysis.k, len(_LENGTHS)) - 1] // width)
        portraits = session.portraits
        if portraits is None:
            self.text = ""
            self.update(Content.styled(_COMING, "$foreground-muted"))
        else:
            self.text = in_short(analysis, portraits)
            self.update(Content.assemble(self.text, (f" {what_to_do(session)}".rstrip(), "$warning")))
