"""MovieLens as GroupLens publishes it, in every generation: ``ratings.csv``, ``ratings.dat``, ``u.data``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import SegscopeError
from core.sources.plain import writable
from core.sources.source import ItemsColumns, RatingsColumns, Source, TextTable
from core.sources.tables import table_source, with_items
from core.sources.text_files import read_lines
from core.workspace import Workspace

_COLUMNS = ("userId", "movieId", "rating", "timestamp")
_RATINGS = ("ratings.csv", "ratings.dat", "u.data")
_ITEMS = ("movies.csv", "movies.dat", "u.item")
_GENRES = "u.genre"
_GENRE_FLAGS_FROM = 5


def find_ratings(files: Sequence[Path]) -> Path | None:
    """MovieLens's ratings among these files, the newest layout first."""
    return _named(files, _RATINGS)


def ratings_source(path: Path, workspace: Workspace, given: Mapping[str, str]) -> Source:
    """The source for a ratings file; an older MovieLens's columns are named as in the newer layout.

    Raises:
        SegscopeError: as `table_source` says.
    """
    source = table_source(path, workspace, given)
    is_old = path.name.lower().removesuffix(".gz") in _RATINGS[1:]
    table = source.ratings
    if given or not is_old or not isinstance(table, TextTable) or table.has_header:
        return source
    columns = _COLUMNS[: len(table.columns)]
    named = RatingsColumns(timestamp=columns[3] if len(columns) > 3 else None)
    return replace(source, ratings=replace(table, columns=columns), ratings_columns=named, notes=())


def with_movies(source: Source, files: Sequence[Path], workspace: Workspace) -> Source:
    """The source with MovieLens's movies among these files as its items table, if they are there.

    Older layouts are written anew as CSV: titles may hold their delimiter, and genres stand in a table of their own.
    """
    movies = _named(files, _ITEMS)
    if movies is None:
        return source
    try:
        if movies.name.lower().startswith("movies.dat"):
            return _with_rows(source, movies, _of_movies_dat(movies), workspace)
        if movies.name.lower().startswith("u.item"):
            return _with_rows(source, movies, _of_u_item(movies, _named(files, (_GENRES,))), workspace)
        return with_items(source, movies, workspace)
    except SegscopeError as error:
        return replace(source, notes=(*source.notes, f"The movies are left out: {error.what}"))


def _named(files: Sequence[Path], names: Sequence[str]) -> Path | None:
    by_name = {path.name.lower(): path for path in files}
    return next((by_name[n] for name in names for n in (name, f"{name}.gz") if n in by_name), None)


def _with_rows(source: Source, movies: Path, rows: Iterator[tuple[str, str, str]], workspace: Workspace) -> Source:
    path = workspace.new_path(".csv", movies)
    columns = ("movieId", "title", "genres")
    with writable(path) as stream, io.TextIOWrapper(stream, encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return replace(source, items=TextTable(path, columns), items_columns=ItemsColumns(genres="genres"))


def _of_movies_dat(path: Path) -> Iterator[tuple[str, str, str]]:
    """Rows of ``movies.dat``: ``id::title::genres``; the title may hold ``::`` itself."""
    for line in read_lines(path):
        item, *title, genres = line.split("::") if line.count("::") > 1 else (*line.partition("::")[::2], "")
        yield item, "::".join(title), genres


def _of_u_item(path: Path, genres: Path | None) -> Iterator[tuple[str, str, str]]:
    """Rows of ``u.item``: ``id|title|date|video date|address|flag|flag…``, a flag for each genre of ``u.genre``."""
    names = [] if genres is None else [line.partition("|")[0] for line in read_lines(genres)]
    for line in read_lines(path):
        item, title, *rest = *line.split("|"), ""
        flags = rest[_GENRE_FLAGS_FROM - 2 :]
        yield item, title, "|".join(name for name, flag in zip(names, flags, strict=False) if flag == "1")
