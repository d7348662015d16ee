"""What a histogram shows: bars of single values, or of a distribution over an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from core import formats
from core.ticks import log_ticks, round_ticks

if TYPE_CHECKING:
    from core.data.histogram import Distribution

_CELLS_BETWEEN_TICKS = 8
_DIGITS_OF_A_LOG = 2
"""So many decimals more tell on which side of a value a bin begins that is equal in the logarithm."""
_AS_WRITTEN = 1e-9
"""As what share of itself a number may lose when it is written."""


@dataclass(frozen=True)
class ValueAxis:
    """From ``start`` to ``end``, with the smallest and the largest value on it, written with ``digits`` decimals."""

    start: float
    end: float
    minimum: float
    maximum: float
    digits: int
    is_log: bool = False

    def share(self, value: float) -> float:
        """Where the value lies, from 0 at the start to 1 at the end."""
        start, end, at = (self._scaled(one) for one in (self.start, self.end, value))
        return (at - start) / (end - start)

    def ticks(self, cells: int) -> tuple[tuple[float, str], ...]:
        """Values and labels in the order in which they get their place: the two ends, then round numbers between."""
        most = max(2, cells // _CELLS_BETWEEN_TICKS)
        between: Sequence[float] = ()
        if self.minimum < self.maximum and math.isfinite(self.maximum - self.minimum):
            between = (log_ticks if self.is_log else round_ticks)(self.minimum, self.maximum, most).values
        exact = [value for value in between if math.isclose(value, round(value, self.digits), rel_tol=_AS_WRITTEN)]
        return tuple((value, formats.decimal(value, self.digits)) for value in (self.minimum, self.maximum, *exact))

    def _scaled(self, value: float) -> float:
        return math.log(value) if self.is_log else value / 2  # half of it: the difference of two may be infinite


@dataclass(frozen=True)
class Bars:
    """A title with what is worth knowing beside it, heights, and the name of each bar.

    The names stand below the bars, apart from each other; where there is an axis, its ticks do, and the bars touch.
    """

    title: str
    caption: str
    heights: tuple[int, ...]
    names: tuple[str, ...]
    axis: ValueAxis | None = None


def bars_of_values(title: str, caption: str, values: Sequence[float], counts: Sequence[int]) -> Bars:
    """A bar for each rating."""
    return Bars(title, caption, tuple(counts), tuple(map(formats.rating, values)))


def bars_of_distribution(title: str, distribution: Distribution, digits: int) -> Bars:
    """The bins of a distribution over its axis; values have ``digits`` decimals, and more where they are small."""
    is_log, edges = distribution.is_log, distribution.edges
    if is_log:
        digits = max(digits, -math.floor(math.log10(distribution.minimum)))
    low, high = (formats.decimal(value, digits) for value in (distribution.minimum, distribution.maximum))
    names = [formats.decimal(edge, digits + _DIGITS_OF_A_LOG if is_log else max(digits, 1)) for edge in edges]
    return Bars(
        axis_title(title, is_log=is_log),
        f"mean {formats.decimal(distribution.mean, max(digits, 1))}, {low} – {high}",
        distribution.counts,
        tuple(f"{start} – {end}" for start, end in pairwise(names)),
        ValueAxis(edges[0], edges[-1], distribution.minimum, distribution.maximum, digits, is_log),
    )


def axis_title(title: str, *, is_log: bool) -> str:
    """What an axis shows, and that it is logarithmic where it is."""
    return f"{title} (log)" if is_log else title
