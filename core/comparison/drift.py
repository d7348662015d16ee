"""What changes from one dataset, or one period, to another: the users of the second by the segments of the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.analysis import Analysis
from core.comparison.common import in_common
from core.comparison.flow import Flow, flow_between
from core.comparison.stability import Stability, stability_of
from core.departure import Departure
from core.description import Description, open_and_describe
from core.errors import UnusableFeatureError
from core.features.catalogue import FEATURES
from core.features.feature import Feature
from core.features.usable import missing
from core.model import model_of
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.sources.source import Source

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SegmentChange:
    """A segment's users, and its share of all, among the first and among the second users."""

    segment: int
    users: tuple[int, int]
    shares: tuple[float, float]

    @property
    def change(self) -> float:
        """By how much its share rose; below 0 where it fell."""
        return self.shares[1] - self.shares[0]


@dataclass(frozen=True)
class FeatureChange:
    """A feature's median among the first and among the second users, and how far its distribution moved."""

    feature: Feature
    medians: tuple[float, float]
    stability: Stability


@dataclass(frozen=True, eq=False, repr=False)
class Drift:
    """The users of ``second`` in the segments of ``first``: ``labels`` (users of the second,).

    ``features`` are those that both datasets have, ``lacking`` says why the second cannot give the others. ``flow`` is
    that of the users who are in both by their ids, None where nobody is; they stand at these ``positions`` in either.
    ``departure`` says how far the second users lie outside the first.
    """

    first: Analysis
    second: Description
    labels: np.ndarray
    segments: tuple[SegmentChange, ...]
    features: tuple[FeatureChange, ...]
    lacking: Mapping[str, str]
    positions: tuple[np.ndarray, np.ndarray]
    flow: Flow | None
    departure: Departure | None

    def __repr__(self) -> str:
        return f"Drift({self.first!r}, {self.second.source.name})"

    @property
    def in_both(self) -> int:
        """How many users are in both."""
        return len(self.positions[0])

    @property
    def most_moved(self) -> FeatureChange | None:
        """The feature that moved most of those that moved more than by chance; None where none did."""
        moved = [one for one in self.features if one.stability.moved]
        return max(moved, key=lambda one: one.stability.index, default=None)

    @property
    def most_changed(self) -> SegmentChange:
        """The segment whose share changed most."""
        return max(self.segments, key=lambda one: abs(one.change))


def compare_datasets(
    first: Analysis,
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Drift:
    """What changes from an analysed dataset to another one, which is opened as `core.open_dataset` does.

    Raises:
        SegscopeError: the other one cannot be read, cannot give a feature by which the first is segmented, or has no
            user with as many ratings as the first asks for.
        Cancelled: ``should_stop`` said yes.
    """
    names = tuple(first.description.features.columns)
    described = open_and_describe(
        data, columns=columns, items=items, features=names, progress=progress, should_stop=should_stop
    )
    return drift_to(first, described)


def drift_to(first: Analysis, second: Description) -> Drift:
    """What changes from an analysed dataset to one that is described with the same features.

    Raises:
        UnusableFeatureError: the second cannot give a feature by which the first is segmented.
        EmptyDatasetError: the second has no user with as many ratings as the first asks for.
    """
    _refuse_lacking(first, second)
    second = second.at_least(first.preset.min_ratings)
    features, others = first.description.features, second.features
    model = model_of(first)
    labels, _ = model.assign(others)
    here, there = in_common(features.ids, others.ids)
    moved = [name for name in features.columns if name in others.columns]
    return Drift(
        first,
        second,
        labels,
        _segments(first, labels),
        tuple(_feature(name, features.columns[name], others.columns[name]) for name in moved),
        missing([name for name in features.columns if name not in moved], second.source),
        (here, there),
        flow_between(first.partition.labels[here], labels[there], (first.k, first.k)) if len(here) else None,
        model.departure(second),
    )


def _refuse_lacking(first: Analysis, second: Description) -> None:
    for name, why in missing(first.preset.features, second.source).items():
        raise UnusableFeatureError(
            f"{second.source.name} cannot be compared by {name}: {why}", "Segment the first by features that both have."
        )


def _segments(first: Analysis, labels: np.ndarray) -> tuple[SegmentChange, ...]:
    sizes = (np.bincount(each, minlength=first.k) for each in (first.partition.labels, labels))
    before, after = (size.tolist() for size in sizes)
    users = (len(first.partition.labels), len(labels))
    return tuple(
        SegmentChange(number, both, (both[0] / users[0], both[1] / users[1]))
        for number, both in enumerate(zip(before, after, strict=True))
    )


def _feature(name: str, first: np.ndarray, second: np.ndarray) -> FeatureChange:
    medians = float(np.median(first)), float(np.median(second))
    return FeatureChange(FEATURES[name], medians, stability_of(first, second))
