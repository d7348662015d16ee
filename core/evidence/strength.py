"""Prediction strength: how well the segments of one half of the users sort the other half.

Tibshirani and Walther (2005), averaged as in R's ``fpc::prediction.strength``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.clustering.algorithm import Repeat
from core.clustering.partition import Partition
from core.progress import ShouldStop, never_stop, raise_if_stopped

_STARTS = 5
"""Starts for each half: half of a fit's, as the means over the splits differ by less than their standard error."""

STRONG = 0.8
"""From here on a K is predicted well enough (Tibshirani and Walther 2005)."""


@dataclass(frozen=True)
class PredictionStrength:
    """The mean over the splits, 0 to 1, and its standard error."""

    mean: float
    error: float

    @property
    def is_strong(self) -> bool:
        """Whether a K is predicted well enough."""
        return self.mean >= STRONG

    @classmethod
    def over(cls, strengths: Sequence[float]) -> PredictionStrength:
        """That of several splits."""
        return cls(float(np.mean(strengths)), float(np.std(strengths, ddof=1) / np.sqrt(len(strengths))))


@dataclass(frozen=True, eq=False)
class Split:
    """Both ``halves`` of the users, each (users, features), and how each of them is ``parted``."""

    halves: tuple[np.ndarray, np.ndarray]
    parted: tuple[Partition, Partition]

    @property
    def strength(self) -> float:
        """How well the halves predict each other, averaged over both directions."""
        shares = [lowest_share(self.parted[i], self.parted[1 - i].predict(self.halves[i])) for i in (0, 1)]
        return float(np.mean(shares))


def random_splits(
    points: np.ndarray, k: int, repeat: Repeat, starts: int, *, splits: int, seed: int, should_stop: ShouldStop
) -> Iterator[Split]:
    """``points`` (users, features) in random halves, ``splits`` times, each parted into k from so many starts.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    random = np.random.default_rng(seed)
    for number in range(splits):
        raise_if_stopped(should_stop)
        order = random.permutation(len(points))
        one, other = points[order[: len(points) // 2]], points[order[len(points) // 2 :]]
        yield Split((one, other), (repeat(one, k, number, starts), repeat(other, k, number, starts)))


def prediction_strength(
    points: np.ndarray,
    k: int,
    repeat: Repeat,
    *,
    splits: int,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> PredictionStrength | None:
    """How well the segments of a half predict which users of the other half belong together.

    For each of the random ``splits``, ``repeat`` parts both halves, each user gets the segment that the other half
    predicts, and of every segment the share of pairs is taken that stay together; the lowest share counts, averaged
    over both directions. ``points`` are (users, features). None where a half has less than K. Tibshirani and Walther
    (2005), averaged as in R's ``fpc::prediction.strength``.
    """
    if len(points) // 2 < k:
        return None
    halved = random_splits(points, k, repeat, _STARTS, splits=splits, seed=seed, should_stop=should_stop)
    return PredictionStrength.over([split.strength for split in halved])


def lowest_share(partition: Partition, predicted: np.ndarray) -> float:
    """The lowest share of pairs in a segment that are ``predicted`` (users,) to be in one segment as well.

    A single user has no pairs, and counts as predicted.
    """
    together = np.zeros((partition.k, partition.k))
    np.add.at(together, (partition.labels, predicted), 1)
    sizes = together.sum(axis=1)
    pairs = sizes * (sizes - 1)
    shares = np.divide((together * (together - 1)).sum(axis=1), pairs, out=np.ones(partition.k), where=pairs > 0)
    return float(shares.min())
