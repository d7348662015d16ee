"""Prediction strength: would the segments of one half of the users sort the other half alike?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering import KMeansFit, lloyd
from core.progress import ShouldStop, never_stop, raise_if_stopped

SPLITS = 50
_N_INIT = 5
"""Restarts for each half: half of a fit's, as the means over the splits differ by less than their standard error."""

STRONG = 0.8
"""From here on a K is predicted well enough (Tibshirani and Walther 2005)."""


@dataclass(frozen=True)
class PredictionStrength:
    """The mean over the splits, 0 to 1, and its standard error."""

    mean: float
    error: float


def prediction_strength(
    points: np.ndarray, k: int, *, splits: int = SPLITS, seed: int = 0, should_stop: ShouldStop = never_stop
) -> PredictionStrength | None:
    """How well the segments of a half predict which users of the other half belong together.

    For each random split both halves are segmented, each user gets the nearest centre of the other half, and of every
    segment the share of pairs is taken that stay together; the lowest share counts, averaged over both directions.
    ``points`` are (users, features). None where a half has fewer users than K. Tibshirani and Walther (2005), averaged
    as in R's ``fpc::prediction.strength``.
    """
    if len(points) // 2 < k:
        return None
    random = np.random.default_rng(seed)
    strengths = []
    for number in range(splits):
        raise_if_stopped(should_stop)
        order = random.permutation(len(points))
        halves = [points[order[: len(points) // 2]], points[order[len(points) // 2 :]]]
        fits = [lloyd(half, k, number, _N_INIT) for half in halves]
        strengths.append(np.mean([_lowest_share(halves[i], fits[i], fits[1 - i].centres) for i in (0, 1)]))
    return PredictionStrength(float(np.mean(strengths)), float(np.std(strengths, ddof=1) / np.sqrt(splits)))


def _lowest_share(points: np.ndarray, fit: KMeansFit, centres: np.ndarray) -> float:
    """The lowest share of pairs in a segment that are predicted to be in one; a single user has no pairs."""
    predicted = np.square(points[:, None, :] - centres).sum(axis=2).argmin(axis=1)
    together = np.zeros((fit.k, fit.k))
    np.add.at(together, (fit.labels, predicted), 1)
    sizes = together.sum(axis=1)
    pairs = sizes * (sizes - 1)
    shares = np.divide((together * (together - 1)).sum(axis=1), pairs, out=np.ones(fit.k), where=pairs > 0)
    return float(shares.min())
