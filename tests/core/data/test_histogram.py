"""Histograms of values of any kind, and when they have a logarithmic axis."""

import numpy as np
import pytest

from core.data.histogram import distribution, histogram, log_histogram, rating_distribution
from core.data.skewed import reads_better_as_log


@pytest.mark.parametrize("bins", [10, 30, 50])
@pytest.mark.parametrize(
    "values", [[1.0, 2.0, 2.5, 5.0], [3.0, 3.0], [-4.0, 1e9], np.random.default_rng(1).normal(size=500), [7]]
)
def test_it_is_that_of_numpy(values, bins):
    for ours, theirs in zip(histogram(np.asarray(values), bins), np.histogram(values, bins), strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("bins", [10, 30, 50])
@pytest.mark.parametrize(
    "values",
    [
        [1e100, 1e100],
        [3.0, np.nextafter(3, 4)],
        [3 + n * 2.0**-51 for n in range(45)],
        [0.0, 5e-324],
        [1e-320, 3e-320],
        [-1e100, 1e100],
        [1e16, 1e16 + 2],
    ],
)
def test_values_too_close_for_so_many_bins_are_counted_too(values, bins):
    counts, edges = histogram(np.asarray(values), bins)
    assert counts.sum() == len(values)
    assert len(counts) == bins
    assert (np.diff(edges) > 0).all()
    assert edges[0] <= min(values)
    assert edges[-1] >= max(values)


def test_weights_count():
    counts, _ = histogram(np.array([1.0, 1 + 1e-15]), 10, np.array([3, 4]))
    assert counts.sum() == 7


ACTIVITY = np.r_[20, np.round(np.exp(np.random.default_rng(5).normal(4.2, 1, 600))).clip(20, 2000), 2698]
"""Numbers of ratings as ml-latest-small has them."""


def test_skewed_values_have_bins_that_are_equal_in_the_log_and_none_is_lost():
    shown = distribution(ACTIVITY, 50)
    assert shown.is_log
    assert np.diff(np.log(shown.edges)) == pytest.approx([np.log(2698 / 20) / 50] * 50)
    assert (shown.edges[0], shown.edges[-1]) == (20, 2698) == (shown.minimum, shown.maximum)
    assert sum(shown.counts) == len(ACTIVITY)
    assert shown.mean == pytest.approx(ACTIVITY.mean())


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(1).normal(3.5, 0.5, 500),
        np.r_[0, ACTIVITY],
        -ACTIVITY,
        np.array([1.0] * 90 + [2.0, 3.0, 5.0]),
        np.full(9, 3.0),
    ],
    ids=["not skewed", "a zero", "below zero", "less than a decade", "one value"],
)
def test_other_values_have_equal_bins(values):
    shown = distribution(values, 30)
    assert not shown.is_log
    assert shown.counts == tuple(np.histogram(values, 30)[0])


def test_of_whole_numbers_no_bin_lies_between_two_of_them():
    counts, edges = log_histogram(np.repeat(np.arange(1.0, 330), np.arange(329, 0, -1)), 50)
    assert (counts > 0).all()
    assert len(edges) - 1 == len(counts) == 8
    assert counts.sum() == 329 * 330 // 2


def test_other_numbers_have_as_many_bins_as_asked():
    assert len(log_histogram(np.geomspace(0.01, 100, 300), 50)[0]) == 50


@pytest.mark.parametrize("values", [[5e-324, 1e-300], [1e-300, 1e100], [1.0, 1e100]])
def test_the_most_different_values_are_counted_too(values):
    shown = distribution(np.array(values[:1] * 90 + values[1:] * 3), 50)
    assert sum(shown.counts) == 93


def test_few_ratings_have_a_bar_each_and_many_that_are_counts_a_logarithmic_axis():
    stars = np.arange(0.5, 5.5, 0.5)
    assert rating_distribution(stars, np.arange(1, 11)) is None
    plays = np.arange(1.0, 5001)
    often = np.round(10_000 / plays**1.5).astype(int).clip(1)
    shown = rating_distribution(plays, often)
    assert shown.is_log
    assert sum(shown.counts) == often.sum()
    assert shown.mean == pytest.approx(np.average(plays, weights=often))


def test_a_weight_counts_as_so_many_values():
    values, often = np.unique(ACTIVITY, return_counts=True)
    assert reads_better_as_log(values, often) == reads_better_as_log(ACTIVITY)
    assert rating_distribution(values, often).counts == distribution(ACTIVITY, 10).counts
