"""How far K reaches, and why no farther."""

from __future__ import annotations

from core.errors import TooManySegmentsError
from core.points import Points
from core.remedies import ChooseK


def only_so_many(points: Points) -> str:
    """Why K ends where it does."""
    if points.distinct == 1:
        return "all users are alike in these features"
    return f"only {points.distinct:,} users differ in these features"


def refuse_out_of_reach(k: int, points: Points) -> None:
    """Refuse a K for which there are too few distinct points.

    Raises:
        TooManySegmentsError: K is larger than the number of distinct points, or below 1.
    """
    if not 1 <= k <= points.distinct:
        raise TooManySegmentsError(f"K = {k} is out of reach: {only_so_many(points)}.", ChooseK(points.distinct))
