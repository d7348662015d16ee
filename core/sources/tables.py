"""A single table of ratings: a CSV file, plain or gzipped, or a pandas DataFrame."""

from __future__ import annotations

import csv
import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import EmptyDatasetError, NotADatasetError, UnreadableDatasetError
from core.sources.source import CsvTable, FrameTable, RatingsColumns, Source, is_gzipped
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

_HEADER_BYTES = 65_536


def csv_source(path: Path) -> Source:
    """The source for one ratings file with MovieLens's columns.

    Raises:
        EmptyDatasetError: the file is empty.
        NotADatasetError: its header lacks the user, the item or the rating.
        UnreadableDatasetError: the file cannot be read or is not UTF-8 text.
    """
    table = read_header(path)
    columns = RatingsColumns()
    require_columns(table.columns, (columns.user, columns.item, columns.rating), clean(path.name))
    return Source(name=clean(path.name), ratings=table, ratings_columns=columns)


def frame_source(frame: pd.DataFrame, name: str) -> Source:
    """The source for a ratings table in memory; it needs MovieLens's column names.

    Raises:
        NotADatasetError: a column is missing.
    """
    columns = RatingsColumns()
    table = FrameTable(frame)
    require_columns(table.columns, (columns.user, columns.item, columns.rating), "The DataFrame")
    return Source(name=clean(name), ratings=_with_whole_ids(table, columns), ratings_columns=columns)


def _with_whole_ids(table: FrameTable, columns: RatingsColumns) -> FrameTable:
    """Ids that are integers again where pandas made them floats, as it does when one is missing."""
    frame = table.frame
    whole = [
        name
        for name in (columns.user, columns.item)
        if frame[name].dtype.kind == "f" and frame[name].dropna().mod(1).eq(0).all()
    ]
    return FrameTable(frame.astype(dict.fromkeys(whole, "Int64"))) if whole else table


def read_header(path: Path) -> CsvTable:
    """The table at ``path`` with its column names, read from its first line."""
    name = clean(path.name)
    try:
        line = _first_line(path)
        text = line.decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableDatasetError(f"{name} is not a whole gzip file.", "Fetch or compress it again.") from error
    except UnicodeDecodeError as error:
        raise UnreadableDatasetError(f"{name} is not UTF-8 text.", "Save the table as CSV in UTF-8.") from error
    except OSError as error:
        raise UnreadableDatasetError(
            f"{name} cannot be read ({error.strerror or error}).", "Check its permissions."
        ) from error
    if not line:
        raise EmptyDatasetError(f"{name} is empty.", "Choose a file with ratings in it.")
    if "\0" in text:
        raise UnreadableDatasetError(f"{name} is not text.", "Save the table as CSV in UTF-8.")
    columns = tuple(next(csv.reader([text.strip("\r\n")]), []))
    return CsvTable(path=path, columns=columns)


def require_columns(present: tuple[str, ...], wanted: tuple[str, ...], name: str) -> None:
    """Raise `NotADatasetError` where a wanted column is missing or stands twice, be it in another case."""
    for column in wanted:
        times = sum(other.casefold() == column.casefold() for other in present)
        if times > 1:
            raise NotADatasetError(f"{name} has the column {column} {times} times.", "Keep one of them.")
    missing = [column for column in wanted if column not in present]
    if missing:
        found = ", ".join(clean(column, 30) for column in present[:8]) or "none"
        raise NotADatasetError(
            f"{name} has no column {' nor '.join(missing)} (its columns: {found}).",
            f"A ratings table needs the columns {', '.join(wanted)}.",
        )


def _first_line(path: Path) -> bytes:
    with gzip.open(path, "rb") if is_gzipped(path) else path.open("rb") as stream:
        return stream.readline(_HEADER_BYTES)
