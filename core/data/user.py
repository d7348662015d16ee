"""One user: how they rated beside the others of their segment, and what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.dataset import Dataset
from core.data.histogram import RATING_BINS, distribution
from core.engine.engine import RatingFrequencies
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop
from core.text import clean

MOST_ITEMS = 100_000

MOST_VALUES = 12
"""Up to so many different ratings each is compared for itself; beyond, they share `RATING_BINS` bins."""


@dataclass(frozen=True)
class RatingShare:
    """The shares, 0 to 1, of a user's ratings and of their segment's that lie from ``start`` to ``end``.

    Where the two are equal it is one rating; else only the last bin holds its ``end``.
    """

    start: float
    end: float
    of_user: float
    of_segment: float


@dataclass(frozen=True)
class UserProfile:
    """How many ratings a user gave, how these compare with their segment's, and up to `MOST_ITEMS` titles with ratings:
    the ``highest`` rated, best first, and the ``lowest`` rated, worst first.
    """

    user: str
    num_ratings: int
    shares: tuple[RatingShare, ...]
    highest: tuple[tuple[str, float], ...]
    lowest: tuple[tuple[str, float], ...]


def user_profile(
    dataset: Dataset,
    user: str,
    segment: np.ndarray,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> UserProfile:
    """The ratings of the user with that id (as text), beside those of all users of a ``segment`` (ids); empty for a
    user that is not in the dataset.

    Raises:
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes: the titles take one scan of the ratings.
    """
    watch = Watch("Looking up the user's ratings", progress, should_stop)
    with dataset.read_again():
        rated = dataset.engine.rated_titles(dataset.source, user, MOST_ITEMS, watch)
    given = dataset.engine.ratings_of_user(user)
    return UserProfile(
        user=clean(user),
        num_ratings=int(given.counts.sum()),
        shares=rating_shares(given, dataset.engine.ratings_of_users(segment)),
        highest=_cleaned(rated.highest),
        lowest=_cleaned(rated.lowest),
    )


def rating_shares(user: RatingFrequencies, segment: RatingFrequencies) -> tuple[RatingShare, ...]:
    """The shares of each rating, or of ranges of ratings where there are many; none without ratings."""
    values = np.union1d(user.values, segment.values)
    if not user.counts.sum() or not segment.counts.sum():
        return ()
    counts = [_counts(values, one) for one in (user, segment)]
    starts = ends = values
    if len(values) > MOST_VALUES:
        edges = np.array(distribution(values, RATING_BINS, counts[0] + counts[1]).edges)
        starts, ends = edges[:-1], edges[1:]
        counts = [np.histogram(values, edges, weights=one)[0] for one in counts]
    shares = [one / one.sum() for one in counts]
    rows = zip(starts.tolist(), ends.tolist(), *(one.tolist() for one in shares), strict=True)
    return tuple(RatingShare(*row) for row in rows)


def _counts(values: np.ndarray, given: RatingFrequencies) -> np.ndarray:
    """How often each of ``values``, which hold all that were given, occurs."""
    counts = np.zeros(len(values))
    counts[np.searchsorted(values, given.values)] = given.counts
    return counts


def _cleaned(rated: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    return tuple((clean(title), float(rating)) for title, rating in rated)
