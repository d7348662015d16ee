"""Whether values are so skewed that they read better on a logarithmic axis: the one rule, on screen and in files."""

from __future__ import annotations

import numpy as np

_SKEWED = 2.0
_DECADE = 10


def reads_better_as_log(values: np.ndarray, weights: np.ndarray | None = None) -> bool:
    """Whether the values (n,) are above 0 and span a factor of ten, and are skewed while their logarithms are less so.

    Skewed is a skewness above 2. Where ``weights`` (n,) are given, each value occurs so many times.
    """
    low, high = float(values.min()), float(values.max())
    if not (low > 0 and low * _DECADE <= high):
        return False
    skewness = _skewness(values / high, weights)
    return skewness > _SKEWED and abs(_skewness(np.log(values), weights)) < skewness


def _skewness(values: np.ndarray, weights: np.ndarray | None) -> float:
    """The third standardised moment; 0 where all values are one."""
    deviations = values - np.average(values, weights=weights)
    spread = np.sqrt(np.average(deviations**2, weights=weights))
    return float(np.average((deviations / spread) ** 3, weights=weights)) if spread > 0 else 0.0
