"""Segments in figures: a partition turned into sizes and profiles, in the features' own units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.clustering.partition import Partition
from core.features.table import UserFeatures
from core.points import Points
from core.words.label_rule import Labelling


@dataclass(frozen=True)
class Segment:
    """One segment of users: means over its members, its centre in the clustering features, and its label.

    ``title`` is the label as it is shown, ``remarks`` say where it could mislead.
    """

    id: int
    users: int
    share: float
    means: Mapping[str, float]
    centre: Mapping[str, float]
    label: str
    title: str
    remarks: tuple[str, ...]


def segments_of(
    features: UserFeatures, points: Points, partition: Partition, labelling: Labelling
) -> tuple[Segment, ...]:
    """The segments that a partition makes of the users."""
    means = [feature_means(features, partition, number) for number in range(partition.k)]
    labels, titles, remarks = labelling.labels(means), labelling.titles(means), labelling.remarks(means)
    sizes = np.bincount(partition.labels, minlength=partition.k).tolist()
    centres = points.to_original(partition.centres).tolist()
    return tuple(
        Segment(
            id=number,
            users=users,
            share=users / len(features),
            means=means[number],
            centre=dict(zip(points.features, centres[number], strict=True)),
            label=labels[number],
            title=titles[number],
            remarks=remarks[number],
        )
        for number, users in enumerate(sizes)
    )


def feature_means(features: UserFeatures, partition: Partition, segment: int) -> dict[str, float]:
    """The mean of every feature over the members of a segment."""
    members = partition.labels == segment
    return {name: float(values[members].mean()) for name, values in features.columns.items()}


def feature_medians(features: UserFeatures, partition: Partition, segment: int) -> dict[str, float]:
    """The median of every feature over the members of a segment."""
    members = partition.labels == segment
    return {name: float(np.median(values[members])) for name, values in features.columns.items()}
