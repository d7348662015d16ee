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
    """Ascending positions of ``size`` users, each segment's share of them and at least ``fewest`` of it."""
    random = np.random.default_rng(SEED)
    parts = []
    for segment, users in enumerate(_shares(np.bincount(labels), size, fewest)):
        parts.append(random.choice(np.flatnonzero(labels == segment), users, replace=False))
    return np.sort(np.concatenate(parts))


def _shares(users: np.ndarray, size: int, fewest: int) -> np.ndarray:
    """How many of each segment; what rounding leaves over, or takes too many, is shared out where it matters least."""
    exact = size * users / users.sum()
    least = np.minimum(users, fewest)
    shares: np.ndarray = np.clip(np.round(exact).astype(np.int64), least, users)
    while off := int(np.sign(size - shares.sum())):
        can_change = shares < users if off > 0 else shares > least
        if not can_change.any():
            break
        shares[np.argmax(np.where(can_change, off * (exact - shares), -np.inf))] += off
    return shares


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
