"""JSON as a table: an object a line, or one list of objects."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from core.errors import UnreadableDatasetError
from core.sources.delimited import distinct
from core.sources.source import JsonTable
from core.sources.text_files import HEAD_BYTES, decoded_head, encoding_of, lines_of, read_head
from core.text import clean

_OBJECTS = 100
_UNNAMEABLE = set('"\\\0')
"""Keys with these cannot be named in a JSON path; no usual name has them."""
_BETWEEN = " \t\r\n,"


def json_table(path: Path, most_bytes: int = HEAD_BYTES) -> JsonTable:
    """A JSON file as a table: its columns are the keys of the first objects in its first bytes.

    Raises:
        EmptyDatasetError: the file is empty.
        UnreadableDatasetError: it holds no objects.
    """
    name = clean(path.name)
    head = read_head(path, most_bytes)
    encoding = encoding_of(head, name)
    text = decoded_head(head, encoding, name).strip()
    by_line = not text.startswith("[")
    found = _objects_by_line(text) if by_line else _objects_of_list(text[1:])
    keys = {key: None for record in islice(found, _OBJECTS) for key in record if key and not _UNNAMEABLE & set(key)}
    if not keys:
        raise UnreadableDatasetError(
            f"{name} holds no JSON objects.", "It needs an object a line, or one list of objects."
        )
    if head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    return JsonTable(path, tuple(distinct(tuple(keys))), tuple(keys), by_line, encoding)


def _objects_by_line(text: str) -> Iterator[dict[str, Any]]:
    for line in lines_of(text):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _objects_of_list(text: str) -> Iterator[dict[str, Any]]:
    decoder, position = json.JSONDecoder(), 0
    while True:
        while position < len(text) and text[position] in _BETWEEN:
            position += 1
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            yield value
