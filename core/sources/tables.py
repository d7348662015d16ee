"""A single table of ratings: a file of any form that we know, or a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NotADatasetError, SegscopeError, UnclearColumnsError, UnreadableDatasetError
from core.sources.columns import USUAL_NAMES, items_columns, most_usual, ratings_columns
from core.sources.delimited import text_table
from core.sources.json_files import json_table
from core.sources.parquet_files import parquet_table
from core.sources.source import FileTable, FrameTable, RatingsColumns, Source, TextTable
from core.text import clean
from core.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

_TEXT = (".csv", ".tsv", ".txt", ".dat", ".data")
_JSON = (".json", ".jsonl", ".ndjson")
TABLE_ENDINGS = (
    *_TEXT,
    *(f"{ending}.gz" for ending in _TEXT),
    *_JSON,
    *(f"{ending}.gz" for ending in _JSON),
    ".parquet",
)
"""How the names of files end that can hold ratings, in any case."""

_MOST_SIBLINGS = 30


def is_table(name: str) -> bool:
    """Whether a file of that name can hold a table."""
    return name.lower().endswith(TABLE_ENDINGS)


def file_table(path: Path, workspace: Workspace, named: Mapping[str, str]) -> FileTable:
    """The table in a file; of the file only the beginning is read.

    Raises:
        EmptyDatasetError: the file is empty.
        UnreadableDatasetError: it is not what its name says, or cannot be read.
    """
    ending = path.name.lower().removesuffix(".gz")
    if ending.endswith(".parquet"):
        return parquet_table(path, workspace)
    if ending.endswith(_JSON):
        return json_table(path)
    return text_table(path, tuple(named.values()))


def table_source(path: Path, workspace: Workspace, given: Mapping[str, str]) -> Source:
    """The source for one ratings file; ``given`` are names of columns by role.

    Raises:
        SegscopeError: as `file_table` and `ratings_columns` say.
    """
    name = clean(path.name)
    table = file_table(path, workspace, given)
    try:
        columns = ratings_columns(table.columns, given, name)
    except UnclearColumnsError as error:
        raise UnclearColumnsError(error.what, error.remedy, table) from None
    notes: tuple[str, ...] = ()
    if isinstance(table, TextTable) and not table.has_header:
        order = f"{columns.user}, {columns.item}, {columns.rating}"
        notes = (f"{name} has no header: its columns are taken as {order if given else ', '.join(table.columns)}.",)
    return Source(name=name, ratings=table, ratings_columns=columns, notes=notes)


def with_items(source: Source, path: Path, workspace: Workspace) -> Source:
    """The source with the items table at ``path``.

    Raises:
        NotADatasetError: it has no column for the item or the title.
        SegscopeError: as `file_table` says.
    """
    table = file_table(path, workspace, {})
    columns = items_columns(table.columns, source.ratings_columns.item)
    if columns is None:
        raise NotADatasetError(
            f"{clean(path.name)} is not a table of items (its columns: {', '.join(map(clean, table.columns[:8]))}).",
            f"It needs a column {clean(source.ratings_columns.item)} and a column title.",
        )
    return replace(source, items=table, items_columns=columns)


def with_items_beside(source: Source, path: Path, workspace: Workspace) -> Source:
    """The source with the table that lies beside its ratings, names the same items and has titles, if there is one."""
    item = source.ratings_columns.item.casefold()
    for sibling in tables_in(path.parent)[:_MOST_SIBLINGS]:
        try:
            table = None if sibling == path else file_table(sibling, workspace, {})
        except SegscopeError:
            continue
        if table is None or item not in map(str.casefold, table.columns):
            continue
        columns = items_columns(table.columns, source.ratings_columns.item)
        if columns is not None and not most_usual(table.columns, USUAL_NAMES["user"]):
            return replace(source, items=table, items_columns=columns)
    return source


def tables_in(folder: Path) -> list[Path]:
    """The files of a folder that can hold tables, by name; hidden ones are left out.

    Raises:
        UnreadableDatasetError: the folder cannot be listed.
    """
    return [entry for entry in listed(folder) if is_table(entry.name) and entry.is_file()]


def listed(folder: Path) -> list[Path]:
    """What lies in a folder, by name, without what is hidden.

    Raises:
        UnreadableDatasetError: the folder cannot be listed.
    """
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise UnreadableDatasetError(
            f"{clean(folder)} cannot be listed ({error.strerror}).", "Check its permissions."
        ) from error


def frame_source(frame: pd.DataFrame, name: str, given: Mapping[str, str]) -> Source:
    """The source for a ratings table in memory.

    Raises:
        NotADatasetError: a column is missing, or cannot be told.
    """
    table = FrameTable(frame.rename(columns=str))
    columns = ratings_columns(table.columns, given, "The DataFrame")
    return Source(name=clean(name), ratings=_with_whole_ids(table, columns), ratings_columns=columns)


def _with_whole_ids(table: FrameTable, columns: RatingsColumns) -> FrameTable:
    """Ids that are integers again where pandas made them floats, as it does when one is missing."""
    frame = table.frame
    whole = [
        name
        for name in (columns.user, columns.item)
        if frame[name].dtype.kind == "f" and _are_whole(frame[name].dropna())
    ]
    return FrameTable(frame.astype(dict.fromkeys(whole, "Int64"))) if whole else table


def _are_whole(numbers: pd.Series[float]) -> bool:
    """Whether all are whole numbers that a fraction holds exactly."""
    return bool((numbers.abs().lt(2**53) & numbers.mod(1).eq(0)).all())
