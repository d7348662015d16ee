"""Delimited text: which delimiter, whether fields are quoted, whether the first line names the columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from core.errors import UnreadableDatasetError
from core.sources.columns import ROLES, USUAL_NAMES, most_usual
from core.sources.source import TextTable
from core.sources.text_files import HEAD_BYTES, decoded_head, encoding_of, lines_of, read_head
from core.text import clean

_DELIMITERS = (",", ";", "\t", "|", "::")
_LAST_RESORT = " "
_ROWS = 200
_MADE_UP = "column{}"
USUAL_ORDER = ("user", "item", "rating", "timestamp")
"""What the columns of a table without a header are taken for, where there are three or four and the third has numbers.
"""


def text_table(path: Path, named: Sequence[str] = (), most_bytes: int = HEAD_BYTES) -> TextTable:
    """A text file as a table, by its first bytes; where the ``named`` columns are like ``column1``, it has no header.

    Raises:
        EmptyDatasetError: the file is empty.
        UnreadableDatasetError: it is not text, or cannot be read.
    """
    name = clean(path.name)
    head = read_head(path, most_bytes)
    encoding = encoding_of(head, name)
    text = decoded_head(head, encoding, name)
    lines = lines_of(text)
    if len(head) == most_bytes:
        lines = lines[:-1]
    blank_lines = next((number for number, line in enumerate(lines) if line.strip()), None)
    if blank_lines is None:
        raise UnreadableDatasetError(_no_line(name, text, most_bytes), "Choose a file with ratings in it.")
    lines = lines[blank_lines:]
    if text.lstrip().startswith(('{"', "[{")):
        raise UnreadableDatasetError(f"{name} looks like JSON.", "Let its name end in .json or .jsonl.")
    delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter)
    made_up = [_MADE_UP.format(number + 1) for number in range(Counter(map(len, rows)).most_common(1)[0][0])]
    by_number = bool(named) and set(named) <= set(made_up) - set(rows[0])
    has_header = _has_header(rows) and not by_number
    if not has_header and not by_number and _is_in_usual_order(rows):
        made_up = list(USUAL_ORDER[: len(made_up)])
    return TextTable(
        path=path,
        columns=tuple(distinct(rows[0] if has_header else made_up)),
        delimiter=delimiter,
        has_header=has_header,
        quoted=_is_quoted(lines, delimiter),
        blank_lines=blank_lines,
        escape=_escape(lines[: 2 * _ROWS], delimiter),
        encoding=encoding,
    )


def distinct(names: Sequence[str]) -> list[str]:
    """Column names without empty ones; where some are the same but for their case, each gets its number."""
    times = Counter(name.casefold() for name in names)
    result: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(names, start=1):
        own = name.casefold()
        free = name if times[own] == 1 else f"{name}_{number}"
        if not name.strip():
            free = _MADE_UP.format(number)
        while (folded := free.casefold()) in taken or (folded != own and folded in times):
            free += "_"
        taken.add(folded)
        result.append(free)
    return result


def is_number(text: str) -> bool:
    """Whether a field holds a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _no_line(name: str, head: str, most_bytes: int) -> str:
    """What is wrong with a file whose first bytes hold no line of text that ends."""
    if head.strip():
        return f"{name} has no line that ends within its first {most_bytes >> 10} KiB."
    return f"{name} has no lines of text."


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that cuts the most lines into the same number of fields; the more fields the better."""
    best, best_score = _LAST_RESORT, (0.0, 1)
    for delimiter in (*_DELIMITERS, _LAST_RESORT):
        sizes = Counter(map(len, _rows(lines, delimiter)))
        size, times = max(sizes.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        score = (round(times / sizes.total(), 1), size)
        if size > 1 and score > best_score and not (delimiter == _LAST_RESORT and best != _LAST_RESORT):
            best, best_score = delimiter, score
    return best if best_score[1] > 1 else ","


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The fields of the first lines that are not blank; the very first one is none."""
    filled = [line for line in lines[: 2 * _ROWS] if line.strip()][:_ROWS]
    if not _is_quoted(filled, delimiter):
        return [line.split(delimiter) for line in filled]
    try:
        escape = _escape(filled, delimiter)
        with_ends = (f"{line}\n" for line in filled)  # a field in quotes may go on in the next line
        return list(csv.reader(with_ends, delimiter=delimiter, escapechar=None if escape == '"' else escape))
    except csv.Error:
        return [line.split(delimiter) for line in filled]


def _escape(lines: Sequence[str], delimiter: str) -> str:
    """What stands before a quote inside a field: a backslash, where a quote behind one does not end its field."""
    inside = re.compile(rf'\\"[^"{re.escape(delimiter)}]')
    return "\\" if any(inside.search(line) for line in lines) else '"'


def _is_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Comma and semicolon tables quote; in others a quote is a quote unless whole fields stand between two of them."""
    if delimiter in (",", ";"):
        return True
    if len(delimiter) > 1:
        return False
    whole_field = re.compile(rf'(^|{re.escape(delimiter)})"[^"]*"({re.escape(delimiter)}|$)')
    return any(whole_field.search(line) for line in lines)


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names: known ones, or no number at all."""
    known = sum(bool(most_usual(rows[0], USUAL_NAMES[role])) for role in ROLES)
    return known >= 2 or not any(is_number(field) for field in rows[0])


def _is_in_usual_order(rows: Sequence[Sequence[str]]) -> bool:
    usual = [row for row in rows if 3 <= len(row) <= 4]
    return 2 * len(usual) > len(rows) and 2 * sum(is_number(row[2]) for row in usual) > len(usual)
