"""What indices from sums of squares and centres alone have in common."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np


def where_defined(score: Callable[[Any, Any], float], points: np.ndarray, labels: np.ndarray) -> float | None:
    """A score of scikit-learn; None for one segment, as many as users, and where nothing is left within."""
    if not 1 < int(labels.max()) + 1 < len(labels):
        return None
    if np.square(points - _centres(points, labels)[labels]).sum() == 0:
        return None
    value = float(score(points, labels))
    return value if math.isfinite(value) else None


def _centres(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    sums = np.zeros((int(labels.max()) + 1, points.shape[1]))
    np.add.at(sums, labels, points)
    return np.asarray(sums / np.bincount(labels)[:, None])
