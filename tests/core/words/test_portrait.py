"""The sentence of a segment, with figures that one can check."""

import pytest

from core.features.catalogue import FEATURES
from core.features.clauses import at_least_or_most, highest, lowest, ratings_given
from core.features.feature import Units
from core.words.portrait import typical_in_words
from tests.core.by_contrast import by_contrast

UNITS = Units("stars", "movie")


@pytest.fixture(scope="module")
def analysis(movielens):
    return by_contrast(movielens, k=4, evidence="none")


def test_sentences_of_real_data(analysis):
    """Checked by hand against the medians of pandas: see test_labels_of_real_data_are_distinct_and_true."""
    assert [portrait.sentence for portrait in analysis.portraits.segments] == [
        "They are like most users: their ratings spread by 1.0 stars (std dev), the median user's by 0.9; they give "
        "3.6 stars on average, the median user 3.7.",
        "Their ratings spread by 1.3 stars (std dev), the median user's by 0.9; they give 3.2 stars on average, the "
        "median user 3.7.",
        "Half of them gave at least 922 ratings, the median user 71; they give 3.3 stars on average, the median user "
        "3.7.",
        "They give 4.1 stars on average, the median user 3.7; their ratings spread by 0.7 stars (std dev), the median "
        "user's by 0.9.",
    ]


def test_what_a_sentence_says_is_true_of_the_users(analysis):
    users = analysis.description.features.to_frame().assign(segment=analysis.partition.labels)
    busiest = users[users["segment"] == 2]
    assert (busiest["num_ratings"] >= 922).sum() == len(busiest) / 2
    assert (users["num_ratings"] <= 71).mean() >= 0.5 <= (users["num_ratings"] >= 70).mean()


def test_one_segment_is_told_by_its_medians(analysis):
    [portrait] = analysis.with_k(1).portraits.segments
    assert portrait.sentence == "All users are in it; their medians: rating std dev 0.90, number of ratings 70.5."


def test_one_user_is_told_by_their_figures(analysis):
    alone = [one for one in analysis.with_k(50).portraits.segments if one.users == 1]
    assert "One user: average rating 5.00, rating std dev 0.00, number of ratings 20." in [
        one.sentence for one in alone
    ]


def test_a_segment_that_differs_only_in_what_does_not_part_the_users_says_so(analysis):
    typical = [one.sentence for one in analysis.with_k(50).portraits.segments if one.brief.startswith("Typical")]
    assert (
        "They are like most users, but half of them never give less than 2 stars, the median user goes down to 1."
        in typical
    )


@pytest.mark.parametrize(("ids", "said"), [((7,), "user 7"), ((7, "x\x1b" + "y" * 30, 9), "users 7, x␛yyyy… and 9")])
def test_typical_users_are_named_by_their_ids(ids, said):
    assert typical_in_words(ids, 7) == said


@pytest.mark.parametrize(
    ("median", "everyone", "expected"),
    [(880.5, 70.5, "at least 881"), (26.5, 70.5, "at most 26"), (9, 9, "at least 9")],
)
def test_counts_say_what_is_true_of_at_least_half(median, everyone, expected):
    assert at_least_or_most(median, everyone) == expected
    assert ratings_given(median, everyone, UNITS).startswith(f"half of them gave {expected} ratings, the median user ")


@pytest.mark.parametrize(
    ("clause", "median", "everyone", "expected"),
    [
        (lowest, 2.0, 0.5, "half of them never give less than 2 stars, the median user goes down to 0.5"),
        (lowest, 0.5, 1.0, "half of them go down to 0.5 stars, the median user to 1"),
        (highest, 4.0, 5.0, "half of them never give more than 4 stars, the median user goes up to 5"),
        (highest, 5.0, 4.5, "half of them go up to 5 stars, the median user to 4.5"),
    ],
)
def test_ends_are_told_from_the_side_on_which_they_differ(clause, median, everyone, expected):
    assert clause(median, everyone, UNITS) == expected


@pytest.mark.parametrize("name", [name for name, feature in FEATURES.items() if feature.clause is not None])
def test_every_feature_that_speaks_tells_both_sides_apart(name):
    clause = FEATURES[name].clause
    said = {clause(median, 9.0, UNITS) for median in (2.0, 9.0, 20.0)}
    assert len(said) == 3
    assert not any(text.endswith(".") or text[0].isupper() for text in said)
