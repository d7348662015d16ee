"""How near a user is to the next segment."""

import math

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from core.clustering.gaussians import FULL, Gaussians
from core.clustering.partition import Partition, one_segment
from core.segments.neighbour import neighbour_of

POINTS = np.array([[0.0, 3.0], [0.0, 0.0], [10.0, 0.0], [0.0, 8.0]])
BY_CENTRES = Partition(3, np.array([0, 0, 1, 2]), POINTS[1:], 0.0, 1)


def test_the_second_nearest_centre_is_told_with_both_distances_and_their_ratio():
    found = neighbour_of(POINTS, BY_CENTRES, 0)
    assert (found.segment, found.other) == (0, 2)
    assert (found.distance, found.other_distance) == (3, 5)
    assert found.ratio == pytest.approx(5 / 3)
    assert found.probability is None


def test_at_the_centre_every_other_segment_is_infinitely_many_times_as_far():
    assert math.isinf(neighbour_of(POINTS, BY_CENTRES, 1).ratio)
    twice = Partition(2, np.array([0, 0, 0, 1]), POINTS[[1, 1]], 0.0, 1)
    assert neighbour_of(POINTS, twice, 1).ratio == 1


def test_the_own_segment_is_that_of_the_labels_though_another_centre_were_nearer():
    cut = Partition(2, np.array([1, 0, 1, 1]), POINTS[1:3], 0.0, 1)
    found = neighbour_of(POINTS, cut, 0)
    assert (found.segment, found.other) == (1, 0)
    assert found.ratio < 1


def test_one_segment_has_no_neighbour():
    assert neighbour_of(POINTS, one_segment(POINTS), 0) is None


def test_of_a_mixture_the_probabilities_are_scikit_learns():
    points = np.random.default_rng(1).normal(size=(200, 2)) * [1, 3] + np.repeat([[0, 0], [2, 4]], 100, axis=0)
    model = GaussianMixture(3, random_state=0).fit(points)
    gaussians = Gaussians(FULL, model.weights_, model.means_, model.covariances_)
    partition = Partition(3, model.predict(points), model.means_, 0.0, 1, gaussians=gaussians, bic=1.0)
    for position, expected in enumerate(model.predict_proba(points)[:20]):
        found = neighbour_of(points, partition, position)
        first, second = np.argsort(-expected)[:2]
        assert (found.segment, found.other) == (first, second)
        assert found.probability == pytest.approx(expected[first])
        assert found.other_probability == pytest.approx(expected[second])
        assert found.distance == pytest.approx(np.linalg.norm(points[position] - model.means_[first]))


def test_probabilities_far_from_everybody_are_numbers():
    gaussians = Gaussians(FULL, np.array([0.5, 0.5]), POINTS[1:3], np.array([np.eye(2), np.eye(2)]))
    partition = Partition(2, np.array([0]), POINTS[1:3], 0.0, 1, gaussians=gaussians, bic=1.0)
    found = neighbour_of(np.array([[-1e4, 0.0]]), partition, 0)
    assert (found.probability, found.other_probability) == (1, 0)
