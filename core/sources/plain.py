"""Text that the engine can read as it lies there: unpacked, and in UTF-8."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TypeVar

from core.errors import EngineError, UnreadableDatasetError
from core.progress import Progress, Watch, raise_if_stopped
from core.sources.bounds import LARGEST_RATIO, LARGEST_UNPACKED
from core.sources.source import JsonTable, TextTable, is_gzipped
from core.sources.text_files import readable
from core.sources.unchanged import unchanged
from core.text import clean
from core.workspace import Workspace

_CHUNK = 1 << 20

Text = TypeVar("Text", bound=TextTable | JsonTable)


def in_utf8(table: Text, workspace: Workspace, watch: Watch) -> Text:
    """The same table unpacked and in UTF-8: itself, or a copy of it in the workspace.

    Raises:
        UnreadableDatasetError: it is not text in that encoding, damaged, too large, or changed meanwhile.
        EngineError: the disk is full.
        Cancelled: the watch said stop.
    """
    if table.encoding == "utf-8" and not is_gzipped(table.path):
        return table
    path, encoding, name = table.path, table.encoding, workspace.shown_name(table.path)
    copy = workspace.new_path(".csv", path)
    task = f"Unpacking {name}" if is_gzipped(path) else f"Reading {name} as {encoding}"
    try:
        with unchanged(path), writable(copy) as target:
            written = 0
            for text, share in _in_utf8(path, encoding):
                raise_if_stopped(watch.should_stop)
                watch.progress(Progress(task, share))
                written += target.write(text)
                if written > LARGEST_UNPACKED:
                    raise UnreadableDatasetError(
                        f"{name} is larger than {LARGEST_UNPACKED / 2**30:.0f} GiB, unpacked and in UTF-8.",
                        "Save it as plain UTF-8.",
                    )
    except UnicodeError as error:
        raise UnreadableDatasetError(f"{name} is not {encoding} text.", "Save the table again, as UTF-8.") from error
    return replace(table, path=copy, encoding="utf-8")


def _in_utf8(path: Path, encoding: str) -> Iterator[tuple[bytes, float]]:
    """The text of a file in UTF-8, part by part, each with the share of the file that is read by then."""
    if encoding == "utf-8":
        yield from _chunks(path)
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk, share in _chunks(path):
        yield decoder.decode(chunk).encode(), share
    yield decoder.decode(b"", final=True).encode(), 1.0


def _chunks(path: Path) -> Iterator[tuple[bytes, float]]:
    """The bytes of a file, unpacked; one that unpacks to far more than it holds is refused."""
    with readable(path) as (file, stream):
        size = os.fstat(file.fileno()).st_size
        unpacked = 0
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > LARGEST_RATIO * size and is_gzipped(path):
                raise UnreadableDatasetError(
                    f"{clean(path.name)} unpacks to more than {LARGEST_RATIO} times its size, as an archive bomb does.",
                    "If you trust it, unpack it yourself, and name the file.",
                )
            yield chunk, min(1.0, file.tell() / max(1, size))


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
