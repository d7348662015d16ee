"""The first rows that were left out, with the lines where they stand."""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from core.dataset import Dataset
from core.engines import queries
from core.errors import UnreadableDatasetError
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop, raise_if_stopped
from core.sources.source import JsonTable, TextTable, is_gzipped
from core.text import clean

MOST_ROWS = 20
_CHECK_EVERY = 50_000


@dataclass(frozen=True)
class OffendingRow:
    """A row that was left out: the line where it begins (the row's number where the table has no lines), and its text,
    safe to show.
    """

    line: int
    reason: str
    text: str


def first_offending(
    dataset: Dataset, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> tuple[OffendingRow, ...]:
    """The first rows that were left out, at most `MOST_ROWS`.

    Raises:
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes.
    """
    if not dataset.quality.dropped:
        return ()
    source = dataset.source
    query = queries.first_left_out(dataset.engine.reading(source.ratings), source.ratings_columns, MOST_ROWS)
    found = dataset.engine.in_order(query, Watch("Looking for the rows left out", progress, should_stop))
    rows = {number: OffendingRow(number, queries.REASONS[reason], clean(text)) for number, reason, text in found}
    if isinstance(source.ratings, TextTable | JsonTable):
        for number, line, text in _records(source.ratings, max(rows), should_stop):
            if number in rows:
                rows[number] = OffendingRow(line, rows[number].reason, clean(text))
    return tuple(rows.values())


def _records(table: TextTable | JsonTable, last: int, should_stop: ShouldStop) -> Iterator[tuple[int, int, str]]:
    """Number, first line and text of the records of a file as the engine counts them, blank lines left out."""
    if isinstance(table, JsonTable) and not table.by_line:
        return
    number = -1 if isinstance(table, TextTable) and table.has_header else 0
    try:
        with _opened(table) as lines:
            records = _quoted(lines, table) if isinstance(table, TextTable) and table.quoted else _plain(lines)
            for line, text in records:
                number += 1
                if number > last:
                    return
                if number % _CHECK_EVERY == 0:
                    raise_if_stopped(should_stop)
                if number > 0:
                    yield number, line, text
    except (OSError, EOFError, csv.Error) as error:
        raise UnreadableDatasetError(f"{clean(table.path.name)} cannot be read again.", "Open it again.") from error


def _opened(table: TextTable | JsonTable) -> IO[str]:
    if is_gzipped(table.path):
        return gzip.open(table.path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return table.path.open(encoding="utf-8-sig", errors="replace", newline="")


def _plain(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if line.strip("\r\n"):
            yield number, line


def _quoted(lines: Iterable[str], table: TextTable) -> Iterator[tuple[int, str]]:
    """First line and text of records whose fields may hold line ends."""
    seen: list[str] = []

    def remembered() -> Iterator[str]:
        for line in lines:
            seen.append(line)
            yield line

    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(
        remembered(),
        delimiter=table.delimiter,
        doublequote=table.escape == '"',
        escapechar=None if table.escape == '"' else table.escape,
    )
    begin = 1
    for fields in reader:
        if fields:
            yield begin, "".join(seen)
        seen.clear()
        begin = reader.line_num + 1
