"""How alike two partitions are; and segments matched from K to K, so that they keep their colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np

from core.clustering.partition import Partition

LARGEST_MATCHED_K = 20
"""Up to this K segments keep their colours from K to K, which takes a partition for every smaller K."""


def adjusted_rand(labels: np.ndarray, others: np.ndarray) -> float:
    """How alike two partitions (users,) are: 1 for the same, about 0 by chance (Hubert and Arabie 1985)."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(labels, others))


def matched_slots(partitions: Mapping[int, Partition], k: int) -> tuple[int, ...] | None:
    """A slot for each segment of K, such that segments keep theirs from K to K + 1.

    None while a smaller K is missing, and beyond `LARGEST_MATCHED_K`.

    From 2 up to K, the segments of each partition are matched one to one with those of the one before so that as many
    users as possible stay in a segment of the same slot (Hungarian algorithm, Kuhn 1955); the new one gets a new slot.
    """
    if k < 2:
        return tuple(range(k))
    if k > LARGEST_MATCHED_K or any(smaller not in partitions for smaller in range(2, k + 1)):
        return None
    from scipy.optimize import linear_sum_assignment

    slots = [0, 1]
    for larger in range(3, k + 1):
        overlap = _overlap(partitions[larger], partitions[larger - 1])
        rows, columns = linear_sum_assignment(overlap, maximize=True)
        kept = {int(row): slots[column] for row, column in zip(rows, columns, strict=True)}
        slots = [kept.get(segment, larger - 1) for segment in range(larger)]
    return tuple(slots)


def slots_by_overlap(labels: np.ndarray, others: np.ndarray, slots: Sequence[int]) -> tuple[int, ...]:
    """A slot for each group of ``labels`` (users,), below 0 for none: that of the segment with which it shares most.

    ``others`` (users,) are segments with these ``slots``. They are matched one to one, so that as many users as
    possible are in both; groups without a match get slots of their own.
    """
    from scipy.optimize import linear_sum_assignment

    shared, grouped = np.zeros((int(labels.max()) + 1, len(slots))), labels >= 0
    np.add.at(shared, (labels[grouped], others[grouped]), 1)
    pairs = zip(*linear_sum_assignment(shared, maximize=True), strict=True)
    kept = {int(group): slots[segment] for group, segment in pairs if shared[group, segment]}
    others_free = (slot for slot in count() if slot not in slots)
    return tuple(kept[group] if group in kept else next(others_free) for group in range(len(shared)))


def _overlap(partition: Partition, before: Partition) -> np.ndarray:
    """How many users each pair of segments shares, shape (k of partition, k of before)."""
    pairs = np.bincount(partition.labels * before.k + before.labels, minlength=partition.k * before.k)
    return pairs.reshape(partition.k, before.k)
