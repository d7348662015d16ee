"""Which source a path is: a folder, an archive, a file, or nothing that we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from core.errors import DatasetNotFoundError, NotADatasetError, SegscopeError, UnreadableDatasetError
from core.progress import Watch
from core.sources.archives import unpack
from core.sources.folders import file_source, folder_source
from core.sources.plain import in_utf8
from core.sources.source import FrameTable, JsonTable, Origin, Source, TextTable
from core.sources.tables import TABLE_ENDINGS, is_table, with_items
from core.sources.text_files import no_plain_file
from core.text import clean
from core.workspace import Workspace

ARCHIVE_ENDING = ".zip"


def is_openable(name: str) -> bool:
    """Whether a file of that name can be a dataset."""
    return is_table(name) or name.lower().endswith(ARCHIVE_ENDING)


def find_source(
    path: Path, columns: Mapping[str, str], items: Path | None, workspace: Workspace, watch: Watch
) -> Source:
    """The source of what lies at a path; ``columns`` are given names by role, ``items`` an items table.

    Raises:
        DatasetNotFoundError: no items table is there.
        NotADatasetError: what is there is not a ratings table.
        UnclearColumnsError: it does not say which column is which.
        UnreadableDatasetError, EmptyDatasetError, EngineError: as the sources say.
    """
    source = _source_at(path, columns, workspace, watch)
    if items is not None:
        return in_plain_text(with_items(source, existing(items), workspace), workspace, watch)
    source = _with_plain_ratings(source, workspace, watch)
    try:
        return _with_plain_items(source, workspace, watch)
    except SegscopeError as error:
        return source.without_items(error.what)


def in_plain_text(source: Source, workspace: Workspace, watch: Watch) -> Source:
    """The source with its text unpacked and in UTF-8; another encoding is noted.

    Raises:
        UnreadableDatasetError, EngineError: as `in_utf8` says.
    """
    return _with_plain_items(_with_plain_ratings(source, workspace, watch), workspace, watch)


def _with_plain_ratings(source: Source, workspace: Workspace, watch: Watch) -> Source:
    table = source.ratings
    if not isinstance(table, TextTable | JsonTable):
        return source
    return replace(_noted(source, table), ratings=in_utf8(table, workspace, watch))


def _with_plain_items(source: Source, workspace: Workspace, watch: Watch) -> Source:
    table = source.items
    if not isinstance(table, TextTable | JsonTable):
        return source
    return replace(_noted(source, table), items=in_utf8(table, workspace, watch))


def _noted(source: Source, table: TextTable | JsonTable) -> Source:
    """The source with a note where a table is not UTF-8."""
    if table.encoding.startswith("utf-8"):
        return source
    note = f"{clean(table.path.name)} is read as {_ENCODING_NAMES.get(table.encoding, 'UTF-16')}."
    return replace(source, notes=(*source.notes, note))


_ENCODING_NAMES = {"latin-1": "Latin-1", "utf-32": "UTF-32"}


def _source_at(path: Path, columns: Mapping[str, str], workspace: Workspace, watch: Watch) -> Source:
    if path.is_dir():
        return _with_origin(folder_source(path, clean(path.resolve().name) or clean(path), workspace, columns, watch))
    if not path.is_file():
        raise no_plain_file(path)
    if path.name.lower().endswith(ARCHIVE_ENDING):
        unpacked = unpack(path, workspace, watch)
        source = _with_origin(folder_source(unpacked.folder, clean(path.stem), workspace, columns, watch))
        if source.origin is None:
            return source
        within = partial(_within, path.absolute(), unpacked.members)
        items_origin = None if source.items_origin is None else within(source.items_origin)
        return replace(source, origin=within(source.origin), items_origin=items_origin)
    if not is_table(path.name):
        raise NotADatasetError(
            f"{clean(path)} is not a table of ratings, by its name.",
            f"Name a folder, a .zip, or a file that ends in {', '.join(_SHOWN_ENDINGS)}.",
        )
    return _with_origin(file_source(path, workspace, columns, watch))


def _within(archive: Path, members: Mapping[Path, str], unpacked: Origin) -> Origin:
    """Where an unpacked table was found: in the archive."""
    return replace(unpacked, path=archive, member=members[unpacked.path])


def _with_origin(source: Source) -> Source:
    """The source with its ratings table as it was found, before it is copied or converted."""
    table = source.ratings
    encoding = table.encoding if isinstance(table, TextTable | JsonTable) else "utf-8"
    return source if isinstance(table, FrameTable) else replace(source, origin=Origin(table.path.absolute(), encoding))


_SHOWN_ENDINGS = [ending for ending in TABLE_ENDINGS if not ending.endswith(".gz")]


def existing(path: Path) -> Path:
    """Where a path leads: what is called so here goes before a home folder.

    Raises:
        DatasetNotFoundError: nothing is there.
        UnreadableDatasetError: nobody can look there.
    """
    try:
        if path.parts[:1] == ("~",) and not path.exists():
            path = path.expanduser()
        path.stat()
    except FileNotFoundError as error:
        raise DatasetNotFoundError(f"{clean(path)} does not exist.", "Check the path.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableDatasetError(f"{clean(path)} cannot be opened ({reason}).", "Check the path.") from error
    return path
