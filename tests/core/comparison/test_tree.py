"""The tree of K on users whose way is written down."""

from core.comparison.tree import Branch, Level, tree_of
from tests.core.comparison.partitions import partition

WAYS = {
    2: partition([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
    3: partition([0, 0, 0, 1, 1, 1, 2, 2, 2, 1]),
    4: partition([0, 0, 3, 1, 1, 1, 2, 2, 3, 1]),
}


def test_the_parent_is_where_most_users_of_a_segment_come_from():
    levels = tree_of(WAYS, 3).levels
    assert levels[0] == Level(2, (Branch(0, 6), Branch(1, 4)))
    assert levels[1].branches == (Branch(0, 3, 0, 1.0), Branch(1, 4, 0, 0.75), Branch(2, 3, 1, 1.0))


def test_users_who_come_from_elsewhere_move_against_the_flow():
    tree = tree_of(WAYS, 4)
    assert [level.against for level in tree.levels] == [0, 0.1, 0.1]  # user 9, then user 8
    assert tree.against == 0.2


def test_of_two_parents_with_as_many_users_the_first_is_taken():
    assert tree_of(WAYS, 4).levels[2].branches[3] == Branch(3, 2, 0, 0.5)


def test_a_hierarchy_has_nobody_against_the_flow():
    ways = {2: WAYS[2], 3: partition([0, 0, 0, 1, 1, 1, 2, 2, 2, 2])}
    assert tree_of(ways, 3).against == 0


def test_a_user_who_strays_twice_counts_once():
    ways = {
        2: partition([0, 0, 0, 1, 1, 1]),
        3: partition([0, 0, 1, 1, 1, 2]),
        4: partition([0, 0, 0, 1, 3, 2]),
    }
    tree = tree_of(ways, 4)
    assert [level.against for level in tree.levels] == [0, 1 / 6, 1 / 6]
    assert tree.against == 1 / 6


def test_k_beyond_is_not_looked_at_and_k_that_are_missing_are_passed_over():
    tree = tree_of({2: WAYS[2], 4: WAYS[4], 9: WAYS[3]}, 4)
    assert [level.k for level in tree.levels] == [2, 4]


def test_one_segment_has_no_tree():
    assert tree_of({1: partition([0, 0]), 2: partition([0, 1])}, 1).levels == ()
