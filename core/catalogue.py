"""The catalogue of user features: their names, titles and decimals."""

from __future__ import annotations

from dataclasses import dataclass

from core import formats


@dataclass(frozen=True)
class Feature:
    """A user feature: its name in files, its title, what it is called where room is short, its decimals."""

    name: str
    title: str
    short: str
    digits: int
    whole: bool = False
    """Whether the values of users are whole numbers; their means need not be."""

    def of_user(self, value: float) -> str:
        """One user's value, written out."""
        return formats.decimal(float(value), 0 if self.whole else 2)

    def of_many(self, value: float) -> str:
        """A mean over users, written out."""
        return formats.decimal(float(value), self.digits)


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("num_ratings", "Number of ratings", "ratings", 1, whole=True),
        Feature("avg_rating", "Average rating", "average", 2),
        Feature("std_rating", "Rating std dev", "std dev", 2),
        Feature("min_rating", "Lowest rating", "lowest", 2),
        Feature("max_rating", "Highest rating", "highest", 2),
        Feature("num_movies", "Number of items", "items", 1, whole=True),
        Feature("rating_range", "Range of ratings", "range", 2),
    )
}
"""The catalogue, in the order of the table."""
