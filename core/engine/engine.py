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

    from core.engine.tastes import TasteCounts, TitlesAsked, UserGroups
    from core.progress import Watch
    from core.sources.source import ItemsColumns, Source, Table

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
    mean, taken in a second pass; ``ITEMS`` counts different items. ``ENTROPY`` is that of the rating values, in bits.

    With ratings beyond a `Span` taken for its ends: ``SQUARES_IN_SPAN``, and ``BOTTOM`` and ``TOP``, which count the
    ratings in its lowest and highest tenth. ``RESIDUALS`` is the sum of the ratings minus what is usual for their
    titles: the mean of all ratings, and the title's own deviation from it, shrunken by `TITLE_SHRINKAGE`;
    ``RESIDUAL_SQUARES`` is the sum of their squares, ``TITLE_ERRORS`` that of the squared deviations from the titles'
    means.

    ``LOG_POPULARITY`` is the sum of ln(1 + ratings of the title); ``POPULAR`` counts the ratings of the tenth of the
    titles that has most ratings, with all titles that have as many as the last of these.

    A rating counts for the genres of its title, equal shares for each; ``GENRE_ENTROPY`` in bits and
    ``TOP_GENRE_SHARE`` are 0, and ``TOP_GENRE`` (text, the first by name of several) empty where no title has any.

    ``FIRST_TIME`` and ``LAST_TIME`` are in seconds since 1970, NaN where no time can be read; ``ACTIVE_DAYS`` counts
    the different days (UTC).
    """

    RATINGS = "ratings"
    MEAN = "mean"
    SQUARES = "squares"
    LOWEST = "lowest"
    HIGHEST = "highest"
    ITEMS = "items"
    ENTROPY = "entropy"
    BOTTOM = "bottom"
    TOP = "top"
    SQUARES_IN_SPAN = "squares_in_span"
    RESIDUALS = "residuals"
    RESIDUAL_SQUARES = "residual_squares"
    TITLE_ERRORS = "title_errors"
    LOG_POPULARITY = "log_popularity"
    POPULAR = "popular"
    GENRE_ENTROPY = "genre_entropy"
    TOP_GENRE_SHARE = "top_genre_share"
    TOP_GENRE = "top_genre"
    FIRST_TIME = "first_time"
    LAST_TIME = "last_time"
    ACTIVE_DAYS = "active_days"


TITLE_SHRINKAGE = 25
"""So many ratings of the overall mean are added to those of a title."""


@dataclass(frozen=True)
class Span:
    """From the lowest to the highest rating that is taken as it is."""

    low: float
    high: float

    @property
    def bottom(self) -> float:
        """The end of its lowest tenth."""
        return self.low + (self.high - self.low) / 10

    @property
    def top(self) -> float:
        """The beginning of its highest tenth."""
        return self.high - (self.high - self.low) / 10


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


@dataclass(frozen=True)
class RatedTitles:
    """Titles with ratings of one user, the item's id where there is no title: the ``highest`` rated, best first, and
    the ``lowest`` rated, worst first.
    """

    highest: tuple[tuple[str, float], ...]
    lowest: tuple[tuple[str, float], ...]


class Engine(Protocol):
    """Whoever can answer."""

    def first_rows(self, table: Table, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows of a table in the order of the file, as they are written; None where nothing is."""

    def catalogue_size(self, table: Table, columns: ItemsColumns) -> int:
        """How many different items an items table lists; all of these columns are read."""

    def count(self, source: Source, watch: Watch) -> Count:
        """Count the ratings of a source; the watch hears of later passes by names of their own.

        What follows is answered for the source that was counted last, where it has ratings.
        """

    def rating_frequencies(self) -> RatingFrequencies:
        """How often each rating occurs."""

    def ratings_by_item(self) -> np.ndarray:
        """How many ratings each rated item got, ascending."""

    def user_aggregates(
        self, source: Source, wanted: Collection[Aggregate], span: Span, watch: Watch
    ) -> UserAggregates:
        """The wanted aggregates of every user's ratings, the same on every run to the last digit.

        How many scans they take is up to `core.engine.passes`, not to their number; genres need an items table with
        genres, times a column of them. The watch hears of each scan by a name of its own.
        """

    def first_left_out(self, source: Source, rows: int, watch: Watch) -> list[LeftOutRow]:
        """The first rows that are no ratings, in the order of the file."""

    def ratings_of_user(self, user: str) -> RatingFrequencies:
        """How often a user gave each rating; empty for a user who is not there."""

    def ratings_of_users(self, users: np.ndarray) -> RatingFrequencies:
        """How often these users (n,) together gave each rating; they are named as in `UserAggregates`."""

    def rated_titles(self, source: Source, user: str, rows: int, watch: Watch) -> RatedTitles:
        """Up to so many titles that a user rated highest, and lowest, from one scan."""

    def tastes(self, source: Source, groups: UserGroups, asked: TitlesAsked, span: Span, watch: Watch) -> TasteCounts:
        """What groups of users rate, the same on every run to the last digit.

        Two scans of the ratings, one without an items table with genres, whatever the number of groups.
        """

    def close(self) -> None:
        """Forget everything and stop what is running; closing twice is harmless."""
