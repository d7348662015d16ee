"""A dialog with the silhouette plot: every user's silhouette width, by segment, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core import formats
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Arriving
from tui.remedies import on_one_line_in_app
from tui.themes import marker, segment_colour
from tui.widgets.silhouette_plot import Blade, SilhouettePlot

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.errors import SegscopeError

_COMING = "Measuring how near each user is to the next segment …"


class SilhouettesDialog(Arriving[None]):
    """Says what is coming, and shows the silhouettes when `show` brings them."""

    BINDINGS: ClassVar[list[BindingType]] = [(f"{BY_ID['silhouettes'].keys},q", "close", "Close")]

    def compose(self) -> ComposeResult:
        """The plot, and how it is read."""
        with Vertical(classes="dialog") as box:
            box.border_title = "Silhouettes"
            yield Static(_COMING, id="silhouettes-coming")
            with VerticalScroll():
                yield SilhouettePlot()
            yield Static(
                "a bar a user, as many as fit: 1 deep in the segment, 0 between two,\n"
                f"below 0 nearer to another   ┊ mean of all   {hint(close='closes')}",
                classes="hint",
            )

    def show(self, analysis: Analysis, slots: Sequence[int] | None, by_segment: Sequence[tuple[float, ...]]) -> None:
        """Paint the widths of each segment."""
        dark = self.app.current_theme.dark
        blades = []
        for segment, widths in zip(analysis.segments, by_segment, strict=True):
            slot = None if slots is None else slots[segment.id]
            mean = formats.decimal(sum(widths) / len(widths))
            sign = "" if slot is None else f"{marker(slot)} "
            caption = f"{sign}{segment.id}: {formats.counted(segment.users, 'user')}, mean {mean}"
            blades.append(Blade(caption, widths, segment_colour(slot, dark=dark)))
        self.query_one(".dialog").border_title = f"Silhouettes at K = {analysis.k}"
        coming = self.query_one("#silhouettes-coming", Static)
        shown, users = sum(map(len, by_segment)), len(analysis.points)
        coming.update(Content(f"~ estimated from {formats.count(shown)} of {formats.count(users)} users"))
        coming.display = shown < users
        plot = self.query_one(SilhouettePlot)
        plot.styles.min_height = len(blades) + 1
        plot.blades = tuple(blades)

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why they could not be measured."""
        text = f"{on_one_line_in_app(error)} {hint(retry='tries again.')}"
        self.query_one("#silhouettes-coming", Static).update(Content.styled(text, "$error"))

    def action_try_again(self) -> None:
        """Measure once more."""
        if self.failure is not None:
            self.query_one("#silhouettes-coming", Static).update(_COMING)
        super().action_try_again()
