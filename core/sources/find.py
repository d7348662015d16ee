"""Which source a path is: a folder, a file, or nothing that we know."""

from __future__ import annotations

from pathlib import Path

from core.errors import DatasetNotFoundError, NotADatasetError, UnreadableDatasetError
from core.sources.movielens import movielens_source, with_movies_beside
from core.sources.source import Source
from core.sources.tables import csv_source
from core.text import clean

TABLE_ENDINGS = (".csv", ".csv.gz")
"""How the names of files end that can hold ratings, in any case."""


def find_source(path: Path) -> Source:
    """The source that a path stands for.

    Raises:
        DatasetNotFoundError: nothing is there.
        NotADatasetError: what is there is no ratings table.
        UnreadableDatasetError, EmptyDatasetError: as the sources say.
    """
    try:
        path = path.expanduser()
        is_folder, is_file, exists = path.is_dir(), path.is_file(), path.exists()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableDatasetError(f"{clean(path)} cannot be opened ({reason}).", "Check the path.") from error
    if not exists:
        raise DatasetNotFoundError(f"{clean(path)} does not exist.", "Check the path.")
    if is_folder:
        return movielens_source(path)
    if not is_file or not path.name.lower().endswith(TABLE_ENDINGS):
        raise NotADatasetError(
            f"{clean(path)} is no table of ratings.",
            "Name a MovieLens folder, or a CSV file with the columns userId, movieId and rating.",
        )
    source = csv_source(path)
    return with_movies_beside(source) if path.name.startswith("ratings.") else source
