"""Points: the scaled users, how many of them differ, and what one segment leaves within."""

import numpy as np
import pytest

from core.clustering.kmeans import lloyd
from core.clustering.partition import one_segment
from core.points import Points, distinct_points, total_sum_of_squares


def test_points_that_differ_by_rounding_are_one():
    points = np.array([[0.0, 1.0], [1e-9, 1.0], [1.0, 1.0]])
    assert distinct_points(points) == 2


def test_the_sum_of_squares_of_one_segment_is_that_of_all():
    points = np.random.default_rng(1).normal(size=(50, 3))
    assert total_sum_of_squares(points) == pytest.approx(lloyd(points, 1, seed=0).wcss)
    assert one_segment(points).wcss == total_sum_of_squares(points)
    assert one_segment(points).centres == pytest.approx(points.mean(axis=0, keepdims=True))


def test_rows_in_scaled_units_come_back_in_the_features_own():
    raw = np.array([[1.0, 50.0], [3.0, 70.0]])
    shift, factor = raw.mean(axis=0), raw.std(axis=0)
    points = Points(("a", "b"), (raw - shift) / factor, shift, factor, 2, 4.0)
    assert points.to_original(points.values) == pytest.approx(raw)
    assert points.explained_share(1.0) == 0.75
