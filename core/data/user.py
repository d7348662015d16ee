"""One user: how they rated, and what."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.dataset import Dataset
from core.data.histogram import Distribution, rating_distribution
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop
from core.text import clean

MOST_ITEMS = 100_000


@dataclass(frozen=True)
class UserProfile:
    """A user's ratings by value, ascending, and up to `MOST_ITEMS` titles with ratings, the highest rated first.

    ``distribution`` is how the ratings are drawn where they are too many for a bar each, else None.
    """

    user: str
    ratings: tuple[tuple[float, int], ...]
    distribution: Distribution | None
    items: tuple[tuple[str, float], ...]

    @property
    def num_ratings(self) -> int:
        """How many ratings the user gave."""
        return sum(count for _, count in self.ratings)


def user_profile(
    dataset: Dataset,
    user: str,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> UserProfile:
    """The ratings of the user with that id (as text); empty for a user that is not in the dataset.

    Raises:
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes: the titles take one scan of the ratings.
    """
    watch = Watch("Looking up the user's ratings", progress, should_stop)
    with dataset.read_again():
        rated = dataset.engine.highest_rated(dataset.source, user, MOST_ITEMS, watch)
    given = dataset.engine.ratings_of_user(user)
    return UserProfile(
        user=clean(user),
        ratings=tuple(zip(given.values.tolist(), given.counts.tolist(), strict=True)),
        distribution=rating_distribution(given.values, given.counts),
        items=tuple((clean(title), float(rating)) for title, rating in rated),
    )
