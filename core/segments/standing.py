"""Where one user stands: between the segments, and among all users in every feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering.partition import Partition
from core.features.table import UserFeatures
from core.points import Points
from core.segments.neighbour import Neighbour, neighbour_of


@dataclass(frozen=True)
class FeatureStanding:
    """A user's value of a feature, the median over their segment, and the ``percentile`` among all users.

    That is the percentage of users with a smaller value, and half of those with the same; None where all have the same.
    """

    feature: str
    value: float
    median: float
    percentile: float | None


@dataclass(frozen=True)
class UserStanding:
    """A user by id, their segment, the nearest other one (None where there is none), and every feature, those first
    that tell something of their own.
    """

    user: str
    segment: int
    neighbour: Neighbour | None
    features: tuple[FeatureStanding, ...]


def standing_of(features: UserFeatures, points: Points, partition: Partition, position: int) -> UserStanding:
    """The standing of the user at a position of the table."""
    segment = int(partition.labels[position])
    members = partition.labels == segment
    return UserStanding(
        user=str(features.ids[position]),
        segment=segment,
        neighbour=neighbour_of(points.values, partition, position),
        features=tuple(_standing(features, name, members, position) for name in features.telling_first),
    )


def _standing(features: UserFeatures, name: str, members: np.ndarray, position: int) -> FeatureStanding:
    values = features.columns[name]
    value = values[position]
    below, same = np.count_nonzero(values < value), np.count_nonzero(values == value)
    percentile = None if same == len(values) else 100 * (below + same / 2) / len(values)
    return FeatureStanding(name, float(value), float(np.median(values[members])), percentile)
