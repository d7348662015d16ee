"""Valleys: is there less between two neighbouring segments than in each of them?

K-means cuts every cloud; a cut through one lies where its users are dense. As in G-means (Hamerly and Elkan 2003) the
users of two segments are projected onto the line through their centres; there, the users in a window around the cut are
counted, and those in windows as wide around both centres.
"""

from __future__ import annotations

import numpy as np

_HALF_WINDOW = 1 / 6
"""Half the width of a window, as a share of the distance of the centres: the three windows do not touch."""


def densest_cut(points: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> float | None:
    """How dense the densest cut between neighbouring segments is, as a share of the less dense of the two segments.

    Near 0 the segments lie apart, from 1 on a cut runs through users as dense as around the centres. Each segment is
    compared with the one whose centre is nearest. ``points`` are (users, features), ``labels`` (users,), ``centres``
    (segments, features). None for a single segment.
    """
    if len(centres) < 2:
        return None
    distances = np.linalg.norm(centres[:, None] - centres, axis=2)
    np.fill_diagonal(distances, np.inf)
    pairs = {tuple(sorted((segment, int(nearest)))) for segment, nearest in enumerate(distances.argmin(axis=1))}
    return max(_cut(points[(labels == a) | (labels == b)], centres[a], centres[b]) for a, b in pairs)


def _cut(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    line = end - start
    along = (points - start) @ line / (line @ line)
    at_start, between, at_end = (np.count_nonzero(np.abs(along - t) <= _HALF_WINDOW) for t in (0, 0.5, 1))
    sides = min(at_start, at_end)
    return float(between / sides) if sides else float(between > 0)
