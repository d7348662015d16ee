"""The flow of users between two partitions of them: who goes where, and how alike the two are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering.matching import adjusted_rand

PART = 0.1
"""From this share of a segment on, those who go somewhere else are a part of it; fewer are stragglers."""


@dataclass(frozen=True)
class Pair:
    """A segment of the first partition and the one of the second that matches it best, with the users in both."""

    first: int
    second: int
    users: int


@dataclass(frozen=True)
class Division:
    """A segment of one partition with those of the other that hold a part of it each, the largest share first."""

    segment: int
    parts: tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class Flow:
    """``counts`` (segments of the first, segments of the second) are the users in each pair of segments.

    ``adjusted_rand`` is 1 for the same partition and about 0 by chance (Hubert and Arabie 1985);
    ``variation_of_information``, in bits, is what one does not tell about the other, 0 for the same (Meila 2007).
    ``pairs`` match segments one to one so that as many users as possible are in both (Hungarian algorithm, Kuhn 1955);
    those that share nobody have no pair.
    """

    counts: np.ndarray
    adjusted_rand: float
    variation_of_information: float
    pairs: tuple[Pair, ...]

    @property
    def users(self) -> int:
        """How many users there are."""
        return int(self.counts.sum())

    @property
    def shares(self) -> np.ndarray:
        """Of each segment of the first, the share in every one of the second; 0 of a segment without users."""
        return _shares(self.counts)

    @property
    def shares_back(self) -> np.ndarray:
        """Of each segment of the second, the share that comes from every one of the first; shaped like ``counts``."""
        return _shares(self.counts.T).T

    @property
    def splits(self) -> tuple[Division, ...]:
        """The segments of the first of which at least two of the second hold a part."""
        return _divisions(self.shares)

    @property
    def unions(self) -> tuple[Division, ...]:
        """The segments of the second to which at least two of the first give a part."""
        return _divisions(self.shares_back.T)

    @property
    def new(self) -> tuple[int, ...]:
        """The segments of the second that match none of the first."""
        return _without(self.counts.shape[1], [pair.second for pair in self.pairs])

    @property
    def gone(self) -> tuple[int, ...]:
        """The segments of the first that match none of the second."""
        return _without(self.counts.shape[0], [pair.first for pair in self.pairs])


def flow_between(labels: np.ndarray, others: np.ndarray, shape: tuple[int, int]) -> Flow:
    """The flow from a partition (users,) to another one (users,) of at least one user; ``shape`` is how many segments
    each has.
    """
    counts = contingency(labels, others, shape)
    return Flow(counts, adjusted_rand(labels, others), variation_of_information(counts), _pairs(counts))


def contingency(labels: np.ndarray, others: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """How many users each pair of segments shares, in this shape."""
    flat = np.bincount(labels.astype(np.int64) * shape[1] + others, minlength=shape[0] * shape[1])
    return flat.reshape(shape)


def variation_of_information(counts: np.ndarray) -> float:
    """The sum of both conditional entropies of a contingency table, in bits (Meila 2007)."""
    joint = counts / counts.sum()
    rows, columns = joint.sum(axis=1, keepdims=True), joint.sum(axis=0, keepdims=True)
    there = joint > 0
    shared = joint[there]
    of_row, of_column = (shared / np.broadcast_to(sums, joint.shape)[there] for sums in (rows, columns))
    return float(-(shared * (np.log2(of_row) + np.log2(of_column))).sum()) + 0.0


def _pairs(counts: np.ndarray) -> tuple[Pair, ...]:
    from scipy.optimize import linear_sum_assignment

    matched = zip(*linear_sum_assignment(counts, maximize=True), strict=True)
    found = (Pair(int(first), int(second), int(counts[first, second])) for first, second in matched)
    return tuple(pair for pair in found if pair.users)


def _shares(counts: np.ndarray) -> np.ndarray:
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def _divisions(shares: np.ndarray) -> tuple[Division, ...]:
    found = []
    for segment, row in enumerate(shares.tolist()):
        parts = sorted(((one, share) for one, share in enumerate(row) if share >= PART), key=lambda part: -part[1])
        if len(parts) > 1:
            found.append(Division(segment, tuple(parts)))
    return tuple(found)


def _without(segments: int, matched: list[int]) -> tuple[int, ...]:
    return tuple(segment for segment in range(segments) if segment not in matched)
