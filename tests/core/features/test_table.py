"""User features from DuckDB against a direct pandas groupby, on random tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.description import open_and_describe
from core.errors import SegscopeError
from core.features.table import BASE

scales = st.sampled_from(
    [
        [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0],
        [1, 2, 3, 4, 5],
        [-10.0, -3.3, 0.0, 0.1, 7.77],
        [0, 1],
        [1e-3, 1e6],
    ]
)
ids = st.one_of(st.integers(-3, 30), st.integers(2**40, 2**40 + 5))


@st.composite
def tables(draw):
    scale = draw(scales)
    rows = draw(st.lists(st.tuples(ids, st.integers(1, 12), st.sampled_from(scale)), min_size=1, max_size=60))
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"]).astype({"rating": float})


def by_pandas(ratings):
    table = ratings.groupby("userId").agg({"rating": ["count", "mean", "std", "min", "max"], "movieId": "nunique"})
    table.columns = ["num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies"]
    table["std_rating"] = table["std_rating"].fillna(0)
    table["rating_range"] = table["max_rating"] - table["min_rating"]
    return table


@settings(max_examples=60, deadline=None)
@given(tables())
def test_features_are_those_of_a_pandas_groupby(ratings):
    features, expected = open_and_describe(ratings).features, by_pandas(ratings)
    assert features.ids.tolist() == expected.index.tolist()
    for name in BASE:
        np.testing.assert_allclose(
            features.columns[name].astype(float), expected[name].to_numpy(float), rtol=1e-9, atol=1e-9
        )


@settings(max_examples=30, deadline=None)
@given(tables())
def test_the_overview_counts_what_pandas_counts(ratings):
    description = open_and_describe(ratings)
    overview = description.overview
    assert overview.users == ratings["userId"].nunique()
    assert overview.items == ratings["movieId"].nunique()
    assert overview.ratings == len(ratings)
    assert overview.rating_mean == pytest.approx(ratings["rating"].mean(), rel=1e-9, abs=1e-9)
    assert sum(overview.ratings_per_item.counts) == overview.items
    assert description.quality.duplicate_pairs == ratings.duplicated(["userId", "movieId"]).sum()


def test_a_single_rating_has_standard_deviation_zero():
    features = open_and_describe(pd.DataFrame({"userId": [7], "movieId": [1], "rating": [3.5]})).features
    assert features.columns["std_rating"].tolist() == [0.0]


def test_equal_ratings_have_exactly_their_value_as_mean_and_no_spread():
    features = open_and_describe(pd.DataFrame({"userId": [7] * 3, "movieId": [1, 2, 3], "rating": [0.1] * 3})).features
    assert features.columns["avg_rating"].tolist() == [0.1]
    assert features.columns["std_rating"].tolist() == [0.0]


def test_ids_that_are_all_integers_sort_as_integers(write_ratings):
    features = open_and_describe(write_ratings([(10, 1, 3), (9, 1, 3), (-1, 1, 4)])).features
    assert features.ids.tolist() == [-1, 9, 10]


def test_one_id_that_is_no_canonical_integer_makes_all_of_them_text(write_ratings):
    features = open_and_describe(write_ratings([(10, 1, 3), ("007", 1, 3), (9, 1, 4)])).features
    assert features.ids.tolist() == ["007", "10", "9"]


def test_the_summary_is_what_pandas_describe_says():
    ratings = pd.DataFrame(
        {"userId": [1, 1, 2, 3, 3, 3], "movieId": [1, 2, 1, 1, 2, 3], "rating": [1, 5, 3, 2, 2, 4.0]}
    )
    features = open_and_describe(ratings).features
    expected = features.to_frame().describe()
    for name in BASE:
        wanted = expected[name].drop("count").to_dict()
        assert features.summaries[name].as_dict() == pytest.approx(wanted)


def test_an_unknown_feature_is_refused_by_name():
    features = open_and_describe(pd.DataFrame({"userId": [1], "movieId": [1], "rating": [1.0]})).features
    with pytest.raises(SegscopeError, match="no feature 'mood'"):
        features.matrix(["mood"])


def test_a_table_of_features_is_shown_in_short():
    features = open_and_describe(pd.DataFrame({"userId": [1, 2], "movieId": [1, 1], "rating": [1.0, 2.0]})).features
    assert repr(features) == (
        "UserFeatures(2 users, num_ratings, avg_rating, std_rating, min_rating, max_rating, num_movies, rating_range)"
    )
