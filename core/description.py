"""What is known of a dataset before anything is clustered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core import formats
from core.dataset import Dataset, Quality
from core.features import UserFeatures, user_features
from core.interpretation import notebook_rule
from core.opening import open_dataset
from core.overview import Overview, describe
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

    @cached_property
    def rule(self) -> notebook_rule.Rule:
        """What labels compare the segments with."""
        return notebook_rule.rule_for(self.features, self.overview.scale)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed, left out, or is unusual in the data, in whole sentences."""
        notes = [*self.source.notes, self.quality.sentence, self.overview.scale.sentence, self.labels_note]
        return tuple(note for note in notes if note)

    @property
    def labels_note(self) -> str:
        """What the labels compare with where the scale is not the notebook's; empty where it is."""
        scale, rule = self.overview.scale, self.rule
        if scale.is_stars:
            return ""
        return (
            f"The ratings run from {formats.rating(scale.low)} to {formats.rating(scale.high)}, not from 0.5 to 5: "
            f"labels say Positive above {formats.decimal(rule.positive_above)} and Critical below "
            f"{formats.decimal(rule.critical_below)}, where 3.5 and 3.0 lie when mapped linearly."
        )


def describe_dataset(
    dataset: Dataset, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> Description:
    """The user features and the overview of a dataset."""
    features = user_features(dataset, progress=progress, should_stop=should_stop)
    overview = describe(dataset, features)
    return Description(dataset.source, dataset.quality, overview, features)


def describe_data(
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
    dataset = open_dataset(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    try:
        return describe_dataset(dataset, progress=progress, should_stop=should_stop)
    finally:
        dataset.close()
