"""The notebook's own features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.engine.engine import Aggregate
from core.features import clauses
from core.features.feature import Feature, FeatureCode, as_it_is

if TYPE_CHECKING:
    import numpy as np


def _standard_deviation(ratings: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """With n - 1 below; 0 for a single rating."""
    from numpy import maximum, sqrt

    deviations: np.ndarray = sqrt(squares / maximum(ratings - 1, 1))
    return deviations


def _difference(highest: np.ndarray, lowest: np.ndarray) -> np.ndarray:
    difference: np.ndarray = highest - lowest
    return difference


NUM_RATINGS = Feature(
    name="num_ratings",
    title="Number of ratings",
    short="ratings",
    unit="ratings",
    digits=1,
    whole=True,
    definition="How many ratings the user gave.",
    low="few ratings",
    high="many ratings",
    needs=(Aggregate.RATINGS,),
    formula=as_it_is,
    clause=clauses.ratings_given,
    code=FeatureCode("Number of ratings", "Ratings per user", 50, column="rating", function="count"),
)

AVG_RATING = Feature(
    name="avg_rating",
    title="Average rating",
    short="average",
    unit="rating points",
    definition="The mean of the user's ratings.",
    low="low ratings",
    high="high ratings",
    needs=(Aggregate.MEAN,),
    formula=as_it_is,
    clause=clauses.average,
    code=FeatureCode("Average rating", "Average rating per user", column="rating", function="mean"),
)

STD_RATING = Feature(
    name="std_rating",
    title="Rating std dev",
    short="std dev",
    unit="rating points",
    definition="The standard deviation of the user's ratings, dividing by n - 1; 0 for a single rating.",
    low="similar ratings",
    high="varied ratings",
    needs=(Aggregate.RATINGS, Aggregate.SQUARES),
    formula=_standard_deviation,
    clause=clauses.spread,
    code=FeatureCode(
        "Standard deviation",
        "Standard deviation per user",
        column="rating",
        function="std",
        then='users["std_rating"] = users["std_rating"].fillna(0)',
        why="A user with a single rating has no standard deviation: 0 stands for it.",
    ),
)

MIN_RATING = Feature(
    name="min_rating",
    title="Lowest rating",
    short="lowest",
    unit="rating points",
    definition="The lowest rating that the user gave.",
    low="a low lowest rating",
    high="a high lowest rating",
    needs=(Aggregate.LOWEST,),
    formula=as_it_is,
    clause=clauses.lowest,
    code=FeatureCode("Lowest rating", "Lowest rating per user", column="rating", function="min"),
)

MAX_RATING = Feature(
    name="max_rating",
    title="Highest rating",
    short="highest",
    unit="rating points",
    definition="The highest rating that the user gave.",
    low="a low highest rating",
    high="a high highest rating",
    needs=(Aggregate.HIGHEST,),
    formula=as_it_is,
    clause=clauses.highest,
    code=FeatureCode("Highest rating", "Highest rating per user", column="rating", function="max"),
)

NUM_MOVIES = Feature(
    name="num_movies",
    title="Number of items",
    short="items",
    unit="items",
    digits=1,
    whole=True,
    definition="How many different items the user rated.",
    low="few items",
    high="many items",
    needs=(Aggregate.ITEMS,),
    formula=as_it_is,
    clause=clauses.items_rated,
    code=FeatureCode("Number of items", "Items per user", 50, column="item", function="nunique"),
)

RATING_RANGE = Feature(
    name="rating_range",
    title="Range of ratings",
    short="range",
    unit="rating points",
    definition="The highest rating that the user gave minus the lowest.",
    low="a narrow range of ratings",
    high="a wide range of ratings",
    needs=(Aggregate.HIGHEST, Aggregate.LOWEST),
    formula=_difference,
    clause=clauses.width,
    code=FeatureCode(
        "Range of ratings",
        "Range of ratings per user",
        then='users["rating_range"] = users["max_rating"] - users["min_rating"]',
    ),
)
