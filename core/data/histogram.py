"""Histograms of any finite values, however close together or however large."""

from __future__ import annotations

import numpy as np


def histogram(values: np.ndarray, bins: int, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Counts, shape (bins,), and edges, shape (bins + 1,), of equal bins, as ``numpy.histogram`` gives them.

    Where fewer than ``bins`` floating-point numbers lie between the smallest and the largest value, the bins reach
    beyond them, until each is as wide as the step from one number to the next.
    """
    low, high = float(values.min()), float(values.max())
    step = float(np.spacing(max(abs(low), abs(high))))
    if low == high:
        low, high = low - 0.5, high + 0.5
    missing = 2 * bins * step - (high - low)
    if missing > 0:
        low, high = low - missing / 2, high + missing / 2
    counts, edges = np.histogram(values, bins, (low, high), weights=weights)
    return counts, edges
