"""Ward's hierarchy: scipy's heights and segments, and a choice of K that may be 1."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.datasets import load_iris

from core.clustering.matching import adjusted_rand
from core.clustering.ward import chosen_k, hierarchy
from core.errors import Cancelled


def groups(k, users=40, apart=8.0):
    """Round groups on a circle, each so far from the next."""
    angles = 2 * np.pi * np.arange(k) / k
    centres = apart / (2 * np.sin(np.pi / k)) * np.column_stack([np.cos(angles), np.sin(angles)])
    return np.concatenate([np.random.default_rng(n).normal(centres[n], 1, size=(users, 2)) for n in range(k)])


@pytest.mark.parametrize("points", [load_iris().data, groups(5), np.random.default_rng(1).normal(size=(700, 6))])
def test_the_heights_are_scipys(points):
    assert np.allclose(hierarchy(points).heights, linkage(points, "ward")[:, 2], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("k", [1, 2, 3, 7, 150])
def test_so_are_the_segments_numbered_by_their_first_users(k):
    points = np.random.default_rng(2).normal(size=(150, 3))
    labels = hierarchy(points).labels(k)
    assert adjusted_rand(labels, fcluster(linkage(points, "ward"), k, "maxclust")) == 1
    _, first = np.unique(labels, return_index=True)
    assert len(first) == k
    assert (np.diff(first) > 0).all()


def test_users_who_are_alike_are_united_at_no_height():
    found = hierarchy(np.repeat([[0.0], [3.0]], 4, axis=0))
    assert found.heights.tolist() == [0] * 6 + [pytest.approx(np.sqrt(2 * 4 * 4 / 8) * 3)]
    assert found.labels(2).tolist() == [0] * 4 + [1] * 4


def test_a_single_user_has_a_hierarchy_without_merges():
    alone = np.zeros((1, 2))
    assert hierarchy(alone).labels(1).tolist() == [0]
    assert chosen_k(alone, hierarchy(alone), 10) == 1


@pytest.mark.parametrize("k", [2, 3, 4, 6, 9])
def test_it_chooses_the_number_of_groups_that_lie_apart(k):
    points = groups(k)
    assert chosen_k(points, hierarchy(points), 10) == k


@pytest.mark.parametrize("kind", ["uniform", "normal", "lognormal", "standard_t"])
@pytest.mark.parametrize("features", [1, 2, 5])
def test_it_chooses_one_where_there_are_none(kind, features):
    for seed in range(4):
        draw = getattr(np.random.default_rng(seed), kind)
        points = draw(*((3,) if kind == "standard_t" else ()), size=(200, features))
        assert chosen_k(points, hierarchy(points), 10) == 1


def test_strays_are_no_group():
    points = np.concatenate([np.random.default_rng(1).normal(size=(300, 2)), [[60.0, 60.0], [61.0, 60.0]]])
    assert chosen_k(points, hierarchy(points), 10) == 1


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        hierarchy(np.zeros((3, 1)), should_stop=lambda: True)
