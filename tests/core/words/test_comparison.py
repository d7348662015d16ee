"""The sentences of a comparison."""

import numpy as np
import pytest

from core.analysis import analyse
from core.comparison.comparing import compare
from core.comparison.flow import flow_between
from core.comparison.tree import Branch, Level, Tree, tree_of
from core.sources.sample import sample_source
from core.words.comparison import alike, flow_lines, titles, tree_lines
from tests.core.comparison.partitions import partition

KS = ("K = 2", "K = 3")


def flow_of(labels, others):
    first, second = np.array(labels), np.array(others)
    return flow_between(first, second, (int(first.max()) + 1, int(second.max()) + 1))


def test_a_split_says_how_much_goes_where():
    flow = flow_of([0] * 100 + [1] * 50, [0] * 71 + [2] * 24 + [1] * 5 + [1] * 50)
    assert flow_lines(flow, KS) == [
        "K = 3 cuts segment 0 of K = 2: 71 % of its users go to segment 0 and a quarter to the new segment 2."
    ]


def test_a_union_says_what_it_is_made_of():
    flow = flow_of([0] * 30 + [1] * 20 + [2] * 10, [0] * 50 + [1] * 10)
    assert flow_lines(flow, KS) == [
        "Segment 0 of K = 3 is made of several: 60 % of its users come from segment 0 and 40 % from segment 1."
    ]


def test_a_new_segment_begins_a_sentence_in_upper_case():
    flow = flow_of([0] * 30 + [1] * 30, [0] * 20 + [2] * 10 + [1] * 20 + [2] * 10)
    assert flow_lines(flow, KS)[2] == (
        "The new segment 2 of K = 3 is made of several: half of its users come from segment 0 and half from segment 1."
    )


def test_stragglers_cut_no_segment():
    flow = flow_of([0] * 50 + [1] * 50, [0] * 49 + [1] * 51)
    assert flow_lines(flow, KS) == [
        "No segment is cut: beside the one to which most of its users go, no other takes a tenth of them."
    ]


@pytest.mark.parametrize(
    ("moved", "words"),
    [(0, "in the same way"), (2, "nearly alike"), (9, "much alike"), (15, "partly alike"), (30, "little alike")],
)
def test_the_adjusted_rand_index_in_words(moved, words):
    flow = flow_of([0] * 100 + [1] * 100, [1] * moved + [0] * (100 - moved) + [1] * 100)
    assert alike(flow, "Both").startswith(f"Both part the users {words}: adjusted Rand index ")


def test_no_agreement_is_said_to_be_chance():
    flow = flow_of([0, 0, 1, 1] * 20, [0, 1, 0, 1] * 20)
    assert alike(flow, "Both").startswith("Both part the users hardly more alike than by chance")


def test_one_segment_cannot_agree():
    assert "cannot agree" in alike(flow_of([0, 0], [0, 1]), "Both")


def test_the_tree_says_how_many_move_against_the_flow():
    tree = Tree((Level(2, (Branch(0, 5),)), Level(3, (Branch(0, 5, 0, 1.0),), 0.02)), 0.02)
    assert tree_lines(tree) == [
        "From K = 2 to K = 3, 2.0 % of the users move against the flow at least once, most at K = 3 (2.0 %): they come "
        "from another segment than most users of theirs, a sign that segments are not stable."
    ]


def test_a_tree_that_only_splits_is_said_to_do_so():
    tree = tree_of({2: partition([0, 0, 1]), 3: partition([0, 1, 2])}, 3)
    assert tree_lines(tree) == ["From K = 2 to K = 3 segments only split: nobody moves against the flow."]


def test_without_two_levels_there_is_nothing_to_say_of_a_tree():
    assert tree_lines(tree_of({2: partition([0, 1])}, 2)) == []


def test_titles_name_what_differs():
    notebook = analyse(sample_source(), evidence="none")
    mixture = analyse(sample_source(), algorithm="mixture", evidence="none")
    other = analyse(sample_source(), features=["num_ratings", "std_rating"], evidence="none")
    assert titles(notebook, notebook.with_k(6)) == ("K = 4", "K = 6")
    assert titles(notebook, mixture) == ("K-means, K = 4", "Gaussian mixture, K = 4")
    assert titles(notebook, other) == ("preset notebook, K = 4", "num_ratings, std_rating (standard), K = 4")
    assert compare(notebook, other).flow.users == len(notebook.points)
