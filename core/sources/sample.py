"""The built-in sample: synthetic ratings, invented titles; beside this package in a wheel, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from core.errors import DatasetNotFoundError
from core.sources.source import ItemsColumns, Origin, RatingsColumns, Source, TextTable

SAMPLE_NAME = "built-in sample (synthetic)"

_CORE = Path(__file__).resolve().parent.parent
_HOMES = (_CORE / "sample_data", _CORE.parent / "data")


def sample_source() -> Source:
    """The source of the built-in sample.

    Raises:
        DatasetNotFoundError: the installation lacks it.
    """
    home = next((home for home in _HOMES if (home / "ratings.csv").is_file()), None)
    if home is None:
        raise DatasetNotFoundError(
            "The built-in sample is not installed.", "Install segscope again, or name a dataset."
        )
    return Source(
        name=SAMPLE_NAME,
        ratings=TextTable(home / "ratings.csv", ("userId", "movieId", "rating", "timestamp")),
        ratings_columns=RatingsColumns(timestamp="timestamp"),
        origin=Origin(home / "ratings.csv"),
        items=TextTable(home / "movies.csv", ("movieId", "title", "genres")),
        items_columns=ItemsColumns(genres="genres"),
        synthetic=True,
    )
