"""The recommended preset: it finds kinds of users that are there, on any scale of ratings, and says why its K."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import core
from core.evidence.choice import Because
from core.export.contract import as_contract, to_json
from core.export.report import to_text
from core.presets import RECOMMENDED
from core.sources.sample import sample_source
from tests.benchmarks.presets import kinds_of, maker
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def real(movielens):
    return core.analyse(movielens, preset="recommended")


def rand_index(analysis, folder: Path) -> float:
    return adjusted_rand_score(kinds_of(folder, analysis.description.features), analysis.partition.labels)


def test_on_the_sample_it_finds_the_planted_kinds_at_least_as_well_as_the_notebook():
    """The notebook's adjusted Rand index is 0.46; a classifier that is told the kinds reaches 0.55 on such features."""
    by_notebook = core.analyse(sample_source(), k=4, evidence="none")
    recommended = core.analyse(sample_source(), k=4, preset="recommended", evidence="none")
    assert rand_index(by_notebook, ROOT / "data") == pytest.approx(0.46, abs=0.005)
    assert rand_index(recommended, ROOT / "data") >= rand_index(by_notebook, ROOT / "data")


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """A table like the sample whose kinds lie apart in how much, how high and how steadily they rate."""
    make = maker()
    fan, all_rounder, critic, completist = (
        replace(kind, skew=0.25, level_spread=0.1, spread_spread=0.05) for kind in make.KINDS
    )
    make.KINDS = (replace(fan, level=4.3, spread=0.5), all_rounder, replace(critic, level=2.5), completist)
    folder = tmp_path_factory.mktemp("apart")
    make.main(folder)
    return folder


def test_kinds_that_lie_apart_in_behaviour_are_found_with_their_number(apart):
    analysis = core.analyse(apart, preset="recommended")
    assert (analysis.k, analysis.study.chosen.because) == (4, Because.RECOMMENDED)
    assert rand_index(analysis, apart) >= 0.8
    assert "K = 4 is what the verdict recommends" in analysis.why_k


def test_without_a_recommendation_k_is_as_much_detail_as_comes_back(real):
    assert real.verdict.recommended_k is None
    assert (real.k, real.study.chosen.because) == (3, Because.COMES_BACK)
    assert "as much detail as can be relied on" in real.why_k


def test_why_its_k_was_taken_is_said_once_and_of_no_other_k(real):
    assert to_text(real).replace("\n", " ").count(real.why_k[:40]) == 1
    assert real.why_k not in real.notes
    other = real.with_k(real.k + 1)
    assert other.why_k == ""
    assert "as much detail as can be relied on" not in to_text(other)


def test_its_labels_are_distinct_and_true_of_the_medians(real):
    """Read by hand against pandas: half of segment 0 gave at least 520 ratings, of all users 71."""
    assert [segment.label for segment in real.segments] == ["Very many ratings", "Typical", "Unpredictable, harsh"]
    users = real.description.features.columns
    heavy, _, harsh = (real.partition.labels == number for number in range(3))
    assert np.median(users["num_ratings"][heavy]) > np.quantile(users["num_ratings"], 0.9)
    assert np.median(users["residual_std"][harsh]) > np.quantile(users["residual_std"], 0.75)
    assert np.median(users["harshness"][harsh]) < np.quantile(users["harshness"], 0.25)


def test_its_k_is_the_same_whatever_evidence_is_asked_for(real, movielens):
    without = core.analyse(movielens, preset="recommended", evidence="none")
    assert (without.k, without.partition.labels.tolist()) == (real.k, real.partition.labels.tolist())


def test_a_k_that_is_named_is_taken(movielens):
    analysis = core.analyse(movielens, preset="recommended", k=5, evidence="none")
    assert (analysis.k, analysis.study.chosen) == (5, None)


def test_json_lists_the_features_that_are_used(real):
    assert as_contract(real)["preset"] == "recommended"
    assert as_contract(real)["features"] == list(RECOMMENDED.features)


def test_two_runs_give_the_same_bytes(movielens, real):
    assert to_json(core.analyse(movielens, preset="recommended")) == to_json(real)


