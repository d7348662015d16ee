"""What features look like before and after scaling, against SciPy and pandas."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew

from core.features.inspection import BINS, inspect
from core.features.scalings import SCALINGS
from core.features.table import UserFeatures

RANDOM = np.random.default_rng(2)
TAIL = RANDOM.lognormal(4, 1, 400).round()
COLUMNS = {
    "num_ratings": TAIL,
    "num_movies": TAIL - RANDOM.integers(0, 2, 400),
    "avg_rating": RANDOM.normal(3.5, 0.5, 400),
    "std_rating": np.full(400, 1.0),
}


@pytest.fixture(scope="module")
def inspected():
    return inspect(UserFeatures(np.arange(400), COLUMNS))


def test_skewness_is_that_of_scipy(inspected):
    for name in ("num_ratings", "avg_rating"):
        assert inspected[name].shape.skewness == pytest.approx(skew(COLUMNS[name]))
    logs = inspected["num_ratings"].scaled["log1p"]
    assert logs.skewness == pytest.approx(skew(np.log1p(TAIL)))
    assert abs(logs.skewness) < 0.3 < 3 < inspected["num_ratings"].shape.skewness


def test_each_shape_counts_every_user_once(inspected):
    for one in inspected.values():
        for shape in (one.shape, *one.scaled.values()):
            assert len(shape.counts) == BINS
            assert sum(shape.counts) == 400


def test_a_linear_scaling_keeps_the_shape_and_a_logarithm_does_not(inspected):
    one = inspected["num_ratings"]
    assert one.scaled["standard"].counts == one.scaled["robust"].counts == one.shape.counts
    assert one.scaled["log1p"].counts != one.shape.counts


def test_features_that_say_nearly_the_same_are_named_with_their_correlation(inspected):
    r = pd.DataFrame(COLUMNS).corr().loc["num_ratings", "num_movies"]
    assert inspected["num_ratings"].alike["standard"] == {"num_movies": pytest.approx(r)}
    assert inspected["num_movies"].alike["standard"] == {"num_ratings": pytest.approx(r)}
    assert inspected["avg_rating"].alike == {name: {} for name in SCALINGS}


def test_what_is_the_same_for_all_users_is_constant_and_like_nothing(inspected):
    assert [name for name, one in inspected.items() if one.constant] == ["std_rating"]
    assert inspected["std_rating"].shape.skewness == 0
    assert inspected["std_rating"].alike == {name: {} for name in SCALINGS}
