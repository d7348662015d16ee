"""Two histograms of a feature, before and after scaling."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from core import formats
from tui.widgets.bars import Bars, ValueAxis
from tui.widgets.histogram import Histogram

if TYPE_CHECKING:
    from core.features.feature import Feature
    from core.features.inspection import Inspected, Shape

_DIGITS = 2


class FeaturePictures(Horizontal):
    """Side by side, with the ranges below; empty while they are not known, and where all users are alike."""

    def compose(self) -> ComposeResult:
        """Before, and after."""
        yield Histogram(id="as-it-is")
        yield Histogram(id="scaled")

    def show(self, feature: Feature | None, inspected: Inspected | None, scaling: str) -> None:
        """Show a feature, or nothing."""
        is_known = feature is not None and inspected is not None and not inspected.constant
        before = after = None
        if feature is not None and inspected is not None and is_known:
            before = _bars(f"{feature.title}, as it is", feature.unit, inspected.shape, 0 if feature.whole else _DIGITS)
            after = _bars(f"{feature.title}, scaled: {scaling}", "", inspected.scaled[scaling], _DIGITS)
        self.query_one("#as-it-is", Histogram).bars = before
        self.query_one("#scaled", Histogram).bars = after


def _bars(title: str, unit: str, shape: Shape, digits: int) -> Bars:
    parts = len(shape.counts)
    edges = [shape.start + (shape.end - shape.start) * part / parts for part in range(parts + 1)]
    names = [f"{formats.decimal(start, _DIGITS)} – {formats.decimal(end, _DIGITS)}" for start, end in pairwise(edges)]
    axis = ValueAxis(shape.start, shape.end, shape.start, shape.end, digits)
    return Bars(title, unit, shape.counts, tuple(names), axis)
