"""Two periods of one table of ratings, each a dataset of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.comparison.moment import moment
from core.data.dataset import Dataset
from core.data.opening import open_dataset
from core.engine.engine import Aggregate, Span
from core.errors import ComparisonError, SegscopeError
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop
from core.remedies import NameColumns
from core.sources.source import Period, Source

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Periods:
    """The ratings before a date, and those from it on; ``ratings`` are all that the table has, with those that lie in
    neither because their time cannot be read.
    """

    before: Source
    since: Source
    ratings: int


@contextmanager
def periods(
    data: str | Path | pd.DataFrame | Source,
    at: str | date,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[Periods]:
    """A table cut at a date, opened as `core.open_dataset` does; its periods can be opened within the context.

    Raises:
        ComparisonError: the date is none, or one of the periods has no ratings.
        SegscopeError: the table cannot be read, or has no column of times.
        Cancelled: ``should_stop`` said yes.
    """
    cut = moment(at)
    dataset = open_dataset(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    try:
        column = dataset.source.ratings_columns.timestamp
        if column is None:
            raise SegscopeError("The ratings have no column of times.", NameColumns(("timestamp",)))
        _refuse_beyond(dataset, cut, Watch("Reading times", progress, should_stop))
        seconds, day = cut.timestamp(), _written(cut)
        yield Periods(
            _period(dataset.source, f"before {day}", Period(column, before=seconds)),
            _period(dataset.source, f"from {day}", Period(column, since=seconds)),
            int(dataset.engine.rating_frequencies().counts.sum()),
        )
    finally:
        dataset.close()


def _period(source: Source, name: str, period: Period) -> Source:
    return replace(source, name=f"{source.name} {name}", ratings=replace(source.ratings, period=period))


def _day(seconds: float) -> str:
    import numpy as np

    return str(np.datetime64(int(seconds), "s").astype("datetime64[D]"))


def _written(cut: datetime) -> str:
    text = cut.isoformat()
    return text.removesuffix("+00:00").removesuffix("T00:00:00")


def _refuse_beyond(dataset: Dataset, cut: datetime, watch: Watch) -> None:
    """Refuse a date that leaves one of the periods empty, and say which dates would not."""
    import numpy as np

    wanted = (Aggregate.FIRST_TIME, Aggregate.LAST_TIME)
    with dataset.read_again():
        found = dataset.engine.user_aggregates(dataset.source, wanted, Span(0, 1), watch).values
    first, last = found[Aggregate.FIRST_TIME], found[Aggregate.LAST_TIME]
    if np.isnan(first).all():
        raise ComparisonError("No time of a rating can be read.", NameColumns(("timestamp",)))
    begins, ends = float(np.nanmin(first)), float(np.nanmax(last))
    if not begins < cut.timestamp() <= ends:
        raise ComparisonError(
            f"{_written(cut)} leaves one of the two periods without ratings.",
            f"The ratings run from {_day(begins)} to {_day(ends)}: choose a date between.",
        )
