"""The population stability index: a table worked by hand, scipy's relative entropies, and what chance gives."""

import numpy as np
import pytest
from scipy.stats import chi2, entropy

from core.comparison.stability import stability_of

TENTHS = np.repeat(np.arange(1, 11), 10)
"""A hundred users, ten with each value: each value is a bin."""


def test_a_table_worked_by_hand():
    second = np.repeat(np.arange(1, 10), [10, 5, 5, 5, 5, 5, 5, 5, 5])
    # (0.2 - 0.1) ln 2 for value 1; value 10 is empty and counts as half of 50 users: (0.01 - 0.1) ln 0.1
    found = stability_of(TENTHS, second)
    assert found.index == pytest.approx(0.1 * np.log(2) - 0.09 * np.log(0.1))
    assert found.index == pytest.approx(0.27655, abs=1e-5)
    assert found.bins == 10


@pytest.mark.parametrize(("users", "moved"), [(1, False), (10, True)])
def test_a_large_index_of_few_users_may_be_chance(users, moved):
    first, second = TENTHS, np.repeat(np.arange(1, 10), [10, 5, 5, 5, 5, 5, 5, 5, 5])
    found = stability_of(np.repeat(first, users), np.repeat(second, users))
    assert found.index > 0.25
    assert (found.moved, found.moved_much) == (moved, moved)


def test_a_decile_belongs_to_the_lower_bin():
    first = np.arange(1, 12)  # the first decile is 2: two of eleven users stand in the first bin
    found = stability_of(first, np.full(11, 2))
    expected = (1 - 2 / 11) * np.log(11 / 2) + 9 * (0.5 / 11 - 1 / 11) * np.log(0.5)
    assert found.index == pytest.approx(expected)


def test_it_is_both_relative_entropies():
    second = np.repeat(np.arange(1, 11), [3, 7, 9, 12, 20, 1, 4, 14, 15, 15])
    p, q = np.bincount(TENTHS)[1:], np.bincount(second)[1:]
    assert stability_of(TENTHS, second).index == pytest.approx(entropy(p, q) + entropy(q, p))


def test_the_same_values_have_not_moved():
    found = stability_of(TENTHS, TENTHS)
    assert found.index == 0
    assert not found.moved


def test_a_value_of_many_users_is_a_bin_of_its_own():
    first = np.array([1.0] * 80 + [2.0] * 20)
    found = stability_of(first, np.array([0.5] * 50 + [1.0] * 30 + [2.0] * 20))
    assert found.bins == 3  # below 1, 1, above: those below are not hidden behind those at 1
    expected = (0.3 - 0.8) * np.log(0.3 / 0.8) + (0.5 - 0.005) * np.log(0.5 / 0.005)
    assert found.index == pytest.approx(expected)


def test_what_was_the_same_for_all_and_stays_so_has_not_moved():
    found = stability_of(np.ones(10), np.ones(3))
    assert (found.index, found.bins, found.by_chance) == (0, 1, 0)


def test_one_user_never_moves_more_than_by_chance():
    found = stability_of(np.array([1.0]), np.array([5.0]))
    assert np.isfinite(found.index)
    assert not found.moved


def test_chance_is_chi_squared_with_a_degree_less_than_bins():
    found = stability_of(TENTHS, TENTHS[:50])
    assert found.by_chance == pytest.approx(chi2.ppf(0.95, 9) * (1 / 100 + 1 / 50))


def test_of_users_of_the_same_kind_about_one_draw_in_twenty_is_beyond_chance():
    random = np.random.default_rng(0)
    draws = [stability_of(random.normal(size=500), random.normal(size=400)) for _ in range(400)]
    beyond = np.mean([one.index > one.by_chance for one in draws])
    assert 0.02 <= beyond <= 0.08
