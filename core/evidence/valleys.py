"""Valleys: is there less between two neighbouring segments than in each of them?

K-means cuts every cloud; a cut through one lies where its users are dense. As in G-means (Hamerly and Elkan 2003) the
users of two segments are projected onto the line through their centres; there, the users in a window around the cut are
counted, and those in windows as wide around both centres. Pieces of a ring seem to lie apart by it, so that the verdict
rests on it only beside other tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.evidence.dip import SIGNIFICANT
from core.evidence.evidence import KEvidence
from core.evidence.index import AtOnce, Case, Index

SPARSE = 0.5
"""A cut that is less dense than this share of the segments beside it is a valley."""

_HALF_WINDOW = 1 / 6
"""Half the width of a window, as a share of the distance of the centres: the three windows do not touch."""


@dataclass(frozen=True)
class Cut:
    """The cut between two neighbouring segments: how dense it is, as a share of the less dense of the two.

    ``p_value`` is that of the hypothesis that it is at least `SPARSE` as dense.
    """

    density: float
    p_value: float

    @property
    def is_valley(self) -> bool:
        """Whether it is sparse by more than chance."""
        return self.p_value < SIGNIFICANT


def densest_cut(points: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> Cut | None:
    """Of the cuts between neighbouring segments, that which is least certain to be sparse.

    With a density near 0 the segments lie apart, from 1 on a cut runs through users as dense as around the centres. The
    p-value is that of a one-sided binomial test: under the hypothesis at least `SPARSE` / (1 + `SPARSE`) of the users
    of two windows lie in that of the cut. ``points`` are (users, features), ``labels`` (users,), ``centres`` (segments,
    features). None for a single segment.
    """
    if len(centres) < 2:
        return None
    cuts = [_cut(points[(labels == a) | (labels == b)], centres[a], centres[b]) for a, b in _neighbours(centres)]
    return max(cuts, key=lambda cut: (cut.p_value, cut.density))


def _neighbours(centres: np.ndarray) -> list[tuple[int, int]]:
    """The pairs of centres with no third one in the ball between them (Gabriel and Sokal 1969)."""
    squares = np.square(centres[:, None] - centres).sum(axis=2)
    return [
        (a, b)
        for a, b in combinations(range(len(centres)), 2)
        if not any(squares[a, c] + squares[b, c] < squares[a, b] for c in range(len(centres)) if c not in (a, b))
    ]


def _cut(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> Cut:
    from scipy.special import bdtr

    line = end - start
    along = (points - start) @ line / (line @ line)
    at_start, between, at_end = (np.count_nonzero(np.abs(along - t) <= _HALF_WINDOW) for t in (0, 0.5, 1))
    sides = min(at_start, at_end)
    density = float(between / sides) if sides else float(between > 0)
    return Cut(density, float(bdtr(between, between + sides, SPARSE / (1 + SPARSE))))


def _measure(case: Case) -> Cut | None:
    if case.is_exhausted or not case.partition.is_of_nearest_centres:
        return None
    return densest_cut(case.points, case.partition.labels, case.partition.centres)


def _json(row: KEvidence) -> dict[str, float | None]:
    cut = row.value(VALLEYS)
    return {
        "densest_cut": None if cut is None else cut.density,
        "densest_cut_p_value": None if cut is None else cut.p_value,
    }


VALLEYS: Index[Cut] = Index(
    name="valleys",
    title="the valleys",
    explanation="how dense the densest cut between segments is, against beside it (< for a valley)",
    measurement=AtOnce(_measure),
    json=_json,
)
