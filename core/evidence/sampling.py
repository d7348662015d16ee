"""Of very many users a fixed sample stands for all."""

from __future__ import annotations

import numpy as np

from core.clustering.algorithm import Repeat
from core.evidence.index import Case
from core.points import is_zero, total_sum_of_squares

SEED = 0
"""The seed of everything that is drawn at random for evidence."""

_STARTS = 10


def stratified_sample(labels: np.ndarray, size: int, fewest: int = 2) -> np.ndarray:
    """Ascending positions of about ``size`` users, each segment's share of them and at least ``fewest`` of it."""
    random = np.random.default_rng(SEED)
    parts = []
    for segment, users in enumerate(np.bincount(labels)):
        members = np.flatnonzero(labels == segment)
        parts.append(random.choice(members, min(users, max(fewest, round(size * users / len(labels)))), replace=False))
    return np.sort(np.concatenate(parts))


def sample_of(points: np.ndarray, users: int) -> np.ndarray:
    """The same ``users`` of the points (users, features) each time, in their order; all where there are no more."""
    if len(points) <= users:
        return points
    chosen = np.random.default_rng(SEED).choice(len(points), users, replace=False)
    return points[np.sort(chosen)]


def sample_with_wcss(case: Case, repeat: Repeat, users: int) -> tuple[np.ndarray, float] | None:
    """At most ``users`` users and their WCSS at the K of a case; None where that is nothing but rounding."""
    sample, k = sample_of(case.points, users), case.partition.k
    total = total_sum_of_squares(sample)
    if k == 1:
        wcss = total
    elif len(sample) < len(case.points):
        wcss = repeat(sample, k, SEED, _STARTS).wcss
    else:
        wcss = case.partition.wcss
    return None if is_zero(wcss, total) else (sample, wcss)
