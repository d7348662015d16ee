"""How far each segment's mean lies from that of all users, feature by feature, in one unit."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.clustering.partition import Partition
from core.features.table import UserFeatures
from core.segments.profile import means_of


def deviations_of(features: UserFeatures, partition: Partition) -> Mapping[str, tuple[float, ...]]:
    """For each feature the deviation of each segment's mean."""
    means = means_of(features, partition)
    return {name: tuple(deviation(features, name, mean) for mean in means[name]) for name in features.columns}


def deviation(features: UserFeatures, name: str, mean: float) -> float:
    """The mean of some users minus that of all users, in standard deviations of all users.

    They divide by n, so that for standardised features these are the centres of K-means. A constant gives 0.
    """
    summary, users = features.summaries[name], len(features)
    if summary.minimum == summary.maximum:
        return 0.0
    return (mean - summary.mean) / (summary.std * math.sqrt((users - 1) / users))
