"""Which K is taken where nobody names one."""

import numpy as np
import pytest

from core.clustering.kmeans import KMEANS
from core.errors import Cancelled
from core.evidence.choice import BOOTSTRAPS, Because, choose_k
from core.evidence.stability import jaccard_stability
from core.progress import never_stop

CENTRES = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]])


def partitions(points, ks):
    return [KMEANS.part(points, k, 42, never_stop) for k in ks]


@pytest.fixture(scope="module")
def groups():
    random = np.random.default_rng(3)
    return np.concatenate([centre + random.normal(size=(60, 2)) for centre in CENTRES])


def chosen(points, ks=range(2, 7), recommended=None, **more):
    return choose_k(points, partitions(points, ks), recommended, KMEANS.repeat, **more)


def test_what_the_verdict_recommends_is_taken(groups):
    assert chosen(groups, recommended=5).k == 5
    assert chosen(groups, recommended=5).because is Because.RECOMMENDED


def test_else_the_largest_k_whose_segments_all_come_back(groups):
    found = chosen(groups)
    assert (found.because, found.first, found.last) == (Because.COMES_BACK, 2, 6)
    lowest = {
        one.k: min(jaccard_stability(groups, one.labels, KMEANS.repeat(one), bootstraps=BOOTSTRAPS) or ())
        for one in partitions(groups, range(2, 7))
    }
    assert found.k == max(k for k, value in lowest.items() if value >= 0.75) == 3


def test_where_none_comes_back_the_smallest():
    points = np.random.default_rng(5).normal(size=(150, 6))
    found = chosen(points, range(5, 9))
    assert (found.k, found.because) == (5, Because.SMALLEST)


def test_where_nothing_can_be_compared_one_segment():
    points = np.ones((10, 2))
    found = choose_k(points, [], None, KMEANS.repeat)
    assert (found.k, found.because) == (1, Because.ALONE)


def test_it_can_be_stopped(groups):
    with pytest.raises(Cancelled):
        chosen(groups, should_stop=lambda: True)


def test_it_says_what_is_asked_and_how_far_it_is(groups):
    heard = []
    chosen(groups, progress=heard.append)
    assert heard[0].task == "Do all 6 segments come back?"
    assert [one.fraction for one in heard] == sorted(one.fraction for one in heard)
