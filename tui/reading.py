"""What reads ratings, in a thread beside the screen: DuckDB lets the screen go on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import heavy
from tui.jobs import Job

if TYPE_CHECKING:
    from core.data.dataset import Dataset
    from core.data.left_out import LeftOutLine
    from core.data.user import UserProfile
    from core.description import Description
    from core.features.search import Found, UserIds

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


def left_out(job: Job, dataset: Dataset) -> Iterator[tuple[LeftOutLine, ...]]:
    """Look up the first rows that were left out."""
    from core.data.left_out import first_left_out

    yield first_left_out(dataset, progress=job.report, should_stop=job.should_stop)


def user(job: Job, dataset: Dataset, user: str) -> Iterator[UserProfile]:
    """Read the ratings of one user."""
    from core.data.user import user_profile

    yield user_profile(dataset, user, progress=job.report, should_stop=job.should_stop)


def find(job: Job, ids: UserIds, text: str) -> Iterator[Found]:
    """Find the users whose id holds a text."""
    yield ids.like(text, MOST_FOUND, job.should_stop)
