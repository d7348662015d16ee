"""Segments that hold only outliers."""

from __future__ import annotations

import numpy as np

from core.clustering.partition import Partition
from core.points import Points

_FENCE = 3.0
"""Tukey's outer fences lie so many interquartile ranges beyond the quartiles (Exploratory Data Analysis, 1977)."""


def outlying_in(points: Points, partition: Partition) -> tuple[str, ...]:
    """For each segment a feature in which all its users lie beyond the same outer fence, empty where there is none.

    The fences are those of the scaled users, as distances are taken among these.
    """
    first, third = np.quantile(points.values, [0.25, 0.75], axis=0)
    reach = np.where(third > first, _FENCE * (third - first), np.inf)
    above, below = points.values > third + reach, points.values < first - reach
    sizes = np.bincount(partition.labels, minlength=partition.k)
    found = [""] * partition.k
    for beyond in (above, below):
        for number, feature in enumerate(points.features):
            hits = np.bincount(partition.labels[beyond[:, number]], minlength=partition.k)
            for segment in np.flatnonzero(hits == sizes).tolist():
                found[segment] = found[segment] or feature
    return tuple(found)
