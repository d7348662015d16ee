"""A folder of tables: MovieLens's layouts, else the one table in it that holds ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import NotADatasetError, SegscopeError
from core.progress import Watch, raise_if_stopped
from core.sources import movielens
from core.sources.source import Source, TextTable
from core.sources.tables import listed, table_source, tables_in, with_items_beside
from core.sources.text_files import GLANCE_BYTES
from core.text import clean
from core.workspace import Workspace

_MOST_TABLES = 100
_SHOWN = 6


def folder_source(folder: Path, name: str, workspace: Workspace, given: Mapping[str, str], watch: Watch) -> Source:
    """The source for a folder, or for the one folder below it that holds ratings.

    Raises:
        NotADatasetError: there is none, or more than one, with ratings.
        SegscopeError: as `table_source` says of the only table.
        Cancelled: the watch said stop.
    """
    ratings = _ratings_in(folder, workspace, given, watch)
    if ratings is None:
        below = [entry for entry in listed(folder)[:_MOST_TABLES] if entry.is_dir()]
        found = [ratings for inner in below if (ratings := _ratings_in(inner, workspace, given, watch)) is not None]
        if len(found) > 1:
            raise _several(found, name)
        if not found:
            raise NotADatasetError(
                f"{name} holds no table of ratings.", "Name a MovieLens folder or a file with ratings."
            )
        ratings = found[0]
    return replace(file_source(ratings, workspace, given, watch), name=name)


def file_source(path: Path, workspace: Workspace, given: Mapping[str, str], watch: Watch) -> Source:
    """The source for a ratings file with the items table that lies beside it.

    Raises:
        SegscopeError: as `table_source` says.
        Cancelled: the watch said stop.
    """
    source = movielens.ratings_source(path, workspace, given)
    try:
        files = [entry for entry in listed(path.parent) if entry.is_file()]
    except SegscopeError:
        return source
    if movielens.find_ratings([path]) is not None:
        source = movielens.with_movies(source, files, workspace)
    return source if source.items is not None else with_items_beside(source, path, workspace, watch)


def _ratings_in(folder: Path, workspace: Workspace, given: Mapping[str, str], watch: Watch) -> Path | None:
    """The ratings file of a folder; None where no table holds ratings, unless it is the only table."""
    tables = tables_in(folder)[:_MOST_TABLES]
    ratings = movielens.find_ratings(tables)
    if ratings is not None:
        return ratings
    if len(tables) == 1:
        return tables[0]
    found = [table for table in tables if _holds_ratings(table, workspace, given, watch)]
    if len(found) > 1:
        raise _several(found, clean(folder.name))
    return found[0] if found else None


def _holds_ratings(path: Path, workspace: Workspace, given: Mapping[str, str], watch: Watch) -> bool:
    """Whether the columns of a table say that it holds ratings; a table without a header does not say."""
    raise_if_stopped(watch.should_stop)
    try:
        table = table_source(path, workspace, given, GLANCE_BYTES).ratings
    except SegscopeError:
        return False
    return bool(given) or not isinstance(table, TextTable) or table.has_header


def _several(found: Sequence[Path], name: str) -> NotADatasetError:
    names = ", ".join(clean(path.name, 40) for path in found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
    return NotADatasetError(f"{name} holds more than one table of ratings: {names}.", "Name one of them.")
