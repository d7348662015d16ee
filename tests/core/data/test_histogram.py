"""Histograms of values of any kind."""

import numpy as np
import pytest

from core.data.histogram import histogram


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
