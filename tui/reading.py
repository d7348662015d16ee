"""What reads ratings, in a thread beside the screen: DuckDB lets the screen go on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import heavy
from tui.jobs import Job

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.data.dataset import Dataset
    from core.data.left_out import LeftOutLine
    from core.data.user import UserProfile
    from core.description import Description
    from core.features.search import Found, UserIds
    from core.segments.standing import UserStanding
    from core.tastes.tastes import Tastes

MOST_FOUND = 100
"""So many users are listed who were found."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A dataset that is counted and described."""

    dataset: Dataset
    description: Description

    def close(self) -> None:
        """Let it go."""
        self.dataset.close()


def load(job: Job, path: Path | None, columns: Mapping[str, str], items: Path | None) -> Iterator[Opened]:
    """Read and describe a dataset (None: the built-in sample)."""
    with heavy.importing():
        from core.data.opening import open_dataset
        from core.description import describe
        from core.sources.sample import sample_source

    source = sample_source() if path is None else path
    dataset = open_dataset(source, columns=columns, items=items, progress=job.report, should_stop=job.should_stop)
    try:
        description = describe(dataset, progress=job.report, should_stop=job.should_stop)
    except BaseException:
        dataset.close()
        raise
    yield Opened(dataset, description)
    heavy.ahead("core.analysis", "plotext")  # what shows the segments, while they are computed


def described(job: Job, dataset: Dataset, description: Description, names: Sequence[str]) -> Iterator[Description]:
    """Compute more features of the users."""
    from core.description import with_features

    yield with_features(description, dataset, names, progress=job.report, should_stop=job.should_stop)


def tastes(job: Job, dataset: Dataset, analysis: Analysis) -> Iterator[Tastes]:
    """Ask what the segments of an analysis like."""
    from core.tastes.asking import tastes_of

    yield tastes_of(dataset, analysis, progress=job.report, should_stop=job.should_stop)


def left_out(job: Job, dataset: Dataset) -> Iterator[tuple[LeftOutLine, ...]]:
    """Look up the first rows that were left out."""
    from core.data.left_out import first_left_out

    yield first_left_out(dataset, progress=job.report, should_stop=job.should_stop)


def user(job: Job, dataset: Dataset, analysis: Analysis, position: int) -> Iterator[UserStanding | UserProfile]:
    """Look up where one user stands, then read their ratings, and count those of the users of their segment."""
    from core.data.user import user_profile
    from core.segments.standing import standing_of

    features, partition = analysis.description.features, analysis.partition
    standing = standing_of(features, analysis.points, partition, position)
    yield standing
    segment = features.ids[partition.labels == standing.segment]
    yield user_profile(dataset, standing.user, segment, progress=job.report, should_stop=job.should_stop)


def find(job: Job, ids: UserIds, text: str) -> Iterator[Found]:
    """Find the users whose id holds a text."""
    yield ids.like(text, MOST_FOUND, job.should_stop)
