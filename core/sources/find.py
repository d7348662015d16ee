"""Which source a path is: a folder, an archive, a file, or nothing that we know."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from core.errors import DatasetNotFoundError, NotADatasetError, UnreadableDatasetError
from core.progress import Watch
from core.sources.archives import unpack
from core.sources.folders import file_source, folder_source
from core.sources.source import FrameTable, JsonTable, Origin, Source, TextTable
from core.sources.tables import TABLE_ENDINGS, is_table, with_items
from core.sources.text_files import in_utf8
from core.text import clean
from core.workspace import Workspace

ARCHIVE_ENDING = ".zip"


def is_openable(name: str) -> bool:
    """Whether a file of that name can be a dataset."""
    return is_table(name) or name.lower().endswith(ARCHIVE_ENDING)


def find_source(
    path: Path, columns: Mapping[str, str], items: Path | None, workspace: Workspace, watch: Watch
) -> Source:
    """The source that a path stands for; ``columns`` are given names by role, ``items`` an items table.

    Raises:
        DatasetNotFoundError: nothing is there.
        NotADatasetError: what is there is not a ratings table.
        UnclearColumnsError: it does not say which column is which.
        UnreadableDatasetError, EmptyDatasetError, EngineError: as the sources say.
    """
    source = _source_at(_existing(path), columns, workspace, watch)
    if items is not None:
        source = with_items(source, _existing(items), workspace)
    return in_plain_text(source, workspace, watch)


def in_plain_text(source: Source, workspace: Workspace, watch: Watch) -> Source:
    """The source with its text in UTF-8; another encoding is noted.

    Raises:
        UnreadableDatasetError, EngineError: as `in_utf8` says.
    """
    for table in (source.ratings, source.items):
        if isinstance(table, TextTable | JsonTable) and not table.encoding.startswith("utf-8"):
            note = f"{clean(table.path.name)} is read as {_ENCODING_NAMES.get(table.encoding, 'UTF-16')}."
            source = replace(source, notes=(*source.notes, note))
    ratings, items = source.ratings, source.items
    if isinstance(ratings, TextTable | JsonTable):
        ratings = in_utf8(ratings, workspace, watch)
    if isinstance(items, TextTable | JsonTable):
        items = in_utf8(items, workspace, watch)
    return replace(source, ratings=ratings, items=items)


_ENCODING_NAMES = {"latin-1": "Latin-1", "utf-32": "UTF-32"}


def _source_at(path: Path, columns: Mapping[str, str], workspace: Workspace, watch: Watch) -> Source:
    if path.is_dir():
        return _with_origin(folder_source(path, clean(path.resolve().name) or clean(path), workspace, columns))
    if not path.is_file():
        raise NotADatasetError(f"{clean(path)} is a pipe or a device.", "Save what it gives as a file first.")
    if path.name.lower().endswith(ARCHIVE_ENDING):
        folder = unpack(path, workspace, watch)
        source = _with_origin(folder_source(folder, clean(path.stem), workspace, columns))
        return replace(source, origin=_in_archive(source.origin, path, folder))
    if not is_table(path.name):
        raise NotADatasetError(
            f"{clean(path)} is not a table of ratings, by its name.",
            f"Name a folder, a .zip, or a file that ends in {', '.join(_SHOWN_ENDINGS)}.",
        )
    return _with_origin(file_source(path, workspace, columns))


def _with_origin(source: Source) -> Source:
    """The source with its ratings table as it was found, before it is copied or converted."""
    table = source.ratings
    encoding = table.encoding if isinstance(table, TextTable | JsonTable) else "utf-8"
    return source if isinstance(table, FrameTable) else replace(source, origin=Origin(table.path.absolute(), encoding))


def _in_archive(origin: Origin | None, archive: Path, folder: Path) -> Origin | None:
    """An origin in the folder that an archive was unpacked to, as a member of the archive."""
    if origin is None:
        return None
    unpacked = PurePosixPath(origin.path.relative_to(folder.absolute()))
    with zipfile.ZipFile(archive) as members:
        name = next(name for name in members.namelist() if PurePosixPath(name) == unpacked)
    return replace(origin, path=archive.absolute(), member=name)


_SHOWN_ENDINGS = [ending for ending in TABLE_ENDINGS if not ending.endswith(".gz")]


def _existing(path: Path) -> Path:
    try:
        path = path.expanduser()
        path.stat()
    except FileNotFoundError as error:
        raise DatasetNotFoundError(f"{clean(path)} does not exist.", "Check the path.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableDatasetError(f"{clean(path)} cannot be opened ({reason}).", "Check the path.") from error
    return path
