"""Whether the segments of a K lie apart, come back and are pure."""

import numpy as np
import pytest

from core.clustering.kmeans import lloyd
from core.clustering.partition import Partition
from core.evidence.borders import border_p_value, border_p_values, surroundings
from core.evidence.halving import halving
from core.evidence.index import Case
from core.evidence.probe import probed
from core.evidence.separation import separation


def normal(centres, users=120, seed=1):
    random = np.random.default_rng(seed)
    return np.concatenate([random.normal(centre, 1, (users, len(centre))) for centre in centres])


def half_rings(users=300, seed=2):
    random = np.random.default_rng(seed)
    angles = np.concatenate([random.uniform(0, np.pi, users), random.uniform(np.pi, 2 * np.pi, users)])
    points = np.column_stack([np.cos(angles), np.sin(angles)]) * random.normal(1, 0.07, (2 * users, 1))
    points[users:] += (1, 0.4)
    return points


def ring(users=600, seed=3):
    random = np.random.default_rng(seed)
    angles = random.uniform(0, 2 * np.pi, users)
    return np.column_stack([np.cos(angles), np.sin(angles)]) * random.normal(5, 0.25, (users, 1))


def separated(points, k):
    return separation(Case(points, lloyd(points, k, 42), probed(points), lloyd))


# Borders


def test_the_border_of_two_groups_is_empty_and_a_cut_through_one_is_not():
    groups, cloud = normal([(0, 0), (5, 0)]), normal([(0, 0)], users=240)
    assert border_p_value(surroundings(groups), lloyd(groups, 2, 0).labels) < 0.01
    assert border_p_value(surroundings(cloud), lloyd(cloud, 2, 0).labels) > 0.1


def test_groups_that_do_not_meet_have_no_border():
    groups = normal([(0, 0), (50, 0), (0, 50)])
    assert set(border_p_values(surroundings(groups), np.repeat([0, 1, 2], 120)).values()) == {0.0}


def test_pieces_of_a_ring_meet_where_it_is_as_crowded_as_within():
    points = ring()
    assert border_p_value(surroundings(points), lloyd(points, 3, 0).labels) > 0.01


@pytest.mark.parametrize("users", [0, 1, 2])
def test_too_few_users_have_no_border(users):
    assert border_p_value(surroundings(np.zeros((users, 2))), np.zeros(users, dtype=int)) == 0


# Halves


def test_groups_show_in_the_half_that_had_no_part_in_making_them():
    found = halving(normal([(0, 0), (6, 0), (0, 6)]), 3, lloyd, splits=3)
    assert found.p_value < 0.01
    assert found.strength.mean > 0.95


def test_what_k_means_makes_of_noise_in_many_features_does_not_show_in_the_other_half():
    """In the users themselves two of these segments would seem to lie apart: 20 features, 80 users."""
    points = np.random.default_rng(4).normal(size=(80, 20))
    assert halving(points, 4, lloyd, splits=3).p_value > 0.5


def test_halves_of_a_given_seed_are_the_same_each_time():
    points = normal([(0, 0), (4, 0)], users=40)
    assert halving(points, 2, lloyd, splits=2, seed=5) == halving(points, 2, lloyd, splits=2, seed=5)


def test_too_few_users_for_two_in_each_half_are_not_halved():
    assert halving(np.zeros((7, 2)), 2, lloyd, splits=2) is None


def test_a_small_group_beside_a_large_one_still_shows():
    points = np.concatenate([normal([(0, 0)], users=400), normal([(8, 0)], users=30, seed=6)])
    assert halving(points, 2, lloyd, splits=3).p_value < 0.01


# Together


def test_the_right_k_passes_and_those_beside_it_do_not():
    points = normal([(0, 0), (6, 0), (0, 6)])
    right, more = separated(points, 3), separated(points, 4)
    assert (right.lies_apart, right.comes_back, right.is_pure) == (True, True, True)
    assert not more.lies_apart


def test_half_rings_come_back_but_are_cut_across():
    found = separated(half_rings(), 2)
    assert found.comes_back
    assert not found.is_pure
    assert found.likeness < 0.8


def test_where_there_are_more_crowds_than_segments_none_may_be_cut():
    points = np.concatenate([half_rings(150), np.array([9, 0]) + half_rings(150, seed=5)])
    assert probed(points).crowds.max() + 1 == 4
    assert separated(points, 2).purity == 1
    assert separated(points, 3).purity < 0.95


def test_one_segment_has_nothing_to_lie_apart_from():
    points = normal([(0, 0)])
    assert separated(points, 1) is None


def test_segments_of_one_kind_each_are_not_asked():
    points = np.repeat([[0.0, 0.0], [5.0, 5.0], [9.0, 0.0]], 20, axis=0)
    assert separated(points, 3) is None


def test_a_poor_local_optimum_is_replaced_by_more_restarts():
    points = normal([(0, 0), (6, 0), (0, 6), (40, 0), (46, 0)], users=60)
    labels = np.repeat([0, 0, 0, 1, 2], 60)
    labels[-30:], labels[-90:-60] = 3, 4
    centres = np.array([points[labels == segment].mean(axis=0) for segment in range(5)])
    poor = Partition(5, labels, centres, float(np.square(points - centres[labels]).sum()), 1)
    found = separation(Case(points, poor, probed(points), lloyd))
    assert found.lies_apart
