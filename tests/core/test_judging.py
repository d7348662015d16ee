"""The verdict for any points."""

import numpy as np
import pandas as pd
import pytest

import core
from core.errors import Cancelled, UnknownEffortError, UnusablePointsError


def groups(k=3, users=60, features=2):
    random = np.random.default_rng(k)
    return np.concatenate([random.normal(8 * i, 1, (users, features)) for i in range(k)])


def test_groups_are_found_with_their_number():
    found = core.verdict_on(groups())
    assert (found.structure, found.structure_kind, found.recommended_k) == ("clear", "round", 3)
    assert found.clusterability.viewers == 180
    assert found.clusterability.viewers_split > 0.5
    assert set(found.choices) >= {"knee", "silhouette", "gap", "prediction_strength"}
    assert found.sentence.startswith("Clear: 3 segments lie apart.")


def test_a_table_and_an_array_say_the_same():
    points = groups(2)
    assert core.verdict_on(pd.DataFrame(points), range(2, 5)) == core.verdict_on(points, range(2, 5))


def test_only_the_k_asked_for_are_compared():
    found = core.verdict_on(groups(4), range(2, 4))
    assert found.recommended_k in (2, 3)
    assert found.structure_kind == "more than compared"


def test_many_features_and_few_users_are_said_to_be_too_few():
    found = core.verdict_on(np.random.default_rng(1).normal(size=(60, 30)), range(2, 5))
    assert (found.structure, found.structure_kind) == ("none", "too few users")
    assert found.sentence.startswith("Too few users to tell: 60 users in 30 features.")


def test_users_who_are_all_alike_have_no_structure_of_any_kind():
    found = core.verdict_on(np.ones((30, 2)))
    assert (found.structure, found.structure_kind, found.recommended_k) == ("none", None, None)


def test_full_evidence_lets_gap_and_strength_choose():
    from core.evidence.effort import Effort

    few = Effort("few", references=3, splits=3, bootstraps=2, starts=2)
    found = core.verdict_on(groups(2), range(2, 4), evidence=few)
    assert (found.choices["gap"], found.choices["prediction_strength"]) == (2, 2)


@pytest.mark.parametrize(
    "points",
    [[[1.0, np.nan]] * 30, [[1.0, np.inf]] * 30, [1.0, 2.0], np.empty((0, 2)), [["a", "b"]]],
    ids=["missing", "infinite", "no table", "empty", "text"],
)
def test_what_is_no_table_of_finite_numbers_is_refused(points):
    with pytest.raises(UnusablePointsError, match=r"finite|table|numbers"):
        core.verdict_on(points)


@pytest.mark.parametrize("size", [1e-150, 1e-8, 1e8, 1e160])
def test_the_size_of_the_numbers_makes_no_difference(size):
    assert core.verdict_on(groups(2) * size, range(2, 5)).recommended_k == 2


@pytest.mark.parametrize("ks", [[2, 3], range(0, 4), range(2, 9, 2), range(5, 5)])
def test_what_is_no_range_of_k_is_refused(ks):
    with pytest.raises(UnusablePointsError, match="cannot be compared"):
        core.verdict_on(groups(), ks)


def test_masked_and_complex_points_are_refused():
    for points in (np.ma.masked_less(groups(), 0), groups() * 1j):
        with pytest.raises(UnusablePointsError):
            core.verdict_on(points)


@pytest.mark.parametrize("kinds", [2, 3, 6])
def test_users_of_a_few_kinds_are_said_to_be_so(kinds):
    points = np.repeat(np.random.default_rng(kinds).normal(size=(kinds, 2)), 30, axis=0)
    found = core.verdict_on(points)
    assert (found.structure, found.structure_kind) == ("none", None)
    assert found.sentence.startswith(f"The users differ in only {kinds} ways")


def test_one_gross_outlier_does_not_make_all_others_alike():
    points = np.random.default_rng(1).normal(size=(200, 2))
    points[0] = 1e9
    assert "ways" not in core.verdict_on(points, range(2, 5)).sentence


def test_fast_evidence_calls_no_continuum_where_full_evidence_finds_groups():
    """Wine (178 wines of 3 vineyards, 13 features): K-means with K = 3 recovers them."""
    from sklearn.datasets import load_wine

    points = load_wine().data
    found = core.verdict_on((points - points.mean(axis=0)) / points.std(axis=0))
    assert (found.structure, found.recommended_k) != ("none", None)


def test_without_evidence_there_is_no_verdict():
    with pytest.raises(UnknownEffortError):
        core.verdict_on(groups(), evidence="none")


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        core.verdict_on(groups(), should_stop=lambda: True)
