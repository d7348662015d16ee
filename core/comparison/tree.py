"""A tree of K: how segments come out of those of a smaller K."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.clustering.partition import Partition
from core.comparison.flow import contingency


@dataclass(frozen=True)
class Branch:
    """A segment and its ``parent``, the segment of the K before from which most of its users come: ``share`` of them.

    Both are None at the smallest K.
    """

    segment: int
    users: int
    parent: int | None = None
    share: float | None = None


@dataclass(frozen=True)
class Level:
    """The segments of a K; ``against`` is the share of all users who come from another segment than the parent."""

    k: int
    branches: tuple[Branch, ...]
    against: float = 0.0


@dataclass(frozen=True)
class Tree:
    """A level for each K, ascending; ``against`` is the share of users who move against the flow at any level."""

    levels: tuple[Level, ...]
    against: float


def tree_of(partitions: Mapping[int, Partition], k: int) -> Tree:
    """The tree from K = 2, or the smallest K that is there, to ``k``; without a level where ``k`` is 1.

    A clustree (Zappia and Oshlack 2018): between a K and the next that is there, an edge joins two segments that share
    users, and its in-proportion is the share of the users of the larger K's segment who come over it. The edge with the
    highest leads to the parent, of several the one with the lowest number; users on the others move against the flow,
    which a hierarchy of segments would not have, and which is a sign that the segments are not stable.
    """
    there = [partitions[one] for one in sorted(partitions) if 2 <= one <= k]
    if not there:
        return Tree((), 0.0)
    sizes = np.bincount(there[0].labels, minlength=there[0].k).tolist()
    levels = [Level(there[0].k, tuple(Branch(number, users) for number, users in enumerate(sizes)))]
    strayed = np.zeros(len(there[0].labels), dtype=bool)
    for before, partition in pairwise(there):
        parents, branches = _branches(before, partition)
        astray = parents[partition.labels] != before.labels
        levels.append(Level(partition.k, branches, float(astray.mean())))
        strayed |= astray
    return Tree(tuple(levels), float(strayed.mean()))


def _branches(before: Partition, partition: Partition) -> tuple[np.ndarray, tuple[Branch, ...]]:
    """The parent (segments,) of each segment, and the same as branches."""
    counts = contingency(before.labels, partition.labels, (before.k, partition.k))
    parents, sizes = counts.argmax(axis=0), counts.sum(axis=0)
    shares = counts.max(axis=0) / sizes
    rows = zip(sizes.tolist(), parents.tolist(), shares.tolist(), strict=True)
    return parents, tuple(Branch(number, *row) for number, row in enumerate(rows))
