"""One segment in words: its sign and size, its label, its three figures, and how it differs from all users."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from core import formats
from core.features.catalogue import FEATURES
from tui.themes import marker, segment_colour

if TYPE_CHECKING:
    from core.segments.profile import Segment

_HALF = 12
_DEVIATIONS_SHOWN = 3.0


class SegmentCard(Static):
    """A card; `show` paints it."""

    def show(self, segment: Segment, deviations: dict[str, float], slot: int | None, *, dark: bool) -> None:
        """Paint a segment; ``deviations`` is its centre in standard deviations from the mean user, by feature."""
        colour = segment_colour(slot, dark=dark)
        means = segment.means
        size = f"Segment {segment.id} · {formats.counted(segment.users, 'user')}, {formats.percent(segment.share)}"
        lines = [
            Content.assemble(("" if slot is None else f"{marker(slot)} ", colour), (size, "$foreground-muted")),
            Content.assemble((segment.title, "bold")),
            *(Content.styled(remark, "$foreground-muted") for remark in segment.remarks),
            *(_mean(name, means[name], deviations) for name in deviations),
            Content.styled("against all users (standard deviations)", "$foreground-muted"),
            *(_profile(name, value, colour) for name, value in deviations.items()),
        ]
        self.update(Content("\n").join(lines))


def _mean(name: str, mean: float, beside: Collection[str]) -> Content:
    """What the mean of a feature is called, and its value below those of the others."""
    width = max(len(FEATURES[other].mean_title) for other in beside) + 1
    return Content(f"{FEATURES[name].mean_title + ':':<{width}} {FEATURES[name].of_many(mean)}")


def _profile(name: str, deviation: float, colour: str) -> Content:
    """A bar to the left or the right of the mean user."""
    cells = min(_HALF, round(abs(deviation) / _DEVIATIONS_SHOWN * _HALF))
    left = ("─" * (_HALF - cells), "█" * cells) if deviation < 0 else ("─" * _HALF, "")
    right = ("█" * cells, "─" * (_HALF - cells)) if deviation >= 0 else ("", "─" * _HALF)
    return Content.assemble(
        f" {FEATURES[name].short:<9}",
        (left[0], "$panel-lighten-1"),
        (left[1], colour),
        ("┼", "$foreground-muted"),
        (right[0], colour),
        (right[1], "$panel-lighten-1"),
        f" {formats.signed(deviation):>4}",
    )
