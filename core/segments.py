"""Segments: a fit turned into sizes, profiles and members, and matched from K to K."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.clustering import KMeansFit
from core.features import UserFeatures
from core.scaling import ScaledFeatures

LARGEST_MATCHED_K = 20
"""Up to this K segments keep their colours from K to K, which takes a fit for every smaller K."""


@dataclass(frozen=True)
class Segment:
    """One cluster of users: means over its members, and its centre, both in the features' own units."""

    id: int
    users: int
    share: float
    means: Mapping[str, float]
    centre: Mapping[str, float]
    label: str


def feature_means(features: UserFeatures, fit: KMeansFit, segment: int) -> dict[str, float]:
    """The mean of every feature over the members of a segment."""
    members = fit.labels == segment
    return {name: float(values[members].mean()) for name, values in features.columns.items()}


def feature_medians(features: UserFeatures, fit: KMeansFit, segment: int) -> dict[str, float]:
    """The median of every feature over the members of a segment."""
    members = fit.labels == segment
    return {name: float(np.median(values[members])) for name, values in features.columns.items()}


def centres_in_units(scaled: ScaledFeatures, fit: KMeansFit, names: tuple[str, ...]) -> list[dict[str, float]]:
    """The centre of each segment as a value for each clustering feature, in its own units."""
    return [dict(zip(names, map(float, row), strict=True)) for row in scaled.to_original(fit.centres)]


def members(scaled: ScaledFeatures, fit: KMeansFit, segment: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of a segment's users, the nearest to its centre first, and their distances in scaled units."""
    positions = np.flatnonzero(fit.labels == segment)
    distances = np.linalg.norm(scaled.values[positions] - fit.centres[segment], axis=1)
    order = np.argsort(distances, kind="stable")
    return positions[order], distances[order]


def matched_slots(fits: Mapping[int, KMeansFit], k: int) -> tuple[int, ...] | None:
    """A slot for each segment of K, such that segments keep theirs from K to K + 1.

    None while a smaller K is missing, and beyond `LARGEST_MATCHED_K`.

    From 2 up to K, the segments of each fit are matched one to one with those of the fit before so that as many users
    as possible stay in a segment of the same slot (Hungarian algorithm, Kuhn 1955); the new one gets a new slot.
    """
    if k < 2:
        return tuple(range(k))
    if k > LARGEST_MATCHED_K or any(smaller not in fits for smaller in range(2, k + 1)):
        return None
    from scipy.optimize import linear_sum_assignment

    slots = [0, 1]
    for larger in range(3, k + 1):
        overlap = _overlap(fits[larger], fits[larger - 1])
        rows, columns = linear_sum_assignment(overlap, maximize=True)
        kept = {int(row): slots[column] for row, column in zip(rows, columns, strict=True)}
        slots = [kept.get(segment, larger - 1) for segment in range(larger)]
    return tuple(slots)


def _overlap(fit: KMeansFit, before: KMeansFit) -> np.ndarray:
    """How many users each pair of segments shares, shape (k of fit, k of before)."""
    return np.bincount(fit.labels * before.k + before.labels, minlength=fit.k * before.k).reshape(fit.k, before.k)
