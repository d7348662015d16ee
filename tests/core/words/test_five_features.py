"""What is said of ml-latest-small by five features, checked by hand against the medians of pandas."""

import pytest

import core
from core.words.in_short import in_short

FIVE = ("log_num_ratings", "harshness", "shrunken_std", "popularity", "genre_entropy")


@pytest.fixture(scope="module")
def analysis(movielens):
    return core.analyse(movielens, preset="recommended", features=FIVE, k=4, evidence="none")


def test_labels_are_distinct_and_true(analysis):
    assert [segment.title for segment in analysis.segments] == [
        "Few genres",
        "Popular titles",
        "Varied ratings, harsh",
        "Many ratings",
    ]
    users = analysis.description.features.to_frame().set_index("user")
    medians = users.groupby(analysis.partition.labels).median()
    low, high = users.quantile(0.25), users.quantile(0.75)
    assert medians["genre_entropy"][0] < low["genre_entropy"]
    assert medians["popularity"][1] > high["popularity"]
    assert medians["shrunken_std"][2] > high["shrunken_std"]
    assert medians["harshness"][2] < low["harshness"]
    assert medians["num_ratings"][3] > high["num_ratings"]
    inside = (medians > low) & (medians < high)
    assert inside[list(analysis.preset.features)].sum().sum() == 4 * 5 - 5


def test_sentences_tell_the_figures_behind_the_labels(analysis):
    few_genres, popular, harsh, busy = (portrait.sentence for portrait in analysis.portraits.segments)
    assert few_genres == "Their ratings spread evenly over about 8 genres, the median user's over 11."
    assert popular.startswith("A typical title of theirs has 72 ratings, one of the median user 48; ")
    assert harsh == (
        "Their ratings spread by 1.2 stars (std dev), the median user's by 0.9; they give about 0.2 stars less than "
        "others for the same titles, the median user 0.1 more."
    )
    assert busy.startswith("Half of them gave at least 343 ratings, the median user 71")


def test_a_k_that_was_chosen_because_its_segments_come_back_says_so_without_more_evidence(movielens):
    chosen = core.analyse(movielens, preset="recommended", evidence="none")
    assert "All segments come back when users are drawn again." in in_short(chosen, chosen.portraits)


def test_rules_hold_for_three_of_four_users(analysis):
    assert analysis.portraits.fidelity == pytest.approx(0.762, abs=0.001)
    assert analysis.portraits.segments[3].rule.words == "more than 198 ratings"
