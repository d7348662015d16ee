"""Opening a dataset: find its tables, read them as they have to be read, count the ratings once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core import formats
from core.data.dataset import Dataset, Quality
from core.engine.duckdb.engine import DuckDBEngine
from core.engine.engine import Engine, Reason
from core.errors import EmptyDatasetError, NotUtf8Error, SegscopeError, UnclearColumnsError
from core.logs import log_each
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop
from core.sources.find import find_source
from core.sources.source import FrameTable, JsonTable, Source, Table, TextTable
from core.sources.tables import frame_source
from core.sources.text_files import in_utf8
from core.sources.unchanged import unchanged
from core.text import clean
from core.workspace import Workspace, remove_leftovers

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger("segscope.dataset")

Result = TypeVar("Result")

PREVIEW_ROWS = 8

PHASE = "PHASE 1: DATA LOADING AND EXPLORATION"
"""What the log says before a table is read."""


def open_dataset(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Dataset:
    """Count the ratings of a folder, a file, a zip archive, a pandas table or a source.

    ``columns`` names columns that cannot be guessed, by role: user, item, rating, timestamp; ``items`` is a file with
    the titles of the items.

    Raises:
        SegscopeError: there are no ratings that can be read; the message says what to do.
        Cancelled: ``should_stop`` said yes.
    """
    remove_leftovers()
    with ExitStack() as closing:
        workspace = closing.enter_context(Workspace())
        engine = DuckDBEngine(workspace)
        closing.callback(engine.close)
        opening = _Opening(engine, workspace, progress, should_stop)
        try:
            dataset = opening.dataset(opening.source(data, columns or {}, items))
        except UnclearColumnsError as error:
            raise error.with_rows(opening.preview(error.table)) from error
        closing.pop_all()
        return dataset


@dataclass(frozen=True)
class _Opening:
    """What opening a dataset needs all the way."""

    engine: Engine
    workspace: Workspace
    progress: ProgressCallback
    should_stop: ShouldStop

    def watch(self, task: str) -> Watch:
        return Watch(task, self.progress, self.should_stop)

    def source(
        self, data: str | Path | pd.DataFrame | Source, columns: Mapping[str, str], items: Path | None
    ) -> Source:
        if isinstance(data, Source):
            return data
        if not isinstance(data, str | Path):
            return frame_source(data, "DataFrame", columns)
        with unchanged(Path(data)):
            return find_source(Path(data), columns, items, self.workspace, self.watch("Looking at the file"))

    def preview(self, table: Table | None) -> tuple[tuple[str, ...], ...]:
        """The first rows as text that is safe to show; none where they cannot be read."""
        if table is None:
            return ()
        try:
            if isinstance(table, TextTable | JsonTable):
                table = in_utf8(table, self.workspace, self.watch("Looking at the file"))
            _, rows = self.read(table, lambda table: self.engine.first_rows(table, PREVIEW_ROWS))
        except SegscopeError:
            return ()
        return tuple(tuple("" if cell is None else clean(cell) for cell in row) for row in rows)

    def dataset(self, source: Source) -> Dataset:
        """The dataset of a source, its tables read as they have to be."""
        logger.info(PHASE)
        _, dataset = self.read(source.ratings, lambda table: self.count(_with_ratings(source, table)))
        source = dataset.source
        if source.items is None:
            return dataset
        item = source.items_columns.item
        try:
            items, size = self.read(source.items, lambda table: self.engine.catalogue_size(table, item))
        except SegscopeError as error:
            notes = (*source.notes, f"The items table is left out: {error.what}")
            return replace(dataset, source=replace(source, items=None, notes=notes))
        return replace(dataset, source=replace(source, items=items), catalogue_items=size)

    def read(self, table: Table, work: Callable[[Table], Result]) -> tuple[Table, Result]:
        """What ``work`` makes of a table, read as Latin-1 where it turns out that it has to be."""
        while True:
            try:
                return table, work(table)
            except NotUtf8Error:
                if not isinstance(table, TextTable | JsonTable) or self.workspace.holds(table.path):
                    raise
                latin = replace(table, encoding="latin-1")
                table = in_utf8(latin, self.workspace, self.watch("Looking at the file"))

    def count(self, source: Source) -> Dataset:
        if isinstance(source.ratings, FrameTable):
            return self.count_ratings(source, source.name)
        with unchanged(source.ratings.path):
            return self.count_ratings(source, self.workspace.shown_name(source.ratings.path))

    def count_ratings(self, source: Source, file: str) -> Dataset:
        counted = self.engine.count(source, self.watch(f"Counting {file}"))
        if not counted.ratings:
            raise _nothing_left(file, counted.left_out)
        quality = Quality(counted.rows_read, counted.left_out, counted.duplicate_pairs)
        log_each(logger, log_lines(source, quality))
        return Dataset(source, self.engine, self.workspace, quality, None)


def log_lines(source: Source, quality: Quality) -> list[str]:
    """What the log says of a table that has been read."""
    columns = [clean(name) for name in source.ratings.columns]
    return [
        f"Ratings dataset loaded: {quality.rows_read} rows, {len(columns)} columns",
        f"Ratings columns: {columns}",
        *(f"Left out: {formats.counted(rows, 'row')} ({reason})" for reason, rows in quality.dropped.items()),
    ]


def _with_ratings(source: Source, ratings: Table) -> Source:
    """The source with its ratings read from here; that they are not UTF-8 after all is noted."""
    if ratings is source.ratings or isinstance(ratings, FrameTable):
        return source
    note = f"{source.name} is not UTF-8 throughout: it is read as Latin-1."
    origin = source.origin and replace(source.origin, encoding="latin-1")
    return replace(source, ratings=ratings, origin=origin, notes=(*source.notes, note))


def _nothing_left(file: str, left_out: Mapping[Reason, int]) -> SegscopeError:
    if not left_out:
        return EmptyDatasetError(f"{file} has a header but no ratings.", "Choose a file with ratings in it.")
    reasons = ", ".join(f"{reason}: {n:,}" for reason, n in left_out.items())
    return EmptyDatasetError(
        f"{file} has no usable rating (rows left out: {reasons}).",
        "Check that its columns hold a user, an item and a number.",
    )
