"""Where a user stands between the segments: in their own, and how near the second-nearest is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.clustering.partition import Partition


@dataclass(frozen=True)
class Neighbour:
    """A user's own ``segment`` and the ``other`` one that is next nearest: the distances to both centres in scaled
    units, and the probabilities of both, 0 to 1, where a mixture made the segments.

    Of a mixture the most probable other segment counts as the nearest.
    """

    segment: int
    distance: float
    other: int
    other_distance: float
    probability: float | None = None
    other_probability: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as far the other centre is as the own one; infinite at the own centre."""
        if self.distance == 0:
            return math.inf if self.other_distance > 0 else 1.0
        return self.other_distance / self.distance


def neighbour_of(points: np.ndarray, partition: Partition, position: int) -> Neighbour | None:
    """The neighbour of the user at a position of ``points`` (users, features); None where there is one segment."""
    if partition.k == 1:
        return None
    segment, point = int(partition.labels[position]), points[position]
    distances = np.linalg.norm(partition.centres - point, axis=1)
    if partition.gaussians is None:
        other = _largest_but(-distances, segment)
        return Neighbour(segment, float(distances[segment]), other, float(distances[other]))
    logs = partition.gaussians.log_densities(point[np.newaxis])[0]
    probabilities = np.exp(logs - np.logaddexp.reduce(logs))
    other = _largest_but(logs, segment)
    return Neighbour(
        segment,
        float(distances[segment]),
        other,
        float(distances[other]),
        float(probabilities[segment]),
        float(probabilities[other]),
    )


def _largest_but(values: np.ndarray, one: int) -> int:
    """Where the largest value stands besides that of ``one``."""
    others = values.copy()
    others[one] = -np.inf
    return int(others.argmax())
