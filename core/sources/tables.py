"""A single table of ratings: a file of any form that we know, or a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NotADatasetError, SegscopeError, UnclearColumnsError, UnreadableDatasetError
from core.progress import Watch, raise_if_stopped
from core.sources.bounds import MOST_COLUMNS
from core.sources.columns import NO_RATING, REQUIRED, USUAL_NAMES, items_columns, most_usual, ratings_columns
from core.sources.delimited import text_table
from core.sources.json_files import json_table
from core.sources.parquet_files import parquet_table
from core.sources.source import (
    LIKE,
    FileTable,
    FrameTable,
    JsonTable,
    Origin,
    RatingsColumns,
    Source,
    Table,
    TextTable,
)
from core.sources.text_files import GLANCE_BYTES, HEAD_BYTES
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


def file_table(path: Path, workspace: Workspace, named: Mapping[str, str], most_bytes: int = HEAD_BYTES) -> FileTable:
    """The table in a file, of which only the first bytes are read.

    Raises:
        EmptyDatasetError: the file is empty.
        NotADatasetError: it has more columns than `MOST_COLUMNS`, or is a pipe or a device.
        UnreadableDatasetError: it is not what its name says, or cannot be read.
    """
    table = _table_in(path, workspace, named, most_bytes)
    _refuse_too_wide(table, clean(path.name))
    return table


def _table_in(path: Path, workspace: Workspace, named: Mapping[str, str], most_bytes: int) -> FileTable:
    ending = path.name.lower().removesuffix(".gz")
    if ending.endswith(".parquet"):
        return parquet_table(path, workspace)
    if ending.endswith(_JSON):
        return json_table(path, most_bytes)
    return text_table(path, [name for role, name in named.items() if (role, name) != ("rating", NO_RATING)], most_bytes)


def _refuse_too_wide(table: Table, name: str) -> None:
    if len(table.columns) > MOST_COLUMNS:
        raise NotADatasetError(
            f"{name} has {len(table.columns):,} columns, more than {MOST_COLUMNS:,}.",
            "A table of ratings has one rating a row: keep its columns for the user, the item and the rating.",
        )


def table_source(path: Path, workspace: Workspace, given: Mapping[str, str], most_bytes: int = HEAD_BYTES) -> Source:
    """The source for one ratings file; ``given`` are names of columns by role.

    Raises:
        SegscopeError: as `file_table` and `ratings_columns` say.
    """
    name = clean(path.name)
    table = file_table(path, workspace, given, most_bytes)
    try:
        columns = ratings_columns(table.columns, given, name)
    except UnclearColumnsError as error:
        raise UnclearColumnsError(error.what, error.remedy, table) from None
    notes: list[str] = []
    if isinstance(table, TextTable) and not table.has_header:
        order = ", ".join(name for role, name in columns.by_role.items() if role in REQUIRED)
        notes += [f"{name} has no header: its columns are taken as {order if given else ', '.join(table.columns)}."]
    return Source(name, table, columns, notes=(*notes, *_likes_note(name, columns)))


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
    encoding = table.encoding if isinstance(table, TextTable | JsonTable) else "utf-8"
    return replace(source, items=table, items_columns=columns, items_origin=Origin(path.absolute(), encoding))


def with_items_beside(source: Source, path: Path, workspace: Workspace, watch: Watch) -> Source:
    """The source with the table that lies beside its ratings, names the same items and has titles, if there is one.

    Raises:
        Cancelled: the watch said stop.
    """
    for sibling in tables_in(path.parent)[:_MOST_SIBLINGS]:
        raise_if_stopped(watch.should_stop)
        if sibling == path:
            continue
        try:
            if _lists_items(file_table(sibling, workspace, {}, GLANCE_BYTES).columns, source.ratings_columns.item):
                return with_items(source, sibling, workspace)
        except SegscopeError:
            continue
    return source


def _lists_items(present: Sequence[str], item: str) -> bool:
    """Whether a table with these columns lists what the ratings call ``item``, and is no table of ratings itself."""
    return (
        item.casefold() in map(str.casefold, present)
        and items_columns(present, item) is not None
        and not most_usual(present, USUAL_NAMES["user"])
    )


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
    _refuse_too_wide(table, "The DataFrame")
    columns = ratings_columns(table.columns, given, "The DataFrame")
    return Source(clean(name), _with_whole_ids(table, columns), columns, notes=_likes_note(clean(name), columns))


def _likes_note(name: str, columns: RatingsColumns) -> tuple[str, ...]:
    if columns.rating is not None:
        return ()
    return (f"{name} is read as likes: it has no column of ratings, and each row counts as a rating of {LIKE}.",)


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
