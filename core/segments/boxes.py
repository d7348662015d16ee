"""Box plots in figures: how the values of a feature lie in each segment (Tukey 1977)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.clustering.partition import Partition
from core.data.skewed import reads_better_as_log
from core.features.table import UserFeatures

_REACH = 1.5
"""A whisker goes to the last value within so many interquartile ranges of the box."""


@dataclass(frozen=True)
class Box:
    """Quartiles, the ends of the whiskers, and how many values lie ``beyond`` them, in the feature's own unit."""

    low: float
    q1: float
    median: float
    q3: float
    high: float
    beyond: int


@dataclass(frozen=True)
class FeatureBoxes:
    """A box for each segment, and whether the feature reads better on a logarithmic axis."""

    boxes: tuple[Box, ...]
    is_log: bool


Boxes = Mapping[str, FeatureBoxes]
"""By the name of the feature."""


def boxes_of(features: UserFeatures, partition: Partition) -> Boxes:
    """The boxes of every feature."""
    members = [partition.labels == segment for segment in range(partition.k)]
    return {
        name: FeatureBoxes(tuple(box_of(values[part]) for part in members), reads_better_as_log(values))
        for name, values in features.columns.items()
    }


def box_of(values: np.ndarray) -> Box:
    """The box of values (n,), n above 0; quartiles interpolate linearly, a whisker is never inside the box."""
    q1, median, q3 = np.quantile(values, (0.25, 0.5, 0.75)).tolist()
    reach = _REACH * (q3 - q1)
    within = values[(values >= q1 - reach) & (values <= q3 + reach)]
    low, high = min(float(within.min()), q1), max(float(within.max()), q3)
    return Box(low, q1, median, q3, high, int(np.count_nonzero((values < low) | (values > high))))
