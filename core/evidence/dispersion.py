"""Indices from sums of squares and centres alone, at any size."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from core.heavy import importing


def calinski_harabasz(points: np.ndarray, labels: np.ndarray) -> float | None:
    """Between-segment over within-segment variance, the higher the better; None where it is undefined.

    Caliński and Harabasz (1974), by scikit-learn.
    """
    with importing():
        from sklearn.metrics import calinski_harabasz_score
    return _defined(calinski_harabasz_score, points, labels)


def davies_bouldin(points: np.ndarray, labels: np.ndarray) -> float | None:
    """The mean likeness of each segment to the one it is most like, the lower the better; None where it is undefined.

    Davies and Bouldin (1979), by scikit-learn.
    """
    with importing():
        from sklearn.metrics import davies_bouldin_score
    return _defined(davies_bouldin_score, points, labels)


def _defined(index: Callable[[Any, Any], float], points: np.ndarray, labels: np.ndarray) -> float | None:
    if not 1 < int(labels.max()) + 1 < len(labels):
        return None
    if np.square(points - _centres(points, labels)[labels]).sum() == 0:
        return None
    value = float(index(points, labels))
    return value if math.isfinite(value) else None


def _centres(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    sums = np.zeros((int(labels.max()) + 1, points.shape[1]))
    np.add.at(sums, labels, points)
    return np.asarray(sums / np.bincount(labels)[:, None])
