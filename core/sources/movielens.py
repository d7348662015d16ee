"""MovieLens as GroupLens publishes it: a folder with ``ratings.csv`` and ``movies.csv``, plain or gzipped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.errors import NotADatasetError, UnreadableDatasetError
from core.sources.source import CsvTable, ItemsColumns, Source
from core.sources.tables import csv_source, read_header, require_columns
from core.text import clean

_SUFFIXES = ("", ".gz")


def movielens_source(folder: Path) -> Source:
    """The source for a MovieLens folder; its movies file may be missing.

    Raises:
        NotADatasetError: there is no ratings file in the folder.
        UnreadableDatasetError: the folder cannot be listed.
    """
    ratings = _find(folder, "ratings.csv")
    if ratings is None:
        raise NotADatasetError(
            f"{clean(folder)} holds no ratings.csv.", "Name a MovieLens folder or a file with ratings."
        )
    return with_movies_beside(replace(csv_source(ratings), name=clean(folder.resolve().name)))


def with_movies_beside(source: Source) -> Source:
    """The source with the ``movies.csv`` that lies beside its ratings as the items table, if there is one."""
    if not isinstance(source.ratings, CsvTable):
        return source
    movies = _find(source.ratings.path.parent, "movies.csv")
    if movies is None:
        return source
    table = read_header(movies)
    columns = ItemsColumns()
    require_columns(table.columns, (columns.item, columns.title), clean(movies.name))
    return replace(source, items=table, items_columns=columns)


def _find(folder: Path, name: str) -> Path | None:
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        raise UnreadableDatasetError(
            f"{clean(folder)} cannot be listed ({error.strerror}).", "Check its permissions."
        ) from error
    return next((folder / (name + suffix) for suffix in _SUFFIXES if name + suffix in names), None)
