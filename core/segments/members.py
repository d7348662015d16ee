"""The members of a segment, by how near they are to its centre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering.partition import Partition


@dataclass(frozen=True, eq=False)
class Members:
    """``positions`` (members,) of a segment's users among all users, the nearest to its centre first, and their
    ``distances`` (members,) in scaled units.
    """

    positions: np.ndarray
    distances: np.ndarray


def members_of(points: np.ndarray, partition: Partition, segment: int) -> Members:
    """The members of a segment; ``points`` are (users, features)."""
    positions = np.flatnonzero(partition.labels == segment)
    distances = np.linalg.norm(points[positions] - partition.centres[segment], axis=1)
    order = np.argsort(distances, kind="stable")
    return Members(positions[order], distances[order])


def nearest_members(points: np.ndarray, partition: Partition, number: int) -> list[np.ndarray]:
    """Of each segment the positions of so many members, the nearest to its centre first, all where there are fewer."""
    distances = np.square(points - partition.centres[partition.labels]).sum(axis=1)
    found = []
    for segment in range(partition.k):
        members = np.flatnonzero(partition.labels == segment)
        found.append(members[np.argsort(distances[members], kind="stable")[:number]])
    return found
