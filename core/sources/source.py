"""What a source says about a dataset: the tables and the columns that matter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CsvTable:
    """A delimited text file with a header line, plain or gzipped."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str = ","


@dataclass(frozen=True, eq=False)
class FrameTable:
    """A pandas table in memory."""

    frame: pd.DataFrame

    @property
    def columns(self) -> tuple[str, ...]:
        """Its column names as text."""
        return tuple(str(name) for name in self.frame.columns)


Table = CsvTable | FrameTable


def is_gzipped(path: Path) -> bool:
    """Whether a file is gzipped, by its name."""
    return path.name.lower().endswith(".gz")


@dataclass(frozen=True)
class RatingsColumns:
    """Which columns of a ratings table hold the user, the item and the rating."""

    user: str = "userId"
    item: str = "movieId"
    rating: str = "rating"


@dataclass(frozen=True)
class ItemsColumns:
    """Which columns of an items table hold the item and its title."""

    item: str = "movieId"
    title: str = "title"


@dataclass(frozen=True)
class Source:
    """A dataset before it is read: its name, its ratings table and, where there is one, its items table."""

    name: str
    ratings: Table
    ratings_columns: RatingsColumns
    items: Table | None = None
    items_columns: ItemsColumns = ItemsColumns()
    synthetic: bool = False
