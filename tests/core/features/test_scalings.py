"""Scalings: what each does to the features, and that it can be undone."""

import numpy as np
import pytest
from sklearn.preprocessing import PowerTransformer, RobustScaler, StandardScaler

from core.errors import UnknownScalingError
from core.features.bend import BENDS
from core.features.scaling import LOG1P, ROBUST, STANDARD, UNSCALED
from core.features.scalings import SCALINGS, scaling_named
from core.features.table import UserFeatures
from core.points import points_of

COLUMNS = {
    "num_ratings": np.array([20, 25, 60, 400, 2700]),
    "avg_rating": np.array([3.5, 2.0, 4.5, 3.9, 3.1]),
    "rating_range": np.array([-1.5, 0.0, 2.0, 0.5, 4.5]),
}
USERS = UserFeatures(np.arange(5), COLUMNS)
RAW = np.column_stack(list(COLUMNS.values())).astype(float)


def scaled(scaling):
    return points_of(USERS, tuple(COLUMNS), scaling)


def test_standard_is_that_of_scikit_learn():
    assert scaled(STANDARD).values.tolist() == StandardScaler().fit_transform(RAW).tolist()


def test_robust_is_that_of_scikit_learn():
    assert scaled(ROBUST).values.tolist() == RobustScaler().fit_transform(RAW).tolist()


def test_none_leaves_the_features_in_their_units():
    assert scaled(UNSCALED).values.tolist() == RAW.tolist()


def test_log1p_takes_logarithms_on_both_sides_of_nothing_before_it_standardises():
    logs = np.column_stack([np.log1p(RAW[:, 0]), np.log1p(RAW[:, 1]), [-np.log(2.5), 0, *np.log([3, 1.5, 5.5])]])
    assert scaled(LOG1P).values == pytest.approx(StandardScaler().fit_transform(logs))


def test_log1p_makes_a_long_tail_less_skewed():
    tail = np.random.default_rng(1).lognormal(4, 1.2, 1000)
    users = UserFeatures(np.arange(1000), {"num_ratings": tail})
    values = points_of(users, ("num_ratings",), LOG1P).values.ravel()
    as_it_is = StandardScaler().fit_transform(tail[:, None]).ravel()
    assert abs(np.mean(values**3)) < 0.2 < 2 < np.mean(as_it_is**3)
    normal = PowerTransformer("box-cox").fit_transform(tail[:, None]).ravel()
    assert np.corrcoef(values, normal)[0, 1] > 0.999


@pytest.mark.parametrize("name", SCALINGS)
def test_what_was_scaled_comes_back(name):
    points = scaled(scaling_named(name))
    assert points.to_original(points.values) == pytest.approx(RAW)


@pytest.mark.parametrize("bend", BENDS.values(), ids=list(BENDS))
def test_a_bend_keeps_the_order_and_nothing_stays_nothing(bend):
    values = np.array([-1e100, -3.0, -0.1, 0.0, 0.1, 3.0, 1e100])
    bent = bend.apply(values)
    assert (np.diff(bent) > 0).all()
    assert bent[3] == 0
    assert bend.undo(bent) == pytest.approx(values)


@pytest.mark.parametrize("name", SCALINGS)
def test_a_column_that_is_constant_is_no_trouble(name):
    users = UserFeatures(np.arange(3), {"avg_rating": np.full(3, 4.0)})
    points = points_of(users, ("avg_rating",), scaling_named(name))
    assert points.distinct == 1
    assert points.to_original(points.values) == pytest.approx(np.full((3, 1), 4.0))


def test_a_scaling_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownScalingError, match=r"no scaling 'cubic'.*standard, log1p, robust, none"):
        scaling_named("cubic")
