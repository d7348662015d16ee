"""Crowds: users among whom one can walk without crossing emptier ground, whatever their shape.

HDBSCAN (Campello, Moulavi and Sander 2013), scikit-learn's estimator. Users in no crowd are noise, labelled -1.
"""

from __future__ import annotations

import numpy as np

from core.clustering.alone import alone
from core.heavy import hdbscan

SMALLEST_SHARE, SMALLEST_CROWD = 0.02, 5
"""A crowd has at least this share of the users, and at least so many."""

NEIGHBOURS = 5
"""How many neighbours tell how crowded it is around a user."""

NOISE = -1


def smallest_crowd(users: int) -> int:
    """How many users a crowd has at least."""
    return max(SMALLEST_CROWD, round(SMALLEST_SHARE * users))


def crowds(points: np.ndarray) -> np.ndarray:
    """The crowd of every one of ``points`` (users, features), shape (users,), from 0; `NOISE` for none."""
    if len(points) <= SMALLEST_CROWD:
        return np.full(len(points), NOISE)
    with alone():
        model = hdbscan()(min_cluster_size=smallest_crowd(len(points)), min_samples=NEIGHBOURS, copy=True)
        return np.asarray(model.fit_predict(points))
