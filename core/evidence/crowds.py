"""Crowds that lie apart: what a search by density finds, pieces of one crowd put together again.

HDBSCAN breaks a crowd at any place that is a little emptier. Two of its crowds that meet where it is as crowded as
within them are one. It also finds small crowds in noise, with most users in none: those count for nothing.
"""

from __future__ import annotations

import numpy as np

from core.clustering.density import NOISE, crowds
from core.evidence.borders import EMPTY, Surroundings, border_p_values

_HELD = 0.8
"""Crowds count where they hold at least this share of the users."""


def crowds_apart(points: np.ndarray, around: Surroundings) -> np.ndarray:
    """The crowd (users,) of each of ``points`` (users, features) with these surroundings, from 0; `NOISE` for none."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    found = crowds(points)
    if (found != NOISE).mean() < _HELD:
        return np.full(len(points), NOISE)
    number, borders = int(found.max()) + 1, border_p_values(around, found)
    one = [pair for pair, p_value in borders.items() if NOISE not in pair and p_value >= EMPTY]
    if not one:
        return found
    a, b = np.array(one).T
    _, joined = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(number, number)), directed=False)
    return np.where(found == NOISE, NOISE, joined[found])
