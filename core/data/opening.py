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
from core.sources.find import existing, find_source, in_plain_text
from core.sources.plain import in_utf8
from core.sources.source import FrameTable, JsonTable, Source, Table, TextTable
from core.sources.tables import frame_source
from core.sources.unchanged import States, states_of, still
from core.text import clean
from core.workspace import Workspace, remove_leftovers

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger("segscope.dataset")

Result = TypeVar("Result")

PREVIEW_ROWS = 8

_LOOKING = "Looking at the file"
_MEANWHILE = "changed while it was read"

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
            dataset = opening.opened(data, columns or {}, items)
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

    def opened(
        self, data: str | Path | pd.DataFrame | Source, columns: Mapping[str, str], items: Path | None
    ) -> Dataset:
        """The dataset that ``data`` stands for."""
        if isinstance(data, Source):
            return self.dataset(in_plain_text(data, self.workspace, self.watch(_LOOKING)), {})
        if not isinstance(data, str | Path):
            return self.dataset(frame_source(data, "DataFrame", columns), {})
        path = existing(Path(data))
        looked_at = states_of([path])
        with still(looked_at, _MEANWHILE):
            source = find_source(path, columns, items, self.workspace, self.watch(_LOOKING))
        return self.dataset(source, looked_at)

    def preview(self, table: Table | None) -> tuple[tuple[str, ...], ...]:
        """The first rows as text that is safe to show; none where they cannot be read."""
        if table is None:
            return ()
        try:
            if isinstance(table, TextTable | JsonTable) and table.encoding != "utf-8":
                table = in_utf8(table, self.workspace, self.watch(_LOOKING))
            _, rows = self.read(table, lambda table: self.engine.first_rows(table, PREVIEW_ROWS))
        except SegscopeError:
            return ()
        return tuple(tuple("" if cell is None else clean(cell) for cell in row) for row in rows)

    def dataset(self, source: Source, looked_at: States) -> Dataset:
        """The dataset of a source, its tables read as they have to be; ``looked_at`` are files as they were then."""
        logger.info(PHASE)
        logger.info("File: %s", clean(source.name if source.origin is None else source.origin.path.absolute()))
        states = {**states_of(_files(source)), **looked_at}
        with still({path: states[path] for path in _files(replace(source, items=None))}, _MEANWHILE):
            _, dataset = self.read(source.ratings, lambda table: self.count_ratings(_with_ratings(source, table)))
        source = dataset.source
        if source.items is not None:
            dataset = self.with_catalogue(dataset, source.items)
        return replace(dataset, files={path: states[path] for path in _files(dataset.source) if path in states})

    def with_catalogue(self, dataset: Dataset, items: Table) -> Dataset:
        """The dataset with the size of its catalogue, or without its items table where that cannot be read."""
        columns = dataset.source.items_columns
        try:
            items, size = self.read(items, lambda table: self.engine.catalogue_size(table, columns))
        except SegscopeError as error:
            return replace(dataset, source=dataset.source.without_items(error.what))
        return replace(dataset, source=_with_items(dataset.source, items), catalogue_items=size)

    def read(self, table: Table, work: Callable[[Table], Result]) -> tuple[Table, Result]:
        """What ``work`` makes of a table, read as Latin-1 where it turns out that it has to be."""
        try:
            return table, work(table)
        except NotUtf8Error:
            if not isinstance(table, TextTable | JsonTable):
                raise
        latin = in_utf8(replace(table, encoding="latin-1"), self.workspace, self.watch(_LOOKING))
        return latin, work(latin)

    def count_ratings(self, source: Source) -> Dataset:
        table = source.ratings
        file = source.name if isinstance(table, FrameTable) else self.workspace.shown_name(table.path)
        counted = self.engine.count(source, self.watch(f"Counting {file}"))
        if not counted.ratings:
            raise _nothing_left(file, counted.left_out)
        quality = Quality(counted.rows_read, counted.left_out, counted.duplicate_pairs)
        log_each(logger, log_lines(source, quality))
        return Dataset(source, self.engine, self.workspace, quality, catalogue_items=None, files={})


def _files(source: Source) -> list[Path]:
    """The files that a source is read from."""
    tables = (source.ratings, source.items)
    return [table.path for table in tables if table is not None and not isinstance(table, FrameTable)]


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


def _with_items(source: Source, items: Table) -> Source:
    """The source with its items read from here, which are not UTF-8 after all where that is another table."""
    if items is source.items:
        return source
    origin = source.items_origin and replace(source.items_origin, encoding="latin-1")
    return replace(source, items=items, items_origin=origin)


def _nothing_left(file: str, left_out: Mapping[Reason, int]) -> SegscopeError:
    if not left_out:
        return EmptyDatasetError(f"{file} has a header but no ratings.", "Choose a file with ratings in it.")
    reasons = ", ".join(f"{reason}: {n:,}" for reason, n in left_out.items())
    return EmptyDatasetError(
        f"{file} has no usable rating (rows left out: {reasons}).",
        "Check that its columns hold a user, an item and a number.",
    )
