"""Text files as they come: their first lines, their encoding, and a copy in UTF-8 where they have another one."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedIOBase
from pathlib import Path
from typing import IO, TypeVar

from core.errors import EmptyDatasetError, EngineError, UnreadableDatasetError
from core.progress import Progress, Watch, raise_if_stopped
from core.remedies import NameTable
from core.sources.source import JsonTable, TextTable, is_gzipped
from core.sources.unchanged import unchanged
from core.text import clean
from core.workspace import Workspace

HEAD_BYTES = 1 << 18
LARGEST_COPY = 4 << 30
"""No more than this is ever written for one file that has to be copied."""

LARGEST_LISTED = 1 << 25
"""The largest file that is read as a whole."""

_CHUNK = 1 << 20
_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = {
    b"\x1f\x8b": "gzip file",
    b"PK\x03\x04": "zip archive",
    b"PAR1": "Parquet file",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"%PDF": "PDF",
    b"SQLite format 3": "database",
}
_ENDINGS = {"gzip file": ".gz", "zip archive": ".zip", "Parquet file": ".parquet"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = {"utf-8": 0.3, "latin-1": 0.03}
"""The share of control characters from which on a file is not text: a hostile title may hold some, an image more."""


def read_head(path: Path) -> bytes:
    """The first bytes of a file, unpacked where it is gzipped.

    Raises:
        EmptyDatasetError: there are none.
        UnreadableDatasetError: it cannot be read.
    """
    with _readable(path) as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise EmptyDatasetError(f"{clean(path.name)} is empty.", "Choose a file with ratings in it.")
    return head


def lines_of(text: str) -> list[str]:
    """Its lines; only line feeds and carriage returns end one."""
    return _LINE_END.split(text)


def read_lines(path: Path) -> list[str]:
    """The lines of a small text file that are not blank.

    Raises:
        UnreadableDatasetError: it cannot be read, is not text, or is larger than `LARGEST_LISTED`.
    """
    with _readable(path) as stream:
        data = stream.read(LARGEST_LISTED + 1)
    if len(data) > LARGEST_LISTED:
        raise UnreadableDatasetError(f"{clean(path.name)} is too large.", "Save it as CSV.")
    name = clean(path.name)
    return [line for line in lines_of(decoded_head(data, encoding_of(data, name), name)) if line.strip()]


def encoding_of(head: bytes, name: str) -> str:
    """The encoding of text that begins so: UTF-8, UTF-16 or UTF-32 by their marks or zeros, else Latin-1.

    Raises:
        UnreadableDatasetError: it is not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    odd, even = head[1::2].count(0) / max(1, len(head) // 2), head[::2].count(0) / max(1, (len(head) + 1) // 2)
    if max(odd, even) > 0.7 and min(odd, even) < 0.3:
        return "utf-16-le" if odd > even else "utf-16-be"
    for magic, kind in _OTHER_FILES.items():
        if head.startswith(magic):
            remedy = f"Rename it, to end in {_ENDINGS[kind]}." if kind in _ENDINGS else NameTable()
            raise UnreadableDatasetError(f"{name} is not text but a {kind}.", remedy)
    encoding = "utf-8" if _is_utf8(head) else "latin-1"
    if len(_CONTROLS.findall(head)) > _MOST_CONTROLS[encoding] * len(head):
        raise UnreadableDatasetError(f"{name} is not text.", NameTable())
    return encoding


def decoded_head(head: bytes, encoding: str, name: str) -> str:
    """The text of the first bytes; a character cut at their end is left out."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError as error:
        raise UnreadableDatasetError(f"{name} is not {encoding} text.", "Save the table again, as UTF-8.") from error
    return text.removeprefix("\ufeff")


Text = TypeVar("Text", bound=TextTable | JsonTable)


def in_utf8(table: Text, workspace: Workspace, watch: Watch) -> Text:
    """The same table in UTF-8: itself, or a copy of it in the workspace.

    Raises:
        UnreadableDatasetError: it is not text in that encoding, too large, or changed meanwhile.
        EngineError: the disk is full.
        Cancelled: the watch said stop.
    """
    if table.encoding == "utf-8":
        return table
    path, encoding, name = table.path, table.encoding, clean(table.path.name)
    copy = workspace.new_path(".csv", path)
    decoder = codecs.getincrementaldecoder(encoding)()
    task = Progress(f"Reading {name} as {encoding}")
    written = 0
    try:
        with unchanged(path), writable(copy) as target:
            for chunk in _chunks(path):
                raise_if_stopped(watch.should_stop)
                watch.progress(task)
                written += target.write(decoder.decode(chunk).encode())
                if written > LARGEST_COPY:
                    raise UnreadableDatasetError(f"{name} is too large for its encoding.", "Save it as UTF-8.")
            target.write(decoder.decode(b"", final=True).encode())
    except UnicodeError as error:
        raise UnreadableDatasetError(f"{name} is not {encoding} text.", "Save the table again, as UTF-8.") from error
    return replace(table, path=copy, encoding="utf-8")


def _chunks(path: Path) -> Iterator[bytes]:
    with _readable(path) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@contextmanager
def _readable(path: Path) -> Iterator[BufferedIOBase]:
    name = clean(path.name)
    try:
        with gzip.open(path, "rb") if is_gzipped(path) else path.open("rb") as stream:
            yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableDatasetError(
            f"{name} is damaged: it cannot be unpacked.", "Fetch or compress it again."
        ) from error
    except OSError as error:
        raise UnreadableDatasetError(
            f"{name} cannot be read ({error.strerror or error}).", "Check the file and its permissions."
        ) from error


@contextmanager
def writable(path: Path) -> Iterator[IO[bytes]]:
    """A new file; whatever goes wrong within is taken for the disk's fault.

    Raises:
        EngineError: it cannot be written.
    """
    try:
        with path.open("xb") as stream:
            yield stream
    except OSError as error:
        raise EngineError(
            f"Nothing can be written to {clean(path.parent)} ({error.strerror or error}).",
            "Free disk space, or let TMPDIR name another folder.",
        ) from error


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
