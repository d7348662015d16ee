"""What is known of a dataset before anything is clustered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import formats
from core.data.dataset import Dataset, Quality
from core.data.overview import Overview, overview_of
from core.errors import EmptyDatasetError
from core.features.catalogue import FEATURES
from core.features.notebook import AVG_RATING, NUM_RATINGS
from core.features.table import BASE, UserFeatures, available, more_features, user_features
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.sources.source import Source

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Description:
    """A dataset in figures, and its users as features; ``left_out_users`` are not among these."""

    source: Source
    quality: Quality
    overview: Overview
    features: UserFeatures
    left_out_users: int = 0

    def has(self, names: Collection[str]) -> bool:
        """Whether those of these features are there that the dataset can give."""
        return set(names).intersection(available(self.source)) <= set(self.features.columns)

    @property
    def is_complete(self) -> bool:
        """Whether all features are there that the dataset can give."""
        return self.has(FEATURES)

    def only(self, names: Collection[str]) -> Description:
        """The same with these features and the notebook's alone."""
        kept = {name: values for name, values in self.features.columns.items() if name in names or name in BASE}
        return replace(self, features=replace(self.features, columns=kept))

    def at_least(self, ratings: int) -> Description:
        """The same without the users who gave fewer ratings.

        Raises:
            EmptyDatasetError: nobody is left.
        """
        stays = self.features.columns[NUM_RATINGS.name] >= ratings
        if stays.all():
            return self
        if not stays.any():
            most = formats.count(int(self.features.columns[NUM_RATINGS.name].max()))
            raise EmptyDatasetError(
                f"No user has {formats.counted(ratings, 'rating')} or more: the busiest has {most}.",
                "Ask for fewer.",
            )
        left_out = self.left_out_users + int((~stays).sum())
        return replace(self, features=self.features.of(stays), left_out_users=left_out)


def describe(
    dataset: Dataset,
    names: Sequence[str] | None = None,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Description:
    """The overview of a dataset, and the notebook's features of its users with the named ones as far as it can give
    them; None: all but those on request.

    Raises:
        UnusableFeatureError: there is no such feature.
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes.
    """
    wanted = None if names is None else (*BASE, *names)
    features = user_features(dataset, wanted, progress=progress, should_stop=should_stop)
    overview = overview_of(dataset, features.columns[NUM_RATINGS.name], features.columns[AVG_RATING.name])
    return Description(dataset.source, dataset.quality, overview, features)


def with_features(
    description: Description,
    dataset: Dataset,
    names: Sequence[str],
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Description:
    """The description of a dataset with more features of its users, as far as it can give them.

    Raises:
        UnusableFeatureError, UnreadableDatasetError, Cancelled: as for `describe`.
    """
    features = more_features(dataset, description.features, names, progress=progress, should_stop=should_stop)
    return replace(description, features=features)


def open_and_describe(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    features: Sequence[str] | None = None,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Description:
    """Open a dataset as `open_dataset` does, describe it with the named ``features`` as `describe` does, and close it.

    Raises:
        SegscopeError: the data cannot be read.
        Cancelled: ``should_stop`` said yes.
    """
    from core.data.opening import open_dataset  # brings the engine, which those who get a description do without

    dataset = open_dataset(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    try:
        return describe(dataset, features, progress=progress, should_stop=should_stop)
    finally:
        dataset.close()
