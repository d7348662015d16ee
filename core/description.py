"""What is known of a dataset before anything is clustered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.data.dataset import Dataset, Quality
from core.data.overview import Overview, overview_of
from core.features.catalogue import AVG_RATING, NUM_RATINGS
from core.features.table import UserFeatures, user_features
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.sources.source import Source

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Description:
    """A dataset in figures, and its users as features."""

    source: Source
    quality: Quality
    overview: Overview
    features: UserFeatures


def describe(
    dataset: Dataset, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> Description:
    """The user features and the overview of a dataset.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    features = user_features(dataset, progress=progress, should_stop=should_stop)
    overview = overview_of(dataset, features.columns[NUM_RATINGS.name], features.columns[AVG_RATING.name])
    return Description(dataset.source, dataset.quality, overview, features)


def open_and_describe(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Description:
    """Open a dataset as `open_dataset` does, describe it, and close it.

    Raises:
        SegscopeError: the data cannot be read.
        Cancelled: ``should_stop`` said yes.
    """
    from core.data.opening import open_dataset  # brings the engine, which those who get a description do without

    dataset = open_dataset(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    try:
        return describe(dataset, progress=progress, should_stop=should_stop)
    finally:
        dataset.close()
