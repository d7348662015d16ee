"""The catalogue: what each feature says of itself, and its formula on figures that can be checked by hand."""

import dataclasses

import numpy as np
import pytest

from core.engine.engine import Aggregate
from core.features.catalogue import FEATURES
from core.features.feature import Units
from core.features.notebook import STD_RATING

AGGREGATES = {
    Aggregate.RATINGS: np.array([1, 3]),
    Aggregate.MEAN: np.array([4.0, 3.0]),
    Aggregate.SQUARES: np.array([0.0, 8.0]),
    Aggregate.LOWEST: np.array([4.0, 1.0]),
    Aggregate.HIGHEST: np.array([4.0, 5.0]),
    Aggregate.ITEMS: np.array([1, 2]),
    Aggregate.ENTROPY: np.array([0.0, 1.5]),
    Aggregate.BOTTOM: np.array([0, 1]),
    Aggregate.TOP: np.array([1, 0]),
    Aggregate.SQUARES_IN_SPAN: np.array([0.0, 8.0]),
    Aggregate.RESIDUALS: np.array([-1.1, 2.6]),
    Aggregate.RESIDUAL_SQUARES: np.array([1.21, 2.6**2 / 3 + 8]),
    Aggregate.TITLE_ERRORS: np.array([4.0, 0.75]),
    Aggregate.LOG_POPULARITY: np.array([2.0, 4.5]),
    Aggregate.POPULAR: np.array([0, 3]),
    Aggregate.GENRE_ENTROPY: np.array([0.0, 2.5]),
    Aggregate.TOP_GENRE_SHARE: np.array([0.0, 0.4]),
    Aggregate.FIRST_TIME: np.array([86_400.0, 0.0]),
    Aggregate.LAST_TIME: np.array([86_400.0, 216_000.0]),
    Aggregate.ACTIVE_DAYS: np.array([1, 2]),
}
VALUES = {
    "num_ratings": [1, 3],
    "avg_rating": [4.0, 3.0],
    "std_rating": [0.0, 2.0],
    "min_rating": [4.0, 1.0],
    "max_rating": [4.0, 5.0],
    "num_movies": [1, 2],
    "rating_range": [0.0, 4.0],
    "log_num_ratings": [np.log(2), np.log(4)],
    "harshness": [-1.1 / 11, 2.6 / 13],
    "shrunken_std": [2.0, np.sqrt(48 / 12)],  # 8 over 2 degrees of freedom are 4 within users
    "root_num_ratings": [1.0, np.sqrt(3)],
    "residual_std": [2.0, np.sqrt(48 / 12)],
    "rating_entropy": [0.0, 1.5],
    "top_share": [1.0, 0.0],
    "bottom_share": [0.0, 1 / 3],
    "popularity": [2.0, 1.5],
    "popular_share": [0.0, 1.0],
    "mainstreamness": [2.0, 0.5],
    "genre_entropy": [0.0, 2.5],
    "top_genre_share": [0.0, 0.4],
    "tenure_days": [0.0, 2.5],
    "recency_days": [1.5, 0.0],
    "active_days": [1, 2],
    "ratings_per_active_day": [1.0, 1.5],
}
SAID = {
    "harshness": (
        -0.44,
        0.07,
        "they give about 0.4 stars less than others for the same titles, the median user 0.1 more",
    ),
    "shrunken_std": (1.2, 0.9, "their ratings spread by 1.2 stars (std dev), the median user's by 0.9"),
    "rating_entropy": (3, 2, "their ratings spread evenly over about 8 scores, the median user's over 4"),
    "top_share": (0.412, 0.14, "41.2 % of their ratings are top scores, the median user's 14.0 %"),
    "bottom_share": (0.1, 0.02, "10.0 % of their ratings are bottom scores, the median user's 2.0 %"),
    "popularity": (np.log(36), np.log(91), "a typical title of theirs has 35 ratings, one of the median user 90"),
    "popular_share": (
        0.7,
        0.5,
        "70.0 % of their ratings go to the most popular tenth of titles, 50.0 % of the median user's",
    ),
    "mainstreamness": (1.1, 0.9, "their ratings lie 1.1 stars from their titles' means (RMSE), the median user's 0.9"),
    "genre_entropy": (3, 2, "their ratings spread evenly over about 8 genres, the median user's over 4"),
    "top_genre_share": (0.3, 0.2, "their top genre has 30.0 % of their ratings, the median user's 20.0 %"),
    "tenure_days": (30.4, 0.5, "half of them rated for 30 days or more, the median user for less than a day"),
    "recency_days": (9.5, 40, "half of them last rated 10 days or less before the data ends, the median user 40 days"),
    "active_days": (12, 3, "half of them rated on at least 12 different days, the median user on 3"),
    "ratings_per_active_day": (35.2, 24, "on a day on which they rate they give 35.2 ratings, the median user 24.0"),
}


@pytest.mark.parametrize("name", FEATURES)
def test_a_formula_makes_the_values_of_what_the_feature_needs_alone(name):
    feature = FEATURES[name]
    needed = {aggregate: AGGREGATES[aggregate] for aggregate in feature.needs}
    assert feature.values(needed).tolist() == pytest.approx(VALUES[name], rel=1e-14)


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_says_all_of_itself(name):
    feature = FEATURES[name]
    texts = {field.name: getattr(feature, field.name) for field in dataclasses.fields(feature) if field.type == "str"}
    for optional in ("source", "shown_as"):
        texts.pop(optional)
    assert all(texts.values())
    assert feature.definition.endswith(".")
    assert feature.code.function or feature.code.then
    assert FEATURES[feature.shown_as or name]


def test_as_many_decimals_of_genres_are_told_as_it_takes_to_tell_them_apart():
    said = FEATURES["genre_entropy"].clause(np.log2(9.1), np.log2(9.3), Units())
    assert said == "their ratings spread evenly over about 9.1 genres, the median user's over 9.3"


def test_within_a_sentence_a_title_begins_small():
    assert FEATURES["top_genre_share"].in_words == "share of the top genre"


@pytest.mark.parametrize("name", SAID)
def test_a_feature_is_told_by_the_medians_of_a_segment_and_of_all_users(name):
    median, everyone, sentence = SAID[name]
    assert FEATURES[name].clause(median, everyone, Units("stars", "movie")) == sentence


def test_only_what_tells_of_time_is_for_profiles_alone():
    profiles = {name for name, feature in FEATURES.items() if not feature.clusters}
    assert profiles == {"tenure_days", "recency_days", "active_days", "ratings_per_active_day"}


def test_values_and_means_are_written_with_their_decimals():
    ratings, spread = FEATURES["num_ratings"], STD_RATING
    assert (ratings.of_user(1234.0), ratings.of_many(1234.56)) == ("1,234", "1,234.6")
    assert (spread.of_user(0.987), spread.of_many(0.987)) == ("0.99", "0.99")
