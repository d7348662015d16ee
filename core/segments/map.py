"""A map of the users: their two principal components, the directions in which they differ most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.evidence.sampling import sample_positions
from core.points import Points

MOST_USERS = 10_000
"""Of more users a fixed sample is on the map."""

_AXES = 2


@dataclass(frozen=True, eq=False)
class PrincipalMap:
    """``coordinates`` (shown, 2) of the users at these ``positions`` (shown,), across and upwards in scaled units.

    ``shares`` of the variance, 0 to 1, go with the two components; their unit vectors are ``loadings`` (2, features)
    over the named ``features``, the largest entry of each above 0. A component that is not there is zero.
    """

    features: tuple[str, ...]
    positions: np.ndarray
    coordinates: np.ndarray
    shares: tuple[float, float]
    loadings: np.ndarray


def principal_map(points: Points) -> PrincipalMap:
    """The map of the points; the components are those of all users (Pearson 1901)."""
    centred = points.values - points.values.mean(axis=0)
    squares, vectors = np.linalg.eigh(centred.T @ centred)
    squares, vectors = np.maximum(squares[::-1], 0), vectors.T[::-1]
    loadings, shares = np.zeros((_AXES, len(squares))), np.zeros(_AXES)
    there = min(_AXES, len(squares))
    if squares.sum() > 0:
        shares[:there] = squares[:there] / squares.sum()
        loadings[:there] = [_turned(vector) for vector in vectors[:there]]
    positions = sample_positions(len(points), MOST_USERS)
    across, up = shares.tolist()
    return PrincipalMap(points.features, positions, centred[positions] @ loadings.T, (across, up), loadings)


def _turned(vector: np.ndarray) -> np.ndarray:
    """The same direction with its largest entry above 0."""
    return np.asarray(vector * np.sign(vector[np.abs(vector).argmax()]))
