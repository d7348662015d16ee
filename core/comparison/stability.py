"""The population stability index: how far a feature's distribution moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MODERATE, LARGE = 0.1, 0.25
"""The usual bounds of the index: below the first hardly anything moved, from the second on much did (a rule of thumb:
Lewis 1994; Siddiqi 2006, Credit Risk Scorecards)."""

NO_USER = 0.5
"""So many users stand in for none where a bin is empty: the logarithm of 0 is no number."""

_BY_CHANCE = 0.95
_TENTHS = np.arange(1, 10) / 10


@dataclass(frozen=True)
class Stability:
    """``index`` is the population stability index over so many ``bins``; ``by_chance`` is what it stays below in 95 of
    100 draws of as many users of the same distribution.
    """

    index: float
    bins: int
    by_chance: float

    @property
    def moved(self) -> bool:
        """Whether it is at least moderate, and more than by chance."""
        return self.index >= MODERATE and self.index > self.by_chance

    @property
    def moved_much(self) -> bool:
        """Whether it is large, and more than by chance."""
        return self.index >= LARGE and self.index > self.by_chance


def stability_of(first: np.ndarray, second: np.ndarray) -> Stability:
    """How far values of second users (m,) lie from those of the first (n,), over the first's tenths.

    The sum over the bins of (q - p) ln(q / p), p and q being the shares of the first and the second users in a bin.
    The bins end at the first's deciles (linear quantiles), which belong to the lower bin; a value that is several
    deciles at once is a bin of its own. A bin without first or without second users counts as `NO_USER` there, one
    without any is left out. By chance the index is distributed as (1/n + 1/m) times chi-squared with a degree of
    freedom less than bins (Yurdakul 2018, Statistical Properties of Population Stability Index).
    """
    from scipy.stats import chi2

    edges = _edges(first)
    counts = np.array([_counts(values, edges) for values in (first, second)])
    counts = counts[:, counts.any(axis=0)]
    p, q = np.maximum(counts, NO_USER) / [[len(first)], [len(second)]]
    freedom = len(p) - 1
    by_chance = float(chi2.ppf(_BY_CHANCE, freedom)) * (1 / len(first) + 1 / len(second)) if freedom else 0.0
    return Stability(float(((q - p) * np.log(q / p)).sum()) + 0.0, len(p), by_chance)


def _edges(values: np.ndarray) -> np.ndarray:
    """The upper ends of all bins but the last, ascending."""
    deciles, times = np.unique(np.quantile(values.astype(np.float64), _TENTHS), return_counts=True)
    below_shared = np.nextafter(deciles[times > 1], -np.inf)
    return np.union1d(deciles, below_shared)


def _counts(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How many of the values (n,) are in each bin."""
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
