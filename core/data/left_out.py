"""The first rows that were left out, with the lines where they stand."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from core.data.dataset import Dataset
from core.errors import UnreadableDatasetError
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop, raise_if_stopped
from core.remedies import OpenAgain
from core.sources.source import JsonTable, TextTable
from core.text import clean

MOST_ROWS = 20
_CHECK_EVERY = 50_000


@dataclass(frozen=True)
class LeftOutLine:
    """A row that was left out: the line where it begins (the row's number where the table has no lines), and its text,
    safe to show.
    """

    line: int
    reason: str
    text: str


def first_left_out(
    dataset: Dataset, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> tuple[LeftOutLine, ...]:
    """The first rows that were left out, at most `MOST_ROWS`.

    Raises:
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes.
    """
    if not dataset.quality.dropped:
        return ()
    source = dataset.source
    watch = Watch("Looking for the rows left out", progress, should_stop)
    with dataset.read_again():
        found = dataset.engine.first_left_out(source, MOST_ROWS, watch)
        rows = {row.number: LeftOutLine(row.number, row.reason, clean(row.text)) for row in found}
        if isinstance(source.ratings, TextTable | JsonTable):
            try:
                for number, line, text in _records(source.ratings, max(rows, default=0), should_stop):
                    if number in rows:
                        rows[number] = LeftOutLine(line, rows[number].reason, clean(text))
            except (OSError, csv.Error) as error:
                name = dataset.workspace.shown_name(source.ratings.path)
                raise UnreadableDatasetError(f"{name} cannot be read again.", OpenAgain()) from error
        return tuple(rows.values())


def _records(table: TextTable | JsonTable, last: int, should_stop: ShouldStop) -> Iterator[tuple[int, int, str]]:
    """Number, first line and text of the records of a file as the engine counts them, blank lines left out."""
    if isinstance(table, JsonTable) and not table.by_line:
        return
    number = -1 if isinstance(table, TextTable) and table.has_header else 0
    with table.path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for line, text in _numbered(lines, table):
            number += 1
            if number > last:
                return
            if number % _CHECK_EVERY == 0:
                raise_if_stopped(should_stop)
            if number > 0:
                yield number, line, text


def _numbered(lines: Iterable[str], table: TextTable | JsonTable) -> Iterator[tuple[int, str]]:
    """First line and text of every record that is not blank."""
    if isinstance(table, JsonTable):
        return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    skipped = table.blank_lines
    rest = islice(lines, skipped, None)
    if table.quoted:
        return _quoted(rest, table, skipped + 1)
    return ((number, line) for number, line in enumerate(rest, start=skipped + 1) if line.strip("\r\n"))


def _quoted(lines: Iterable[str], table: TextTable, begin: int) -> Iterator[tuple[int, str]]:
    """First line and text of records whose fields may hold line ends; the first one stands on line ``begin``."""
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
    for fields in reader:
        if fields:
            yield begin, "".join(seen)
        begin += len(seen)
        seen.clear()
