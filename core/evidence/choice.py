"""Which K is taken where nobody names one: the one that the verdict recommends, else as much detail as comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from core.clustering.algorithm import Repeat
from core.clustering.partition import Partition
from core.evidence.sampling import SEED, stratified_sample
from core.evidence.stability import VALID, jaccard_stability
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop

BOOTSTRAPS = 20
MOST_USERS = 5_000
"""Of more users a fixed sample is resampled."""


class Because(Enum):
    """Why a K was taken."""

    RECOMMENDED = auto()
    """The verdict recommends it."""
    COMES_BACK = auto()
    """It is the largest whose segments all come back."""
    SMALLEST = auto()
    """At no K do all segments come back: it is the smallest."""
    ALONE = auto()
    """There is no other."""


@dataclass(frozen=True)
class ChosenK:
    """A K of those from ``first`` to ``last`` for so many ``users``, and why."""

    k: int
    because: Because
    first: int
    last: int
    users: int


def choose_k(
    points: np.ndarray,
    partitions: Sequence[Partition],
    recommended: int | None,
    repeat: Callable[[Partition], Repeat],
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> ChosenK:
    """A K of the ``partitions`` of ``points`` (users, features), which ascend by K and begin at 2.

    The ``recommended`` one; where there is none the largest whose segments all have a mean Jaccard likeness of at least
    0.75 (Hennig 2007: valid) among `BOOTSTRAPS` samples of the users; where there is none the smallest.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    if not partitions:
        return ChosenK(1, Because.ALONE, 1, 1, len(points))
    first, last = partitions[0].k, partitions[-1].k
    if recommended is not None:
        return ChosenK(recommended, Because.RECOMMENDED, first, last, len(points))
    for number, partition in enumerate(reversed(partitions)):
        progress(Progress(f"Do all {partition.k} segments come back?", number / len(partitions)))
        if _comes_back(points, partition, repeat(partition), should_stop):
            return ChosenK(partition.k, Because.COMES_BACK, first, last, len(points))
    return ChosenK(first, Because.SMALLEST, first, last, len(points))


def _comes_back(points: np.ndarray, partition: Partition, repeat: Repeat, should_stop: ShouldStop) -> bool:
    labels = partition.labels
    if len(points) > MOST_USERS:
        positions = stratified_sample(labels, MOST_USERS)
        points, labels = points[positions], labels[positions]
    likeness = jaccard_stability(points, labels, repeat, bootstraps=BOOTSTRAPS, seed=SEED, should_stop=should_stop)
    return likeness is not None and min(likeness) >= VALID
