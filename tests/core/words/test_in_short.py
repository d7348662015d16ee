"""The paragraph that one would tell a superior."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.evidence.stability import STABILITY
from core.words.in_short import in_short
from tests.core.by_contrast import by_contrast


@pytest.fixture(scope="module")
def analysis(movielens):
    return by_contrast(movielens, k=4)


def resampled(analysis, jaccard):
    row = analysis.evidence.rows[analysis.k]
    row = replace(row, values={**row.values, STABILITY.name: jaccard})
    sweep = replace(analysis.sweep, evidence=analysis.evidence.with_row(row))
    return replace(analysis, study=replace(analysis.study, sweep=sweep))


def test_a_continuum_is_called_a_convenience_cut(analysis):
    assert in_short(resampled(analysis, (0.76, 0.79, 0.76, 0.85)), analysis.portraits) == (
        "The 610 users do not fall into clear groups: any K is a convenience cut, and so are these 4 segments. "
        "The largest, “Typical”, holds 44 % of the users and 36 % of all ratings. "
        "Then come “High ratings, similar ratings” with 35 % of the users and 21 % of all ratings, “Very varied "
        "ratings, low ratings” with 16 % and 9 % and “Very many ratings, low ratings” with 5 % and 34 %. "
        "32 users (5 %) gave 34 % of all ratings. "
        "All segments come back when users are drawn again. "
        "Be careful: “Very many ratings, low ratings” holds outliers only."
    )


def test_it_says_which_segments_are_not_stable_or_that_nobody_asked(analysis):
    said = in_short(resampled(analysis, (0.5, 0.79, 0.6, 0.85)), analysis.portraits)
    assert "“Typical” and “Very many ratings, low ratings” may not come back when users are drawn again." in said
    assert "Whether the segments come back when users are drawn again is not known." in in_short(
        analysis, analysis.portraits
    )


def test_where_users_are_left_out_it_speaks_of_the_others_and_says_how_many_are_not_among_them(movielens):
    """By pandas: 248 users gave 100 ratings or more, and 83 % of all ratings."""
    left = by_contrast(movielens, k=3, min_ratings=100, evidence="none")
    said = in_short(left, left.portraits)
    assert said.startswith(
        "The 248 users with 100 or more ratings are parted into 3 segments; whether there are groups was not asked. "
        "362 users with fewer ratings are left out. The largest, “"
    )
    assert said.count("% of these users and ") == 2
    assert "% of the users" not in said


def two_kinds():
    """60 users who rate 40 titles high and alike, 60 who rate 6 low and unlike each other."""
    random = np.random.default_rng(0)
    rows = [(user, item, 4.5 + 0.5 * (random.random() < 0.5)) for user in range(60) for item in range(36 + user % 9)]
    rows += [(user, item, random.choice([1, 1.5, 4])) for user in range(60, 120) for item in range(4 + user % 5)]
    return pd.DataFrame(rows, columns=["user", "item", "rating"])


def test_groups_that_lie_apart_are_called_clear_kinds():
    analysis = by_contrast(two_kinds(), k=2)
    said = in_short(analysis, analysis.portraits)
    assert said.startswith("The 120 users fall into 2 clear kinds. The largest, “")
    assert "Then comes “" in said
    assert "convenience" not in said


def test_another_number_of_segments_than_the_groups_is_said():
    analysis = by_contrast(two_kinds(), k=3)
    assert in_short(analysis, analysis.portraits).startswith(
        "The 120 users are parted into 3 segments; 2 segments lie apart, not 3. "
    )


def test_without_evidence_nothing_is_claimed(movielens):
    analysis = by_contrast(movielens, k=4, evidence="none")
    assert in_short(analysis, analysis.portraits).startswith(
        "The 610 users are parted into 4 segments; whether there are groups was not asked. "
    )


def test_one_segment_is_told_in_two_sentences(analysis):
    alone = analysis.with_k(1)
    assert in_short(alone, alone.portraits) == (
        f"The 610 users are taken as one segment. {alone.portraits.segments[0].sentence}"
    )


def test_users_who_are_all_alike_are_one_sentence():
    rows = [(user, item, 1 + item % 5) for user in range(30) for item in range(10)]
    analysis = by_contrast(pd.DataFrame(rows, columns=["user", "item", "rating"]))
    assert in_short(analysis, analysis.portraits) == "The 30 users are all alike in these features."
