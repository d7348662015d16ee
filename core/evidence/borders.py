"""Borders: is it emptier where two segments meet than within them?

K-means cuts every crowd; the users at a cut through one have as many others around them as the rest of their segment.
A user is at the border of two segments who has a neighbour in the other one among the `NEIGHBOURS` nearest users. The
distance to the last of these says how empty it is around a user; whether those at the border are in emptier places
than the rest of their segment is asked by a one-sided rank test (Mann and Whitney 1947), which needs no scale and
holds in any number of features.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

NEIGHBOURS = 10

EMPTY = 0.01
"""Below this p-value a border is held to be emptier: it is asked of the users that the segments were made of, and
K-means likes to cut at small gaps.
"""

FEWEST = 3
"""A cut through a thread of users, one behind the other, has half of `NEIGHBOURS` at each side; fewer than this are
strays between segments that do not meet."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """How empty it is around each user, and the positions of the ``neighbours`` (users, nearest), the nearest first.

    ``emptiness`` (users,) is the distance to the last of them.
    """

    emptiness: np.ndarray
    neighbours: np.ndarray


def surroundings(points: np.ndarray) -> Surroundings:
    """The surroundings of ``points`` (users, features); with fewer than `NEIGHBOURS` others these are all."""
    from scipy.spatial import cKDTree

    with_oneself = min(NEIGHBOURS + 1, max(len(points), 1))
    distances, nearest = cKDTree(points).query(points, k=range(1, with_oneself + 1))
    return Surroundings(distances[:, -1], nearest[:, 1:])


def border_p_value(around: Surroundings, labels: np.ndarray) -> float:
    """The p-value of the border that is least certain to be emptier than the segment behind it.

    ``labels`` are (users,). 0 where no two segments meet.
    """
    return max(border_p_values(around, labels).values(), default=0.0)


def border_p_values(around: Surroundings, labels: np.ndarray) -> dict[tuple[int, int], float]:
    """For each two segments the p-value of the side that is less certain to be emptier; 0 where they do not meet."""
    segments = np.unique(labels).tolist()
    meets = {segment: (labels[around.neighbours] == segment).any(axis=1) for segment in segments}
    return {
        (a, b): max(
            _p_value(around.emptiness, labels == a, meets[b]), _p_value(around.emptiness, labels == b, meets[a])
        )
        for a, b in combinations(segments, 2)
    }


def _p_value(emptiness: np.ndarray, own: np.ndarray, meets_other: np.ndarray) -> float:
    from scipy.stats import mannwhitneyu

    at_border, within = emptiness[own & meets_other], emptiness[own & ~meets_other]
    if len(at_border) < FEWEST:
        return 0.0
    if len(within) < FEWEST:
        return 1.0
    return float(mannwhitneyu(at_border, within, alternative="greater").pvalue)
