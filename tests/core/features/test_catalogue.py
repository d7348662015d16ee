"""The catalogue: what each feature says of itself, and its formula on figures that can be checked by hand."""

import dataclasses

import numpy as np
import pytest

from core.engine.engine import Aggregate
from core.features.catalogue import FEATURES, STD_RATING

AGGREGATES = {
    Aggregate.RATINGS: np.array([1, 3]),
    Aggregate.MEAN: np.array([4.0, 3.0]),
    Aggregate.SQUARES: np.array([0.0, 8.0]),
    Aggregate.LOWEST: np.array([4.0, 1.0]),
    Aggregate.HIGHEST: np.array([4.0, 5.0]),
    Aggregate.ITEMS: np.array([1, 2]),
}
VALUES = {
    "num_ratings": [1, 3],
    "avg_rating": [4.0, 3.0],
    "std_rating": [0.0, 2.0],
    "min_rating": [4.0, 1.0],
    "max_rating": [4.0, 5.0],
    "num_movies": [1, 2],
    "rating_range": [0.0, 4.0],
}


@pytest.mark.parametrize("name", FEATURES)
def test_a_formula_makes_the_values_of_what_the_feature_needs_alone(name):
    feature = FEATURES[name]
    needed = {aggregate: AGGREGATES[aggregate] for aggregate in feature.needs}
    assert feature.values(needed).tolist() == VALUES[name]


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_says_all_of_itself(name):
    feature = FEATURES[name]
    texts = {field.name: getattr(feature, field.name) for field in dataclasses.fields(feature) if field.type == "str"}
    texts.pop("source")
    assert all(texts.values())
    assert feature.definition.endswith(".")
    assert feature.code.function or feature.code.then


def test_the_card_calls_the_means_of_the_notebook_as_before():
    assert [FEATURES[name].mean_title for name in ("num_ratings", "avg_rating", "std_rating")] == [
        "Avg ratings given",
        "Avg rating value",
        "Avg std dev",
    ]


def test_values_and_means_are_written_with_their_decimals():
    ratings, spread = FEATURES["num_ratings"], STD_RATING
    assert (ratings.of_user(1234.0), ratings.of_many(1234.56)) == ("1,234", "1,234.6")
    assert (spread.of_user(0.987), spread.of_many(0.987)) == ("0.99", "0.99")
