"""The map of the users: scikit-learn's components, and what its directions mean."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.features.catalogue import FEATURES
from core.points import Points, distinct_points, total_sum_of_squares
from core.segments import map as maps
from core.segments.map import principal_map
from core.words.map import directions_in_words

NAMES = ("num_ratings", "avg_rating", "std_rating")


def points_of(values, names=NAMES):
    zeros = np.zeros(values.shape[1])
    return Points(names, values, zeros, zeros + 1, distinct_points(values), total_sum_of_squares(values))


@pytest.fixture
def points():
    random = np.random.default_rng(5)
    return points_of(random.multivariate_normal([1, 2, 3], [[4, -3, 0], [-3, 4, 0], [0, 0, 2]], size=300))


def test_coordinates_shares_and_loadings_are_scikit_learns(points):
    direct = PCA(2).fit(points.values)
    found = principal_map(points)
    assert np.allclose(found.loadings, direct.components_)
    assert np.allclose(found.coordinates, direct.transform(points.values))
    assert found.shares == pytest.approx(tuple(direct.explained_variance_ratio_))
    assert found.positions.tolist() == list(range(300))


def test_the_largest_part_of_a_direction_is_above_zero_whatever_the_sign_of_the_data(points):
    mirrored = replace(points, values=-points.values)
    for found in (principal_map(points), principal_map(mirrored)):
        for direction in found.loadings:
            assert direction[np.abs(direction).argmax()] > 0
    assert np.allclose(principal_map(points).loadings, principal_map(mirrored).loadings)


def test_of_many_users_a_fixed_sample_is_on_the_map_of_all(points, monkeypatch):
    whole = principal_map(points)
    monkeypatch.setattr(maps, "MOST_USERS", 100)
    some = principal_map(points)
    assert len(some.positions) == 100
    assert np.array_equal(some.positions, principal_map(points).positions)
    assert np.allclose(some.coordinates, whole.coordinates[some.positions])
    assert some.shares == whole.shares


def test_a_direction_is_told_by_the_features_that_count_for_most_the_first_first(points):
    right, up = directions_in_words(principal_map(points), FEATURES)
    assert right in (
        "right: high ratings and few ratings; left: low ratings and many ratings (70 % of how the users differ)",
        "right: many ratings and low ratings; left: few ratings and high ratings (70 % of how the users differ)",
    )
    assert up == "up: varied ratings; down: similar ratings (21 % of how the users differ)"


def test_one_feature_has_one_direction_and_users_who_are_alike_have_none():
    line = principal_map(points_of(np.arange(6.0).reshape(6, 1), NAMES[:1]))
    assert line.shares == (1.0, 0.0)
    assert line.coordinates[:, 1].tolist() == [0] * 6
    assert len(directions_in_words(line, FEATURES)) == 1
    alike = principal_map(points_of(np.ones((4, 3))))
    assert alike.shares == (0.0, 0.0)
    assert not alike.coordinates.any()
    assert directions_in_words(alike, FEATURES) == []
