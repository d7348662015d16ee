"""Text files as they come: their first lines, and their encoding."""

from __future__ import annotations

import codecs
import gzip
import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from core.errors import EmptyDatasetError, NotADatasetError, UnreadableDatasetError
from core.remedies import NameTable
from core.sources.source import is_gzipped
from core.text import clean

HEAD_BYTES = 1 << 18
"""How much of a file is looked at to tell what it is."""

GLANCE_BYTES = 1 << 16
"""How much of a file is looked at that only lies beside the one that is opened."""

LARGEST_LISTED = 1 << 25
"""The largest file that is read as a whole."""

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


def read_head(path: Path, most_bytes: int = HEAD_BYTES) -> bytes:
    """The first bytes of a file, unpacked where it is gzipped.

    Raises:
        EmptyDatasetError: there are none.
        UnreadableDatasetError: it cannot be read.
    """
    with readable(path) as (_, stream):
        head = stream.read(most_bytes)
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
    with readable(path) as (_, stream):
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


@contextmanager
def readable(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """An open file, and the stream of its bytes, unpacked where it is gzipped.

    Raises:
        NotADatasetError: it is a pipe or a device.
        UnreadableDatasetError: it cannot be read, within the block either.
    """
    name = clean(path.name)
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise no_plain_file(path)
            if is_gzipped(path):
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield file, cast("IO[bytes]", unpacked)
            else:
                yield file, file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableDatasetError(
            f"{name} is damaged: it cannot be unpacked.", "Fetch or compress it again."
        ) from error
    except OSError as error:
        raise UnreadableDatasetError(
            f"{name} cannot be read ({error.strerror or error}).", "Check the file and its permissions."
        ) from error


def no_plain_file(path: Path) -> NotADatasetError:
    """The error for what would keep a reader waiting."""
    return NotADatasetError(f"{clean(path)} is a pipe or a device.", "Save what it gives as a file first.")


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to is opened at once as well."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
