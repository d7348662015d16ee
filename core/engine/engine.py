"""What an engine is: the questions that the product asks of ratings, and the shapes of the answers.

Ratings are counted where they lie; only results come back. Every question raises `Cancelled` where its watch says stop,
`UnreadableDatasetError` where a file does not read as the table that it seemed to be (`NotUtf8Error` where its encoding
is why), and `EngineError` where memory or disk ran out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np

    from core.progress import Watch
    from core.sources.source import Source, Table

LARGEST_RATING = 1e100
"""Beyond, squares of ratings are no longer numbers; larger ones count as none."""


class Reason(StrEnum):
    """Why a row is left out: the first that holds, its form looked at before its fields."""

    TOO_FEW_FIELDS = "too few fields"
    TOO_MANY_FIELDS = "too many fields"
    UNCLOSED_QUOTE = "line in a quote that is not closed"
    NO_JSON_OBJECT = "no JSON object"
    MISSING_USER = "missing user"
    MISSING_ITEM = "missing item"
    MISSING_RATING = "missing rating"
    NOT_A_NUMBER = "rating is not a number"


class Aggregate(StrEnum):
    """What can be asked of each user's ratings.

    ``MEAN`` is exactly the rating where all are the same; ``SQUARES`` is the sum of the squared deviations from the
    mean, taken in a second pass; ``ITEMS`` counts different items.
    """

    RATINGS = "ratings"
    MEAN = "mean"
    SQUARES = "squares"
    LOWEST = "lowest"
    HIGHEST = "highest"
    ITEMS = "items"


@dataclass(frozen=True)
class Count:
    """What the first reading of a ratings table gave.

    ``left_out`` counts rows by reason, lines where rows stand behind a quote that is not closed; ``duplicate_pairs``
    counts the ratings beyond the first of the same user and item, which are ratings too.
    """

    left_out: Mapping[Reason, int]
    ratings: int
    duplicate_pairs: int = 0

    @property
    def rows_read(self) -> int:
        """How many rows there were."""
        return self.ratings + sum(self.left_out.values())


@dataclass(frozen=True)
class LeftOutRow:
    """A row that is no rating: its number among the rows from 1, the reason, and its fields in one text."""

    number: int
    reason: Reason
    text: str


@dataclass(frozen=True, eq=False)
class RatingFrequencies:
    """How often each rating occurs: ``counts`` (integers) of ``values`` (floats), which ascend."""

    values: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True, eq=False)
class UserAggregates:
    """An array for each aggregate, with a value for each of ``ids``.

    These ascend, as integers where every user id is one of 64 bits as it is usually written, else as text.
    """

    ids: np.ndarray
    values: Mapping[Aggregate, np.ndarray]


class Engine(Protocol):
    """Whoever can answer."""

    def first_rows(self, table: Table, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows of a table in the order of the file, as they are written; None where nothing is."""

    def catalogue_size(self, table: Table, item: str) -> int:
        """How many different items an items table lists in its column ``item``."""

    def count(self, source: Source, watch: Watch) -> Count:
        """Count the ratings of a source; the watch hears of later passes by names of their own.

        What follows is answered for the source that was counted last, where it has ratings.
        """

    def rating_frequencies(self) -> RatingFrequencies:
        """How often each rating occurs."""

    def ratings_by_item(self) -> np.ndarray:
        """How many ratings each rated item got, ascending."""

    def user_aggregates(self, wanted: Collection[Aggregate], watch: Watch) -> UserAggregates:
        """The wanted aggregates of every user's ratings, the same on every run to the last digit."""

    def first_left_out(self, source: Source, rows: int, watch: Watch) -> list[LeftOutRow]:
        """The first rows that are no ratings, in the order of the file."""

    def ratings_of_user(self, user: str) -> RatingFrequencies:
        """How often a user gave each rating; empty for a user who is not there."""

    def highest_rated(self, source: Source, user: str, rows: int, watch: Watch) -> list[tuple[str, float]]:
        """Titles and ratings of what a user rated highest, the item's id where there is no title."""

    def close(self) -> None:
        """Forget everything and stop what is running; closing twice is harmless."""
