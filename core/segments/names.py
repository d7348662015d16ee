"""Names that a person gave to segments, and the file in which they are handed over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.errors import NamesError
from core.text import clean

Names = Mapping[int, str]
"""The name of each segment that has one, by its number."""

LONGEST = 60
LARGEST_FILE = 1 << 20

_HEAD = ["segment", "name"]
_LONGEST_NUMBER = 9
_WRITE_SO = 'Write a JSON object like {"0": "Casual viewers"}, or a CSV file with the head segment,name.'
_BLANKS = {code: " " for code in map(ord, "\t\n\v\f\r\x85\u2028\u2029")}


def clean_name(name: str) -> str:
    """A name as it is kept: one line without control characters, at most `LONGEST` characters, empty for none."""
    return clean(" ".join(_printable(name).split()), LONGEST)


def _printable(text: str) -> str:
    return "".join(char for char in text.translate(_BLANKS) if char >= " " and not "\x7f" <= char <= "\x9f")


def known_names(names: Names, k: int) -> dict[int, str]:
    """The names of K segments as they are kept, by ascending number.

    Raises:
        NamesError: one is of a segment that is not there.
    """
    beyond = [segment for segment in names if not 0 <= segment < k]
    if beyond:
        there = f"the segments are 0 to {k - 1}" if k > 1 else "there is only segment 0"
        raise NamesError(f"A name is given to segment {beyond[0]}, but {there}.", "Name segments that are there.")
    kept = {segment: clean_name(name) for segment, name in sorted(names.items())}
    return {segment: name for segment, name in kept.items() if name}


def load_names(path: Path) -> dict[int, str]:
    """The names in a file by segment, whatever K is: a JSON object, or a CSV with the head segment,name.

    Raises:
        NamesError: it cannot be read, or is of another form.
    """
    text = _text(path).removeprefix("\ufeff")
    rows = _json_rows(text, path) if text.lstrip().startswith("{") else _csv_rows(text, path)
    names: dict[int, str] = {}
    for segment, name in rows:
        number = segment.strip()
        if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
            raise _refused(path, f"{clean(segment, 20)!r} is no number of a segment")
        if int(number) in names:
            raise _refused(path, f"segment {int(number)} stands twice")
        names[int(number)] = clean_name(name)
    return names


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise NamesError(f"{clean(path)} is not a file.", "Name a file with names of segments.")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise NamesError(f"{clean(path)} cannot be read ({clean(error, 80)}).", "Check its permissions.") from error
    if len(data) > LARGEST_FILE:
        raise _refused(path, "it is too large")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, "it is not UTF-8") from error


def _json_rows(text: str, path: Path) -> list[tuple[str, str]]:
    try:
        pairs: list[tuple[str, str]] = json.loads(text, object_pairs_hook=list)
    except (ValueError, RecursionError) as error:
        raise _refused(path, "it is not JSON") from error
    for segment, name in pairs:
        if not isinstance(name, str):
            raise _refused(path, f"the name of segment {clean(segment, 20)} is not text")
    return pairs


def _csv_rows(text: str, path: Path) -> Iterator[tuple[str, str]]:
    try:
        head, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row] or [[]]
    except csv.Error as error:
        raise _refused(path, "it is neither JSON nor CSV") from error
    if [name.strip().casefold() for name in head] != _HEAD:
        raise _refused(path, "its head is not segment,name")
    for row in rows:
        if len(row) != len(_HEAD):
            raise _refused(path, f"a row has {len(row)} fields")
        yield row[0], row[1]


def _refused(path: Path, why: str) -> NamesError:
    return NamesError(f"{clean(path.name)} holds no names of segments: {why}.", _WRITE_SO)
