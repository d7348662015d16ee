"""What changes from one dataset to another."""

import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.comparison.drift import compare_datasets
from core.errors import EmptyDatasetError, UnusableFeatureError
from core.model import model_of
from core.words.drift import drift_lines

USERS = 120


def ratings(users=range(USERS), shift=0, seed=0):
    """Users with 5 to 24 ratings; ``shift`` ratings more for each, from 1 to 5."""
    random = np.random.default_rng(seed)
    rows = [(user, item, random.integers(1, 6)) for user in users for item in range(5 + user % 20 + shift)]
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"])


@pytest.fixture(scope="module")
def first():
    return analyse(ratings(), k=3, evidence="none")


def psi(drift):
    return {one.feature.name: one.stability for one in drift.features}


def test_the_same_dataset_does_not_drift(first):
    drift = compare_datasets(first, ratings())
    assert all(one.stability.index == 0 for one in drift.features)
    assert all(one.users[0] == one.users[1] and one.change == 0 for one in drift.segments)
    assert (drift.in_both, drift.flow.adjusted_rand, drift.most_moved) == (USERS, 1.0, None)
    assert np.array_equal(drift.labels, first.partition.labels)


def test_users_are_assigned_with_the_model_of_the_first(first):
    drift = compare_datasets(first, ratings(shift=15))
    expected, _ = model_of(first).assign(drift.second.features)
    assert np.array_equal(drift.labels, expected)
    assert [one.users[1] for one in drift.segments] == np.bincount(expected, minlength=3).tolist()


def test_what_moved_most_is_named_with_its_medians(first):
    drift = compare_datasets(first, ratings(shift=15))
    assert drift.most_moved.feature.name == "num_ratings"
    assert psi(drift)["num_ratings"].moved_much
    assert drift.most_moved.medians == (14.5, 29.5)
    words = " ".join(drift_lines(drift))
    assert f"{drift.most_moved.feature.title} moved most, much (PSI " in words
    assert "the median rose from 14.5 to 29.5" in words


def test_users_in_both_are_followed_by_their_ids(first):
    drift = compare_datasets(first, ratings(range(100, 300), shift=15))
    assert (drift.in_both, drift.flow.users) == (20, 20)
    here, there = drift.positions
    counts = np.zeros((3, 3), dtype=int)
    np.add.at(counts, (first.partition.labels[here], drift.labels[there]), 1)
    assert drift.flow.counts.tolist() == counts.tolist()


def test_without_users_in_both_sizes_and_features_are_compared_all_the_same(first):
    drift = compare_datasets(first, ratings(range(1000, 1050)))
    assert (drift.flow, drift.in_both) == (None, 0)
    assert "No user is in both: users are matched by their ids." in drift_lines(drift)
    assert sum(one.users[1] for one in drift.segments) == 50


def test_one_user_after_many(first):
    drift = compare_datasets(first, ratings([7]))
    assert sum(one.users[1] for one in drift.segments) == 1
    assert drift.most_moved is None  # one user is never more than chance
    assert drift_lines(drift)


def test_one_segment_holds_everybody():
    drift = compare_datasets(analyse(ratings([7]), evidence="none"), ratings())
    assert [one.users for one in drift.segments] == [(1, USERS)]
    assert drift_lines(drift)[0] == "There is one segment, which holds everybody."


def test_a_dataset_that_lacks_what_segments_is_refused():
    table = ratings().assign(timestamp=range(len(ratings())))
    first = analyse(table, features=["num_ratings", "active_days"], k=2, evidence="none")
    with pytest.raises(UnusableFeatureError, match="DataFrame cannot be compared by active_days: The ratings have no"):
        compare_datasets(first, ratings())


def test_what_only_describes_is_left_out_with_the_reason():
    table = ratings().assign(timestamp=range(len(ratings())))
    first = analyse(table, k=2)
    drift = compare_datasets(first, ratings())
    assert "active_days" in drift.lacking
    assert "active_days" not in psi(drift)
    assert "active_days is not compared: The ratings have no column of times." in drift_lines(drift)


def test_users_with_too_few_ratings_are_left_out_as_in_the_first():
    first = analyse(ratings(), k=2, min_ratings=10, evidence="none")
    drift = compare_datasets(first, ratings())
    assert len(drift.labels) == len(first.points) < USERS
    with pytest.raises(EmptyDatasetError):
        compare_datasets(first, ratings(range(0, 100, 20)))


def test_another_scale_is_said(first):
    table = ratings().assign(rating=lambda table: 20 * table["rating"])
    assert any("The ratings are on a scale of" in line for line in drift_lines(compare_datasets(first, table)))
