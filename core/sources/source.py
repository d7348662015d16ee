"""What a source says about a dataset: the tables and the columns that matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Period:
    """Of a table the rows alone whose time, in this column, lies ``since`` or later and ``before``; both in seconds
    since 1970, None where there is no end. A row without a time that can be read lies in no period.
    """

    column: str
    since: float | None = None
    before: float | None = None


@dataclass(frozen=True)
class TextTable:
    """A delimited text file, plain or gzipped; the engine reads it once it is UTF-8.

    ``columns`` are distinct; where ``has_header`` is False they were made up. ``quoted`` says whether double quotes can
    enclose a field, ``escape`` what stands before a quote that belongs to it, ``blank_lines`` how many of them stand
    before the first row.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str = ","
    has_header: bool = True
    quoted: bool = True
    escape: str = '"'
    blank_lines: int = 0
    encoding: str = "utf-8"
    period: Period | None = None


@dataclass(frozen=True)
class JsonTable:
    """A JSON file, plain or gzipped: an object a line, or one list of objects.

    ``columns`` are the distinct names of its ``keys``, one for each.
    """

    path: Path
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    by_line: bool
    encoding: str = "utf-8"
    period: Period | None = None


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file; ``fractional`` names the columns of binary floating-point numbers."""

    path: Path
    columns: tuple[str, ...]
    fractional: frozenset[str]
    period: Period | None = None


@dataclass(frozen=True, eq=False)
class FrameTable:
    """A pandas table in memory."""

    frame: pd.DataFrame
    period: Period | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Its column names as text."""
        return tuple(str(name) for name in self.frame.columns)


FileTable = TextTable | JsonTable | ParquetTable
Table = FileTable | FrameTable


def is_gzipped(path: Path) -> bool:
    """Whether a file is gzipped, by its name."""
    return path.name.lower().endswith(".gz")


LIKE = 1


@dataclass(frozen=True)
class RatingsColumns:
    """Which columns of a ratings table hold the user, the item, the rating and, where it is known, when.

    Without a column of ratings every row is a like: a rating of `LIKE`.
    """

    user: str = "userId"
    item: str = "movieId"
    rating: str | None = "rating"
    timestamp: str | None = None

    @property
    def by_role(self) -> dict[str, str]:
        """The names of those that are there, by role."""
        names = {"user": self.user, "item": self.item, "rating": self.rating, "timestamp": self.timestamp}
        return {role: name for role, name in names.items() if name is not None}


@dataclass(frozen=True)
class ItemsColumns:
    """Which columns of an items table hold the item, its title and, where they are known, its genres."""

    item: str = "movieId"
    title: str = "title"
    genres: str | None = None


@dataclass(frozen=True)
class Origin:
    """Where a ratings table was found: a file, or a ``member`` of a zip archive, in its own encoding."""

    path: Path
    encoding: str = "utf-8"
    member: str | None = None


@dataclass(frozen=True)
class Source:
    """A dataset before it is read: its name, its ratings table and, where there is one, its items table.

    ``origin`` says where the ratings were found, None where they were in memory; the table itself may be an unpacked or
    converted copy. ``items_origin`` says it of the items table, None too where that was put together from others.
    ``notes`` say what had to be guessed.
    """

    name: str
    ratings: Table
    ratings_columns: RatingsColumns
    origin: Origin | None = None
    items: Table | None = None
    items_columns: ItemsColumns = ItemsColumns()
    items_origin: Origin | None = None
    synthetic: bool = False
    notes: tuple[str, ...] = ()

    def without_items(self, reason: str) -> Source:
        """The source without its items table, and a note that says why."""
        return replace(self, items=None, notes=(*self.notes, f"The items table is left out: {reason}"))

    @property
    def item_noun(self) -> str:
        """What one item is called: ``movie``, ``book``, or ``item`` where the column's name does not tell."""
        name = self.ratings_columns.item.casefold()
        return next((noun for noun, words in _NOUNS.items() if any(word in name for word in words)), "item")


_NOUNS = {"movie": ("movie", "film"), "book": ("book", "isbn"), "song": ("song", "track")}
