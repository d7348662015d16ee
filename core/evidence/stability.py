"""Stability: does each segment come back when other users are drawn?"""

from __future__ import annotations

import numpy as np

from core.clustering import lloyd
from core.progress import ShouldStop, never_stop, raise_if_stopped

BOOTSTRAPS = 50
STABLE, VALID, PATTERN = 0.85, 0.75, 0.6
"""Hennig's bands: from `STABLE` on highly stable, from `VALID` on valid, from `PATTERN` on a pattern of which it is
doubtful who belongs to it, below not to be trusted."""


def jaccard_stability(
    points: np.ndarray,
    labels: np.ndarray,
    *,
    bootstraps: int = BOOTSTRAPS,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> tuple[float, ...] | None:
    """For each segment, the mean Jaccard likeness to the segment that is most like it among bootstrapped users.

    Users are drawn with replacement and each drawn one counts once; the likeness is taken among the drawn users.
    ``points`` are (users, features), ``labels`` (users,). None where there are too few users to draw from.
    Hennig (2007), as R's ``fpc::clusterboot``.
    """
    k = int(labels.max()) + 1
    random = np.random.default_rng(seed)
    likenesses = []
    for number in range(bootstraps):
        raise_if_stopped(should_stop)
        drawn = np.unique(random.integers(len(points), size=len(points)))
        if len(drawn) < k:
            return None
        likenesses.append(_likeness(labels[drawn], lloyd(points[drawn], k, number).labels, k))
    return tuple(np.mean(likenesses, axis=0).tolist())


def _likeness(labels: np.ndarray, others: np.ndarray, k: int) -> np.ndarray:
    """The largest Jaccard likeness of each segment, shape (k,); 0 where none of its users was drawn, as in fpc."""
    shared = np.bincount(labels * k + others, minlength=k * k).reshape(k, k)
    sizes, other_sizes = shared.sum(axis=1), shared.sum(axis=0)
    union = sizes[:, None] + other_sizes[None, :] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros((k, k)), where=union > 0).max(axis=1))