def ratings(scores, users=60, items=40, seed=5):
    """A table in which some users rate little and high, and others much and low."""
    random = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        is_busy = user % 2 == 0
        for item in random.choice(items, 30 if is_busy else 8, replace=False):
            at = random.integers(0, len(scores) // 2 + 1) + (0 if is_busy else len(scores) // 2)
            rows.append((user, item, scores[min(at, len(scores) - 1)]))
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"])


SCALES = {
    "0 to 10": list(range(11)),
    "0 to 100": list(range(0, 101, 5)),
    "whole stars": [1, 2, 3, 4, 5],
    "plays": [1, 2, 3, 5, 8, 13, 40, 200, 900],
}


@pytest.mark.parametrize("scale", SCALES)
def test_on_other_scales_the_two_kinds_are_two_segments(scale):
    analysis = core.analyse(ratings(SCALES[scale]), preset="recommended")
    busy = np.arange(60) % 2 == 0
    assert analysis.k == 2
    assert adjusted_rand_score(busy, analysis.partition.labels) == 1
    assert len({segment.label for segment in analysis.segments}) == 2


def test_likes_are_told_apart_by_what_they_are_given_to():
    analysis = core.analyse(ratings([1]), preset="recommended")
    assert analysis.preset.features == ("root_num_ratings", "popularity")
    assert dict(analysis.study.left_out) == {
        "harshness": "It is the same for all users.",
        "residual_std": "It is the same for all users.",
        "genre_entropy": "There is no table of items with genres.",
    }
    assert "Without harshness: It is the same for all users." in analysis.notes
    assert json.loads(to_json(analysis))["features_left_out"]["harshness"]


def test_users_who_are_all_alike_are_one_segment():
    table = pd.DataFrame({"userId": [1, 2, 3], "movieId": [1, 1, 1], "rating": [4, 4, 4]})
    analysis = core.analyse(table, preset="recommended")
    assert (analysis.k, analysis.preset.features) == (1, ("root_num_ratings",))
    assert analysis.why_k == "There is one segment: the users do not differ in these features."


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"userId": [1], "movieId": [1], "rating": [4]}),
        pd.DataFrame({"userId": np.arange(50), "movieId": 1, "rating": 4}),
        pd.DataFrame(
            {"userId": np.repeat(np.arange(9), [1, 1, 2, 2, 3, 3, 4, 4, 4]), "movieId": np.arange(24), "rating": 1}
        ),
    ],
    ids=["one user", "one rating each, all alike", "likes of titles that are all as popular"],
)
def test_where_nothing_else_tells_users_apart_it_is_how_much_they_rate(table):
    analysis = core.analyse(table, preset="recommended")
    assert analysis.preset.features == ("root_num_ratings",)
    assert set(analysis.study.left_out) == {"harshness", "residual_std", "popularity", "genre_entropy"}


def test_users_with_few_ratings_can_be_left_out(movielens):
    analysis = core.analyse(movielens, min_ratings=50, evidence="none")
    assert analysis.preset.name == "custom"
    assert analysis.description.features.columns["num_ratings"].min() >= 50
    everyone = analysis.description.overview.users
    left_out = everyone - len(analysis.description.features)
    assert f"{left_out} users with fewer than 50 ratings left out." in analysis.notes
    assert as_contract(analysis)["users_left_out"] == left_out
    assert sum(segment.users for segment in analysis.segments) == everyone - left_out


def test_where_nobody_has_so_many_ratings_it_says_how_many_the_busiest_has(movielens):
    with pytest.raises(core.SegscopeError, match=r"No user has 5,000 ratings or more: the busiest has 2,698"):
        core.analyse(movielens, min_ratings=5000)


def test_a_feature_that_somebody_chose_and_the_data_cannot_give_is_refused():
    with pytest.raises(core.SegscopeError, match=r"genre_entropy cannot be computed here: There is no table of items"):
        core.analyse(ratings([1, 2, 3]), features=["genre_entropy"])


def test_an_unknown_feature_is_refused_with_those_that_there_are(movielens):
    with pytest.raises(core.SegscopeError, match=r"no feature 'age'.*num_ratings"):
        core.analyse(movielens, features=["age"])
