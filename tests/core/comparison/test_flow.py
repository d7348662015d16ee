"""The flow between two partitions: figures by hand, from scikit-learn's documentation, and against scipy."""

import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import mutual_info_score

from core.comparison.flow import Division, Pair, flow_between, variation_of_information


def flow_of(labels, others):
    first, second = np.array(labels), np.array(others)
    return flow_between(first, second, (int(first.max()) + 1, int(second.max()) + 1))


def test_the_example_of_scikit_learns_documentation():
    flow = flow_of([0, 0, 1, 1], [0, 0, 1, 2])
    assert flow.adjusted_rand == pytest.approx(0.5714286, abs=1e-7)
    assert flow.variation_of_information == 0.5  # half of the users, and one bit says which of two segments
    assert flow.counts.tolist() == [[2, 0, 0], [0, 1, 1]]
    assert flow.users == 4


def test_a_renumbered_partition_is_the_same():
    flow = flow_of([0, 0, 1, 2, 2], [2, 2, 0, 1, 1])
    assert (flow.adjusted_rand, flow.variation_of_information) == (1.0, 0.0)
    assert flow.pairs == (Pair(0, 2, 2), Pair(1, 0, 1), Pair(2, 1, 2))
    assert (flow.splits, flow.unions, flow.new, flow.gone) == ((), (), (), ())


def test_partitions_that_tell_nothing_of_each_other_are_two_bits_apart():
    flow = flow_of([0, 0, 1, 1], [0, 1, 0, 1])
    assert flow.variation_of_information == pytest.approx(2.0)
    assert flow.adjusted_rand < 0


@pytest.mark.parametrize("seed", range(3))
def test_the_variation_of_information_is_that_of_entropies_and_mutual_information(seed):
    random = np.random.default_rng(seed)
    labels, others = random.integers(0, 4, 200), random.integers(0, 6, 200)
    entropies = entropy(np.bincount(labels), base=2) + entropy(np.bincount(others), base=2)
    expected = entropies - 2 * mutual_info_score(labels, others) / np.log(2)
    assert flow_of(labels, others).variation_of_information == pytest.approx(expected)


def test_shares_of_both_ways_add_up_to_the_whole_segment():
    flow = flow_of([0, 0, 0, 1, 1], [0, 0, 1, 1, 1])
    assert flow.shares == pytest.approx(np.array([[2 / 3, 1 / 3], [0, 1]]))
    assert flow.shares_back == pytest.approx(np.array([[1, 1 / 3], [0, 2 / 3]]))


def test_what_splits_is_told_from_a_few_stragglers():
    first = [0] * 100 + [1] * 50
    second = [0] * 71 + [2] * 24 + [1] * 5 + [1] * 50
    flow = flow_of(first, second)
    assert flow.splits == (Division(0, ((0, 0.71), (2, 0.24))),)
    assert flow.unions == ()  # 5 of the 55 users of segment 1 are less than a tenth
    assert (flow.new, flow.gone) == ((2,), ())


def test_what_comes_together_is_a_union_and_leaves_a_segment_without_a_match():
    flow = flow_of([0] * 30 + [1] * 20 + [2] * 10, [0] * 50 + [1] * 10)
    assert flow.unions == (Division(0, ((0, 0.6), (1, 0.4))),)
    assert flow.gone == (1,)


def test_segments_are_matched_for_the_most_users_in_all():
    flow = flow_of([0] * 10 + [1] * 9, [0] * 6 + [1] * 4 + [0] * 9)
    assert flow.pairs == (Pair(0, 1, 4), Pair(1, 0, 9))  # not (0, 0) with 6, which would leave 1 nobody


def test_segments_without_users_have_no_shares_and_no_pair():
    flow = flow_between(np.array([0, 0]), np.array([1, 1]), (2, 3))
    assert flow.shares.tolist() == [[0, 1, 0], [0, 0, 0]]
    assert flow.pairs == (Pair(0, 1, 2),)
    assert (flow.new, flow.gone) == ((0, 2), (1,))


def test_one_user_and_one_segment():
    flow = flow_of([0], [0])
    assert (flow.adjusted_rand, flow.variation_of_information, flow.splits) == (1.0, 0.0, ())
    assert variation_of_information(np.array([[7]])) == 0
