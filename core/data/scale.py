"""The rating scale that a table uses, and the ratings that lie outside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.engine.engine import Span

if TYPE_CHECKING:
    import numpy as np

STARS = (0.5, 5.0)
"""The notebook's scale: half a star to five."""

_MOST_OUTSIDE_STARS = 0.05
_LOWEST_TOP_OF_STARS = 3.5
_TRIMMED = 0.005
_FEWEST_COUNTS = 10
_LARGEST_OVER_MEDIAN = 10
_MOST_IN_TAIL = 0.05


@dataclass(frozen=True)
class RatingScale:
    """The lowest and the highest rating of the scale, and how many ratings lie outside of it.

    ``graded`` says whether a rating tells how much somebody liked something: not where all are equal, or are counts.
    """

    low: float
    high: float
    outside: int
    graded: bool = True

    @property
    def is_stars(self) -> bool:
        """Whether it is the notebook's scale."""
        return (self.low, self.high) == STARS

    def mapped(self, stars: float) -> float:
        """Where a number of stars lies on this scale, linearly."""
        low, high = STARS
        return self.low + (stars - low) / (high - low) * (self.high - self.low)

    def span(self, lowest: float, highest: float) -> Span:
        """The part of it that ratings from ``lowest`` to ``highest`` occupy."""
        return Span(max(self.low, lowest), min(self.high, highest))


def rating_scale(values: np.ndarray, counts: np.ndarray) -> RatingScale:
    """The scale of ratings that occur ``counts`` times each; ``values`` ascend.

    Stars, where at most 5 % of the ratings lie outside 0.5 to 5 and some lie above 3.5, or where all ratings are one
    number of stars: whole stars, 1 to 5, are the same stars. Otherwise from the lowest to the highest rating, without
    gross outliers: those that lie farther from the middle 99 % of the ratings than these are wide. Counts have no
    outliers.
    """
    if _are_counts(values, counts):
        return RatingScale(float(values[0]), float(values[-1]), 0, graded=False)
    graded = len(values) > 1
    low, high = STARS
    total = counts.sum()
    inside = (values >= low) & (values <= high)
    outside = int(counts[~inside].sum())
    inner = values[inside]
    if outside <= _MOST_OUTSIDE_STARS * total and (inner[-1] > _LOWEST_TOP_OF_STARS or len(inner) == 1):
        return RatingScale(low, high, outside, graded)
    below = counts.cumsum()
    first = values[below > _TRIMMED * total][0]
    last = values[below >= (1 - _TRIMMED) * total][0]
    near = (values >= first - (last - first)) & (values <= last + (last - first))
    return RatingScale(float(values[near][0]), float(values[near][-1]), int(counts[~near].sum()), graded)


def _are_counts(values: np.ndarray, counts: np.ndarray) -> bool:
    """Whether these are whole numbers with a long tail.

    That is at least ten different ones from 0 up, one of the lowest two the most common, the largest ten times the
    median or more, and at most 5 % of all in the upper half of the range.
    """
    if len(values) < _FEWEST_COUNTS or values[0] < 0 or (values % 1).any():
        return False
    total = counts.sum()
    median = float(values[counts.cumsum() >= total / 2][0])
    in_tail = counts[values > (values[0] + values[-1]) / 2].sum()
    return bool(
        values[-1] >= _LARGEST_OVER_MEDIAN * max(median, 1)
        and in_tail <= _MOST_IN_TAIL * total
        and int(counts.argmax()) <= 1
    )
