"""Two segmentations of the same users."""

import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.comparison.comparing import compare
from core.comparison.ways import compare_ways
from core.errors import ComparisonError, TooManySegmentsError
from core.presets import NOTEBOOK, RECOMMENDED
from core.sources.sample import sample_source
from core.words.comparison import comparison_lines


def ratings(users, seed=0):
    random = np.random.default_rng(seed)
    rows = [(user, item, random.integers(1, 6)) for user in users for item in range(3 + user % 17)]
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"])


@pytest.fixture(scope="module")
def analysis():
    return analyse(ratings(range(80)), k=3, evidence="none")


@pytest.fixture(scope="module")
def two_k():
    return compare_ways(sample_source(), NOTEBOOK)


def test_without_another_way_there_is_one_segment_more(two_k):
    assert (two_k.first.k, two_k.second.k) == (4, 5)
    assert two_k.flow.counts.shape == (4, 5)
    assert two_k.flow.counts.sum(axis=1).tolist() == [segment.users for segment in two_k.first.segments]
    assert two_k.flow.counts.sum(axis=0).tolist() == [segment.users for segment in two_k.second.segments]


def test_the_tree_goes_up_to_the_larger_k(two_k):
    assert [level.k for level in two_k.tree.levels] == [2, 3, 4, 5]
    assert [level.k for level in compare(two_k.second, two_k.first).tree.levels] == [2, 3, 4, 5]


def test_the_same_comparison_is_the_same_to_the_last_digit(two_k):
    again = compare_ways(sample_source(), NOTEBOOK)
    assert comparison_lines(again) == comparison_lines(two_k)
    assert again.flow.counts.tolist() == two_k.flow.counts.tolist()
    assert again.flow.variation_of_information == two_k.flow.variation_of_information


def test_the_members_of_a_cell_are_those_who_are_counted_in_it(two_k):
    for first, second in np.ndindex(two_k.flow.counts.shape):
        members = two_k.members(first, second)
        assert len(members) == two_k.flow.counts[first, second]
        assert (two_k.first.partition.labels[members] == first).all()
        assert (two_k.second.partition.labels[members] == second).all()


def test_presets_are_compared_with_the_k_of_each():
    found = compare_ways(ratings(range(40)), NOTEBOOK, RECOMMENDED)
    assert (found.first.k, found.second.k) == (4, found.second.study.chosen.k)
    assert (found.first.preset.name, found.second.preset.name) == ("notebook", "recommended")


def test_algorithms_are_compared_on_the_same_users():
    found = compare_ways(ratings(range(80)), NOTEBOOK, NOTEBOOK.with_algorithm("mixture"), k=3, with_k=3)
    assert found.second.preset.algorithm == "mixture"
    assert found.flow.users == 80


def test_users_whom_one_leaves_out_are_counted_and_not_compared(analysis):
    fewer = analyse(ratings(range(80)), k=3, min_ratings=6, evidence="none")
    found = compare(analysis, fewer)
    assert (found.flow.users, found.only_in_second) == (len(fewer.points), 0)
    assert found.only_in_first == 80 - len(fewer.points) > 0
    assert any("left out by" in line for line in comparison_lines(found))


def test_users_are_found_by_their_ids_whatever_their_order_and_kind(analysis):
    table = ratings(range(80)).assign(userId=lambda table: table["userId"].astype(str))
    named = analyse(pd.concat([table, ratings([500]).assign(userId="x")]), k=3, evidence="none")
    found = compare(analysis, named)
    assert (found.flow.users, found.only_in_first, found.only_in_second) == (80, 0, 1)
    here, there = found.positions
    assert [str(one) for one in analysis.description.features.ids[here]] == [
        str(one) for one in named.description.features.ids[there]
    ]


def test_without_a_user_in_common_there_is_nothing_to_compare(analysis):
    other = analyse(ratings(range(1000, 1080)), k=3, evidence="none")
    with pytest.raises(ComparisonError, match="no user in common"):
        compare(analysis, other)


def test_one_user_cannot_be_parted_further():
    with pytest.raises(TooManySegmentsError):
        compare_ways(ratings([7]), NOTEBOOK)
    found = compare_ways(ratings([7]), NOTEBOOK, with_k=1)
    assert (found.flow.users, found.flow.adjusted_rand, found.tree.levels) == (1, 1.0, ())
    assert comparison_lines(found)


def test_one_segment_against_two(analysis):
    found = compare(analysis.with_k(1), analysis.with_k(2))
    assert "cannot agree, as one of them has a single segment" in comparison_lines(found)[0]
