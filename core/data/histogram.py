"""Histograms of any finite values, however close together, however large, or however skewed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.data.skewed import reads_better_as_log

MAX_RATING_VALUES = 40
"""Up to so many different ratings each has its own bar; beyond, they share `RATING_BINS` bins."""
RATING_BINS = 10


@dataclass(frozen=True)
class Distribution:
    """A histogram: ``len(edges) == len(counts) + 1``; the last bin holds its right edge too.

    The bins are equally wide; where ``is_log``, their logarithms are.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    minimum: float
    maximum: float
    mean: float
    is_log: bool = False


def distribution(values: np.ndarray, bins: int, weights: np.ndarray | None = None) -> Distribution:
    """The values (n,) in at most ``bins`` bins, on a logarithmic axis where they read better so.

    Where ``weights`` (n,) are given, each value occurs so many times.
    """
    is_log = reads_better_as_log(values, weights)
    counts, edges = (log_histogram if is_log else histogram)(values, bins, weights)
    shares = 1.0 if weights is None else weights / weights.sum()
    return Distribution(
        edges=tuple(edges.tolist()),
        counts=tuple(counts.astype(np.int64).tolist()),
        minimum=float(values.min()),
        maximum=float(values.max()),
        mean=math.fsum(values * shares) / (len(values) if weights is None else 1),
        is_log=is_log,
    )


def rating_distribution(values: np.ndarray, counts: np.ndarray) -> Distribution | None:
    """How ratings are distributed that occur ``counts`` times each; None where each has its own bar."""
    return None if len(values) <= MAX_RATING_VALUES else distribution(values, RATING_BINS, counts)


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


def log_histogram(values: np.ndarray, bins: int, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Counts and edges of at most ``bins`` bins that are equal in the logarithm; the values are above 0.

    Of whole numbers the first bin reaches at least from the smallest to the next: bins between them would be empty,
    and look like gaps in the values.
    """
    low, high = float(values.min()), float(values.max())
    if not (values % 1).any():
        bins = max(1, min(bins, math.floor(math.log(high / low) / math.log1p(1 / low))))
    counts, edges = np.histogram(values, np.geomspace(low, high, bins + 1), weights=weights)
    return counts, edges
