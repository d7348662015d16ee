"""How much higher a segment rates things than the others do."""

from __future__ import annotations

import numpy as np

from core.tastes.counted import Counted, Totals

SHRINKAGE = 25
"""So many users who rate a thing as they rate otherwise are added to those of the segment and of the others."""


def higher(found: Counted, totals: Totals, segment: int) -> np.ndarray:
    """Arrays (things,) in units of ratings; NaN where the segment or the others never rated it.

    Each rating counts beside what is usual for its title, each side's mean of these beside its own mean over all that
    it rated: that corrects for harshness. The difference is shrunken by the number of users behind it.
    """
    all_beyond, all_ratings = totals.beyond.sum(axis=1), totals.ratings.sum(axis=1)
    others = np.arange(len(all_ratings)) != segment
    ours = _beside(found.beyond[:, segment], found.ratings[:, segment], all_beyond[segment], all_ratings[segment])
    theirs = _beside(
        found.beyond[:, others].sum(axis=1),
        found.ratings[:, others].sum(axis=1),
        all_beyond[others].sum(),
        all_ratings[others].sum(),
    )
    users = found.users[:, segment], found.users[:, others].sum(axis=1)
    with np.errstate(divide="ignore"):
        support = 1 / (1 / users[0] + 1 / users[1])
    return np.asarray((ours - theirs) * support / (support + SHRINKAGE))


def _beside(beyond: np.ndarray, ratings: np.ndarray, all_beyond: float, all_ratings: int) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(beyond / ratings - all_beyond / all_ratings)
