"""K-means fits: published sums of squares, limits, and the sampled fit of very many users."""

import numpy as np
import pytest
from sklearn.datasets import load_iris

from core.clustering import kmeans, large
from core.errors import Cancelled, TooManySegmentsError


def test_wcss_of_iris_is_the_published_one():
    # R, kmeans(iris[, 1:4], k)$tot.withinss, as in many textbooks
    points = load_iris().data
    wcss = [kmeans.fit(points, k, seed=42).wcss for k in (1, 2, 3, 4)]
    assert wcss == pytest.approx([681.3706, 152.34795, 78.85144, 57.22847], abs=5e-4)


def test_the_same_seed_gives_the_same_fit():
    points = np.random.default_rng(2).normal(size=(300, 3))
    first, second = kmeans.fit(points, 5, seed=7), kmeans.fit(points, 5, seed=7)
    assert first.wcss == second.wcss
    assert np.array_equal(first.labels, second.labels)


def test_more_segments_than_distinct_points_are_refused():
    points = np.repeat([[0.0], [1.0]], 5, axis=0)
    with pytest.raises(TooManySegmentsError, match="do not part into 3"):
        kmeans.fit(points, 3, seed=0)


def test_a_fit_that_nobody_wants_is_not_begun():
    with pytest.raises(Cancelled):
        kmeans.fit(np.zeros((3, 1)), 1, seed=0, should_stop=lambda: True)


@pytest.fixture
def crowd(monkeypatch):
    """More users than are fitted exactly, with the limits lowered so that the test is quick."""
    monkeypatch.setattr(kmeans, "EXACT_USERS", 1_000)
    monkeypatch.setattr(large, "SAMPLE_USERS", 400)
    rng = np.random.default_rng(3)
    return np.concatenate([rng.normal(centre, 1.0, size=(1_000, 3)) for centre in (-3, 0, 3)])


def test_a_sampled_fit_says_so_and_comes_close_to_the_exact_one(crowd, monkeypatch):
    sampled = kmeans.fit(crowd, 4, seed=42)
    monkeypatch.setattr(kmeans, "EXACT_USERS", 10_000)
    exact = kmeans.fit(crowd, 4, seed=42)
    assert (sampled.estimated, exact.estimated) == (True, False)
    assert sampled.error >= exact.error == 0
    assert sampled.wcss == pytest.approx(exact.wcss, rel=0.02)


def test_the_wcss_of_a_sampled_fit_is_that_of_its_own_labels(crowd):
    fit = kmeans.fit(crowd, 3, seed=42)
    direct = sum(np.square(crowd[fit.labels == k] - crowd[fit.labels == k].mean(axis=0)).sum() for k in range(3))
    assert fit.wcss == pytest.approx(direct, rel=1e-4)


def test_a_sampled_fit_takes_samples_large_enough_for_its_k(crowd):
    fit = kmeans.fit(crowd, 500, seed=42)
    assert len(np.unique(fit.labels)) == 500
