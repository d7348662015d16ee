"""The contrast rule: labels from where a segment's median stands among all users."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.clustering.partition import Partition
from core.data.scale import RatingScale
from core.features.catalogue import FEATURES
from core.features.table import UserFeatures
from core.segments.profile import profiles_of
from core.words.contrast_rule import CONTRAST_RULE, emphasised
from core.words.label_rule import Profile
from core.words.label_rules import LABEL_RULES
from tests.core.by_contrast import by_contrast

NAMES = ("num_ratings", "avg_rating", "std_rating", "rating_range")
STARS = RatingScale(0.5, 5.0, 0)


def looking_at(columns, names=None, catalogue=FEATURES):
    users = UserFeatures(np.arange(len(next(iter(columns.values())))), columns)
    return CONTRAST_RULE.look(users, STARS, [catalogue[name] for name in names or columns])


@pytest.fixture
def rule():
    random = np.random.default_rng(0)
    return looking_at({name: random.permutation(1000) for name in NAMES})


def profile(*effects, medians=(0, 0, 0, 0), means=(0, 0, 0, 0)):
    values = (means, medians, (*effects, 0, 0, 0, 0)[:4])
    return Profile(*(dict(zip(NAMES, map(float, one), strict=True)) for one in values))


def test_a_feature_is_named_from_an_effect_of_a_half_on_and_with_very_from_four_fifths(rule):
    labels = rule.labels([profile(0.49), profile(0.5), profile(-0.79), profile(-0.8), profile(0.8)])
    assert labels == ("Typical", "Many ratings", "Few ratings", "Very few ratings", "Very many ratings")


def test_at_most_three_features_are_named_the_largest_effects_first(rule):
    [label] = rule.labels([profile(-0.6, 0.9, 0.7, 0.5)])
    assert label == "Very high ratings, varied ratings, few ratings"


@pytest.mark.parametrize(
    ("words", "expected"), [("harsh", "very harsh"), ("a wide range of ratings", "a very wide range of ratings")]
)
def test_very_stands_behind_an_article(words, expected):
    assert emphasised(words) == expected


def test_the_effect_is_where_the_median_stands_among_all_users_and_equals_count_half():
    users = UserFeatures(np.arange(8), {"num_ratings": np.array([1, 2, 2, 2, 5, 6, 7, 9])})
    partition = Partition(2, np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.zeros((2, 1)), 0.0, 1)
    first, second = profiles_of(users, partition, ["num_ratings"])
    assert (first.medians["num_ratings"], second.medians["num_ratings"]) == (2, 6.5)
    assert first.effects["num_ratings"] == pytest.approx(2 * (1 + 3 / 2) / 8 - 1)
    assert second.effects["num_ratings"] == pytest.approx(2 * 6 / 8 - 1)


def test_of_equal_labels_that_which_differs_most_is_said_with_rather(rule):
    labels = rule.labels([profile(0.9, 0.3), profile(0.9, -0.2, 0.1), profile(0, 0, 0.1)])
    assert labels == (
        "Very many ratings, rather high ratings",
        "Very many ratings, rather low ratings",
        "Typical",
    )


def test_rather_is_never_said_against_the_side_on_which_a_segment_stands(rule):
    assert rule.labels([profile(0.1), profile(0.4)]) == ("Typical", "Typical, but rather many ratings")
    assert rule.labels([profile(-0.1), profile(-0.4)]) == ("Typical", "Typical, but rather few ratings")


def test_where_words_run_out_figures_tell_segments_apart(rule):
    alike = [profile(0.9, medians=(300 + number, 0, 0, 0)) for number in range(3)]
    assert rule.labels(alike) == tuple(f"Very many ratings (median ratings {300 + n})" for n in range(3))
    by_means = [profile(means=(0, 3.51 + number / 1000, 0, 0)) for number in range(2)]
    assert rule.labels(by_means) == ("Typical (mean average 3.510)", "Typical (mean average 3.511)")


def test_only_segments_with_the_same_figures_share_a_label_and_say_so(rule):
    same = [profile(0.9), profile(0.9), profile()]
    assert rule.labels(same) == ("Very many ratings", "Very many ratings", "Typical")
    assert rule.remarks(same) == (
        ("the same label as segment 1: compare their figures",),
        ("the same label as segment 0: compare their figures",),
        (),
    )


def test_what_is_the_same_for_all_users_never_speaks():
    rule = looking_at({"num_ratings": np.arange(10), "avg_rating": np.full(10, 0.1) + 1e-12 * np.arange(10)})
    assert rule.labels([profile(0, 0.9)]) == ("Typical",)
    assert rule.note == "All users have the same average rating: labels do not speak of it."


def test_of_features_that_say_nearly_the_same_the_first_speaks():
    ratings = np.random.default_rng(0).permutation(100)
    rule = looking_at({"num_ratings": ratings, "avg_rating": -np.exp(ratings / 9), "std_rating": np.arange(100)})
    assert rule.labels([profile(0.6, -0.6, 0.7)]) == ("Varied ratings, many ratings",)
    assert rule.note == "Average rating says nearly the same as number of ratings: labels name the other."


def test_of_features_that_are_told_as_the_same_the_first_speaks():
    told = {**FEATURES, "std_rating": replace(FEATURES["std_rating"], shown_as="num_ratings")}
    random = np.random.default_rng(0)
    columns = {name: random.permutation(100) for name in ("num_ratings", "std_rating")}
    assert looking_at(columns, catalogue=told).labels([profile(0.6, 0, 0.7)]) == ("Many ratings",)


@pytest.fixture(scope="module")
def movielens_analysis(movielens):
    return by_contrast(movielens, k=4, evidence="none")


def test_labels_of_real_data_are_distinct_and_true(movielens_analysis, movielens):
    """Checked by hand: the medians beside the deciles of all users, from pandas."""
    assert [segment.title for segment in movielens_analysis.segments] == [
        "Typical",
        "Very varied ratings, low ratings",
        "Very many ratings, low ratings",
        "High ratings, similar ratings",
    ]
    users = pd.read_csv(movielens / "ratings.csv").groupby("userId")["rating"].agg(["count", "mean", "std"])
    medians = users.groupby(movielens_analysis.partition.labels).median()
    middle, ends = users.quantile([0.25, 0.75]), users.quantile([0.1, 0.9])
    inside = (medians > middle.loc[0.25]) & (medians < middle.loc[0.75])
    assert inside.loc[0].all()
    assert inside["count"].tolist() == [True, True, False, True]
    assert medians["count"][2] == 921.5 > ends["count"][0.9]
    assert medians["std"][1] > ends["std"][0.9] > medians["std"][3]
    assert (medians["mean"][[1, 2]] < middle["mean"][0.25]).all()
    assert medians["mean"][3] > middle["mean"][0.75]


@pytest.mark.parametrize("k", [1, 2, 3, 7, 50])
def test_no_two_segments_of_real_data_share_a_label(movielens_analysis, k):
    segments = movielens_analysis.with_k(k).segments
    assert len({segment.title for segment in segments}) == k
    assert k > 1 or segments[0].title == "Typical"


@pytest.mark.parametrize("k", [1, 4])
def test_the_code_of_the_notebook_gives_the_same_labels(movielens_analysis, k):
    analysis = movielens_analysis.with_k(k)
    users = analysis.description.features.to_frame().set_index("user").assign(segment=analysis.partition.labels)
    named = {"users": users, "profile": pd.DataFrame(index=range(k))}
    exec("\n".join(analysis.labelling.code_settings), named)
    exec(LABEL_RULES["contrast"].code, named)
    assert named["profile"]["label"].tolist() == [segment.label for segment in analysis.segments]


def test_the_code_runs_where_no_feature_speaks(write_ratings):
    analysis = by_contrast(write_ratings([(user, 1, 3) for user in range(9)]), evidence="none")
    users = analysis.description.features.to_frame().set_index("user").assign(segment=0)
    named = {"users": users, "profile": pd.DataFrame(index=[0])}
    exec("\n".join(analysis.labelling.code_settings), named)
    exec(LABEL_RULES["contrast"].code, named)
    assert named["profile"]["label"].tolist() == [segment.label for segment in analysis.segments] == ["Typical"]
