"""Box plots as lines of text: the values of a feature in each segment."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from core import formats
from core.ticks import label_line, log_ticks, round_ticks
from tui.widgets.blocks import Block
from tui.widgets.signs import Sign

if TYPE_CHECKING:
    from core.segments.boxes import Box, FeatureBoxes

LEAST_CELLS = 36
"""A narrower block cannot be read."""

BEYOND = "beyond"
"""Head of the number of values that lie beyond the whiskers."""

_BOX, _MEDIAN = "█", "┃"
_BEYOND_CELLS = len(BEYOND) + 1
_TICKS_EVERY = 7
_MUTED = "$foreground-muted"


def box_block(title: Content, found: FeatureBoxes, signs: Sequence[Sign]) -> Block:
    """A block with a line a segment, all over one axis, whose ticks stand below."""

    def draw(width: int) -> list[Content]:
        margin = signs[0].width
        axis = _Axis(found, max(2, width - margin - _BEYOND_CELLS))
        head = Content.assemble(title.truncate(width - _BEYOND_CELLS, ellipsis=True, pad=True), (f" {BEYOND}", _MUTED))
        lines = [_line(sign, box, axis) for sign, box in zip(signs, found.boxes, strict=True)]
        return [head, *lines, Content.styled(" " * margin + axis.labels(), _MUTED)]

    return Block(2 + len(signs), draw)


class _Axis:
    """From the lowest end of a whisker to the highest, over ``cells``."""

    def __init__(self, found: FeatureBoxes, cells: int) -> None:
        self._is_log, self.cells = found.is_log, cells
        self._low, self._high = min(box.low for box in found.boxes), max(box.high for box in found.boxes)

    def cell(self, value: float) -> int:
        """Where a value lies, from 0."""
        low, high, at = (self._scaled(one) for one in (self._low, self._high, value))
        return round((self.cells - 1) * (at - low) / (high - low)) if high > low else self.cells // 2

    def labels(self) -> str:
        """Round values below their places."""
        ticks = (log_ticks if self._is_log else round_ticks)(self._low, self._high, max(2, self.cells // _TICKS_EVERY))
        places = [self.cell(value) + 0.5 for value in ticks.values]
        return label_line(zip(places, ticks.labels, strict=True), self.cells)

    def _scaled(self, value: float) -> float:
        return math.log(value) if self._is_log else value


def _line(sign: Sign, box: Box, axis: _Axis) -> Content:
    """The median inside the box stands out, though they lie in one cell."""
    low, q1, median, q3, high = (axis.cell(value) for value in (box.low, box.q1, box.median, box.q3, box.high))
    left = "├" + "─" * (q1 - low - 1) if q1 > low else ""
    right = "─" * (high - q3 - 1) + "┤" if high > q3 else ""
    return Content.assemble(
        sign.content,
        " " * low,
        (left + _BOX * (median - q1), sign.colour),
        (_MEDIAN, "bold"),
        (_BOX * (q3 - median) + right, sign.colour),
        " " * (axis.cells - 1 - high),
        f"{formats.count(box.beyond):>{_BEYOND_CELLS}}",
    )
