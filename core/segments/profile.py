"""Segments in figures: a partition turned into sizes and profiles, in the features' own units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.clustering.partition import Partition
from core.features.table import BASE, UserFeatures
from core.points import Points
from core.words.label_rule import Labelling, Profile


@dataclass(frozen=True)
class Segment:
    """One segment of users: its centre in the clustering features, and its label.

    ``means`` over its members are those of the clustering features and of the notebook's, which are always known: those
    of all features stand in its `core.segments.portrait.Portrait`. ``title`` is the label as it is shown, ``remarks``
    say where it could mislead.
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
    wanted = (*BASE, *points.features)
    known = {name: values for name, values in features.columns.items() if name in wanted}
    profiles = profiles_of(UserFeatures(features.ids, known), partition, points.features)
    labels, titles, remarks = labelling.labels(profiles), labelling.titles(profiles), labelling.remarks(profiles)
    sizes = np.bincount(partition.labels, minlength=partition.k).tolist()
    centres = points.to_original(partition.centres).tolist()
    return tuple(
        Segment(
            id=number,
            users=users,
            share=users / len(features),
            means=profiles[number].means,
            centre=dict(zip(points.features, centres[number], strict=True)),
            label=labels[number],
            title=titles[number],
            remarks=remarks[number],
        )
        for number, users in enumerate(sizes)
    )


def profiles_of(features: UserFeatures, partition: Partition, names: Iterable[str]) -> tuple[Profile, ...]:
    """Each segment in figures: the means of all features, the medians and effects of those with these names."""
    means = means_of(features, partition)
    medians = {name: by_segment(features.columns[name], partition, np.median) for name in names}
    effects = {name: effects_of(features.columns[name], values).tolist() for name, values in medians.items()}
    return tuple(
        Profile(
            means={name: values[segment] for name, values in means.items()},
            medians={name: float(values[segment]) for name, values in medians.items()},
            effects={name: values[segment] for name, values in effects.items()},
        )
        for segment in range(partition.k)
    )


def means_of(features: UserFeatures, partition: Partition) -> dict[str, list[float]]:
    """The mean of every feature over each segment's members."""
    order, ends = _grouped(partition), _ends(partition)
    return {
        name: [float(members.mean()) for members in np.split(values[order], ends)]
        for name, values in features.columns.items()
    }


def by_segment(values: np.ndarray, partition: Partition, figure: Callable[[np.ndarray], Any]) -> np.ndarray:
    """A figure, or several, of the values (users,) of each segment's members: (segments, …)."""
    return np.array([figure(members) for members in np.split(values[_grouped(partition)], _ends(partition))])


def effects_of(values: np.ndarray, medians: np.ndarray) -> np.ndarray:
    """Where each of these values stands among all ``values`` (users,): -1 below all, 0 in the middle, 1 above all.

    Twice the mid-distribution function minus 1: those that are equal count half (Parzen 2004).
    """
    below = np.array([(values < median).mean() + (values <= median).mean() for median in medians])
    return np.asarray(below - 1)


def _grouped(partition: Partition) -> np.ndarray:
    """The positions (users,) of all users, those of segment 0 first, each segment's in their order."""
    return np.argsort(partition.labels.astype(np.min_scalar_type(partition.k)), kind="stable")


def _ends(partition: Partition) -> np.ndarray:
    return np.bincount(partition.labels, minlength=partition.k).cumsum()[:-1]
