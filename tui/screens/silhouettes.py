"""A dialog with the silhouette plot: every user's silhouette width, by segment, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core import formats
from tui.screens.dialog import AboutUsers
from tui.themes import marker, segment_colour
from tui.widgets.silhouette_plot import Blade, SilhouettePlot

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.evidence.silhouette import SilhouetteProfile


class SilhouettesDialog(AboutUsers[None]):
    """Shows the segments at once, and their silhouettes when `show` brings them."""

    BINDINGS = [("s,q", "close", "Close")]  # noqa: RUF012  (Textual's own form)

    def __init__(self, analysis: Analysis, slots: Sequence[int | None]) -> None:
        super().__init__()
        self._analysis, self._slots = analysis, slots

    def compose(self) -> ComposeResult:
        """The plot, and how it is read."""
        with Vertical(classes="dialog") as box:
            box.border_title = f"Silhouettes at K = {self._analysis.k}"
            yield Static("Measuring how near each user is to the next segment …", id="silhouettes-coming")
            with VerticalScroll():
                yield SilhouettePlot()
            yield Static(
                "a bar a user, as many as fit: 1 deep in the segment, 0 between two, below 0 nearer to another  "
                "┊ mean of all · Esc closes",
                classes="hint",
            )

    def show(self, profile: SilhouetteProfile) -> None:
        """Paint the widths of each segment."""
        dark = self.app.current_theme.dark
        blades = []
        for segment, slot in zip(self._analysis.segments, self._slots, strict=True):
            widths = sorted(profile.widths[profile.labels == segment.id].tolist(), reverse=True)
            mean = formats.decimal(sum(widths) / len(widths))
            caption = f"{marker(slot)} {segment.id}: {formats.counted(segment.users, 'user')}, mean {mean}"
            blades.append(Blade(caption, tuple(widths), segment_colour(slot, dark=dark)))
        coming = self.query_one("#silhouettes-coming", Static)
        users = len(self._analysis.fit.labels)
        coming.update(Content(_sampled(len(profile.widths), users)))
        coming.display = len(profile.widths) < users
        plot = self.query_one(SilhouettePlot)
        plot.styles.min_height = len(blades) + 1
        plot.blades = tuple(blades)


def _sampled(shown: int, users: int) -> str:
    return f"~ estimated from {formats.count(shown)} of {formats.count(users)} users"
