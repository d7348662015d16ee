"""The knee of the elbow curve."""

import numpy as np

from core.clustering import KMeansFit
from core.knee import find_knee


def curve(values):
    return {k: KMeansFit(k, np.zeros(1), np.zeros((1, 1)), value, 1) for k, value in enumerate(values, start=2)}


def test_the_bend_of_a_clear_elbow_is_found():
    knee = find_knee(curve([1000, 500, 100, 90, 82, 75, 69, 64, 60]), range(2, 11))
    assert (knee.k, knee.first, knee.last) == (4, 2, 10)


def test_a_straight_line_has_no_knee():
    assert find_knee(curve([90, 80, 70, 60, 50]), range(2, 7)).k is None


def test_two_points_are_too_few():
    assert find_knee(curve([90, 80]), range(2, 11)).k is None


def test_nothing_fitted_has_no_knee():
    assert find_knee({}, range(2, 2)).k is None
