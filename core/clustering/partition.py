"""A partition: what an algorithm makes of the points for one K."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.points import total_sum_of_squares


@dataclass(frozen=True, eq=False)
class Partition:
    """A segment for every user.

    ``labels`` (users,) number the segments from 0 and leave no number out; ``centres`` (k, features) are in scaled
    units; ``wcss`` is the within-cluster sum of squares. Where ``estimated``, the algorithm did not look at all users
    in every run: the WCSS is that of this partition, but a better one may exist; ``error`` is how far the worst of the
    runs lies above it.
    """

    k: int
    labels: np.ndarray
    centres: np.ndarray
    wcss: float
    n_iter: int
    estimated: bool = False
    error: float = 0.0


def log_line(partition: Partition) -> str:
    """What the log says of a partition."""
    return f"K={partition.k}: WCSS={partition.wcss:.2f}{' (estimated)' if partition.estimated else ''}"


def one_segment(points: np.ndarray) -> Partition:
    """The partition of K = 1: with what every other K is compared."""
    return Partition(
        k=1,
        labels=np.zeros(len(points), dtype=np.int32),
        centres=points.mean(axis=0, keepdims=True),
        wcss=total_sum_of_squares(points),
        n_iter=1,
    )
