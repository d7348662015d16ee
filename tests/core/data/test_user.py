"""One user beside the users of a segment."""

import numpy as np
import pandas as pd
import pytest

from core.data.histogram import RATING_BINS
from core.data.opening import open_dataset
from core.data.user import MOST_VALUES, rating_shares, user_profile
from core.engine.engine import RatingFrequencies


def frequencies(counts):
    return RatingFrequencies(np.array(list(counts), dtype=float), np.array(list(counts.values())))


@pytest.fixture
def dataset(write_ratings):
    dataset = open_dataset(
        write_ratings([(user, f"film {item}", 1 + (user + item) % 5) for user in range(9) for item in range(user + 3)])
    )
    yield dataset
    dataset.close()


def test_a_profile_compares_shares_of_ratings_and_lists_titles_from_both_ends(dataset):
    profile = user_profile(dataset, "4", np.array([2, 4, 7]))
    rows = pd.DataFrame([(user, 1 + (user + item) % 5) for user in range(9) for item in range(user + 3)])
    rows.columns = ["user", "rating"]
    of_user = rows[rows["user"] == 4]["rating"].value_counts(normalize=True)
    of_segment = rows[rows["user"].isin([2, 4, 7])]["rating"].value_counts(normalize=True)
    assert [(one.start, one.end) for one in profile.shares] == [(value, value) for value in (1, 2, 3, 4, 5)]
    assert [one.of_user for one in profile.shares] == pytest.approx([of_user[value] for value in (1, 2, 3, 4, 5)])
    assert [one.of_segment for one in profile.shares] == pytest.approx([of_segment[value] for value in (1, 2, 3, 4, 5)])
    assert profile.num_ratings == 7
    assert profile.highest[:2] == (("film 0", 5.0), ("film 5", 5.0))
    assert profile.lowest[:2] == (("film 1", 1.0), ("film 6", 1.0))
    assert sorted(profile.lowest) == sorted(profile.highest)


def test_a_user_who_is_not_there_has_nothing(dataset):
    profile = user_profile(dataset, "nobody", np.array([1, 2]))
    assert (profile.num_ratings, profile.shares, profile.highest, profile.lowest) == (0, (), (), ())


def test_a_rating_that_only_the_segment_gave_has_no_share_of_the_user():
    [low, high] = rating_shares(frequencies({1: 3}), frequencies({1: 3, 5: 1}))
    assert (low.of_user, low.of_segment) == (1, 0.75)
    assert (high.start, high.of_user, high.of_segment) == (5, 0, 0.25)


def test_many_different_ratings_share_bins_that_hold_all_of_them():
    values = np.arange(MOST_VALUES + 9) / 2
    user = frequencies({values[0]: 2, values[-1]: 6})
    shares = rating_shares(user, frequencies(dict.fromkeys(values.tolist(), 4)))
    assert len(shares) == RATING_BINS
    assert (shares[0].start, shares[-1].end) == (values[0], values[-1])
    assert (shares[0].of_user, shares[-1].of_user) == (0.25, 0.75)
    assert sum(one.of_segment for one in shares) == pytest.approx(1)


def test_counts_that_are_skewed_have_bins_equal_in_the_logarithm():
    values = {1 + 3000 // (1 + item): 1 for item in range(200)}
    shares = rating_shares(frequencies({1501: 1, 16: 3}), frequencies(values))
    ratios = [one.end / one.start for one in shares]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))
    assert sum(one.of_user for one in shares) == pytest.approx(1)
