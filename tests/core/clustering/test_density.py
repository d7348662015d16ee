"""Crowds are scikit-learn's HDBSCAN by a written rule for the smallest."""

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN

from core.clustering.density import NOISE, crowds, smallest_crowd


@pytest.mark.parametrize(("users", "fewest"), [(10, 5), (250, 5), (610, 12), (10_000, 200)])
def test_a_crowd_has_a_fiftieth_of_the_users_and_at_least_five(users, fewest):
    assert smallest_crowd(users) == fewest


def test_crowds_and_noise_are_scikit_learns():
    random = np.random.default_rng(3)
    near, far = random.normal(0, 1, size=(150, 2)), random.normal(9, 1, size=(120, 2))
    points = np.concatenate([near, far, random.uniform(-30, 30, size=(30, 2))])
    direct = HDBSCAN(min_cluster_size=6, min_samples=5, copy=True).fit_predict(points)
    assert np.array_equal(crowds(points), direct)
    assert {NOISE, 0, 1} <= set(direct)


def test_too_few_users_are_no_crowd():
    assert crowds(np.zeros((5, 2))).tolist() == [NOISE] * 5
