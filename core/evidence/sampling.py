"""Of very many users a fixed sample stands for all."""

from __future__ import annotations

import numpy as np

SEED = 0
"""The seed of everything that is drawn at random for evidence."""


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


def sample_positions(users: int, size: int) -> np.ndarray:
    """Ascending positions of ``size`` among ``users``, the same each time; all where there are no more."""
    if users <= size:
        return np.arange(users)
    return np.sort(np.random.default_rng(SEED).choice(users, size, replace=False))


def sample_of(points: np.ndarray, users: int) -> np.ndarray:
    """The same ``users`` of the points (users, features) each time, in their order; all where there are no more."""
    return points if len(points) <= users else points[sample_positions(len(points), users)]
