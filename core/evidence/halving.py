"""Halving: do the segments that one half of the users has show in the other half, which had no part in making them?

What is found in the users that it was fitted to says little: K-means parts any cloud, and in many features it parts
even noise so that its halves seem to lie apart. So the users are split into halves; each half is parted, and the
segments are looked for in the other half: along the line between two centres, and along the direction that tells the
two segments best (Fisher's linear discriminant), their users must have two modes (dip test). The median over the
splits, doubled, is the p-value (Meinshausen, Meier and Bühlmann 2009). Prediction strength (Tibshirani and Walther
2005) comes of the same halves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.clustering.algorithm import Repeat
from core.clustering.partition import Partition
from core.evidence.dip import dip_p_value
from core.evidence.strength import PredictionStrength, random_splits
from core.progress import ShouldStop, never_stop

_STARTS = 10
_MOST_TIMES = 3
"""Of two segments the larger is thinned out to so many times the smaller, whose mode would be lost beside it."""


@dataclass(frozen=True)
class Halving:
    """``p_value`` is that of one mode in the least certain pair of segments; ``strength`` is of the same halves."""

    p_value: float
    strength: PredictionStrength


def halving(
    points: np.ndarray, k: int, repeat: Repeat, *, splits: int, seed: int = 0, should_stop: ShouldStop = never_stop
) -> Halving | None:
    """What the segments of one half of ``points`` (users, features) are in the other.

    None where a half has fewer than two users for each segment.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    if len(points) // 2 < 2 * k:
        return None
    p_values, strengths = [], []
    for split in random_splits(points, k, repeat, _STARTS, splits=splits, seed=seed, should_stop=should_stop):
        halves, parted = split.halves, _alike(*split.parted)
        seen = [_seen(halves[i], parted[i], halves[1 - i]) for i in (0, 1)]
        p_values.append(max(_one_mode(seen[0][pair], seen[1][pair]) for pair in combinations(range(k), 2)))
        strengths.append(split.strength)
    return Halving(min(1.0, 2 * float(np.median(p_values))), PredictionStrength.over(strengths))


def _alike(one: Partition, other: Partition) -> tuple[Partition, Partition]:
    """Both partitions, the segments of the other in the order of those that are nearest to them."""
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    _, order = linear_sum_assignment(cdist(one.centres, other.centres, "sqeuclidean"))
    return one, other.renumbered(order)


def _seen(points: np.ndarray, partition: Partition, others: np.ndarray) -> dict[tuple[int, int], list[np.ndarray]]:
    """Each pair of segments among the other users who would belong to them: where these are along two directions.

    The one is the line between the centres, the other the discriminant; along both, the centres are at 0 and 1.
    """
    predicted = partition.predict(others)
    seen = {}
    for a, b in combinations(range(partition.k), 2):
        line = partition.centres[b] - partition.centres[a]
        discriminant = _discriminant(*_balanced(points[partition.labels == a], points[partition.labels == b]), line)
        users = np.concatenate(_balanced(others[predicted == a], others[predicted == b])) - partition.centres[a]
        seen[a, b] = [users @ direction / (line @ direction) for direction in (line, discriminant)]
    return seen


def _one_mode(seen: list[np.ndarray], also: list[np.ndarray]) -> float:
    """The p-value of one mode along either direction, over both halves."""
    return min(1.0, 2 * min(dip_p_value(np.concatenate(pair)) for pair in zip(seen, also, strict=True)))


def _balanced(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return _thinned(a, _MOST_TIMES * len(b)), _thinned(b, _MOST_TIMES * len(a))


def _thinned(points: np.ndarray, users: int) -> np.ndarray:
    return points if len(points) <= users else points[np.linspace(0, len(points) - 1, users).astype(int)]


def _discriminant(a: np.ndarray, b: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Fisher's direction; the fewer users for each feature, the nearer to the line between the centres."""
    users, features = len(a) + len(b), len(line)
    if not len(a) or not len(b):
        return line
    within = np.concatenate([a - a.mean(axis=0), b - b.mean(axis=0)])
    covariance = within.T @ within / users
    variance = np.trace(covariance) / features
    if variance <= 0:
        return line
    shrinkage = features / (features + users)
    return np.asarray(np.linalg.solve((1 - shrinkage) * covariance + shrinkage * variance * np.eye(features), line))
