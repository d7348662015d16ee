"""The figures behind tastes, against tables worked by hand and against scipy."""

import math

import numpy as np
import pytest
from scipy.stats import chi2_contingency, false_discovery_control, fisher_exact

from core.tastes.counted import Counted, Totals, strata_of
from core.tastes.odds import PRIOR, odds_of
from core.tastes.rated import SHRINKAGE, higher
from core.tastes.testing import adjusted, expected_alike, expected_raters, p_values


def test_shares_lift_and_log_odds_of_a_table_worked_by_hand():
    """200 of 1,000 ratings go to the first genre, 100 of 2,000 of the others'; a tenth of everybody's, so 100 more are
    taken for each: 300 of 2,000 beside 200 of 3,000."""
    odds = odds_of(np.array([200, 0, 5]), np.array([100, 3, 0]), 1_000, 2_000)
    assert PRIOR == 1_000
    assert odds.share.tolist() == [0.2, 0, 0.005]
    assert odds.share_of_others.tolist() == [0.05, 0.0015, 0]
    assert odds.lift[0] == pytest.approx(4)
    assert odds.lift[1] == 0
    assert math.isnan(odds.lift[2])
    by_hand = math.log(300 / 1_700) - math.log(200 / 2_800)
    assert odds.log_odds[0] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.9044563)
    assert odds.z[0] == pytest.approx(by_hand / math.sqrt(1 / 300 + 1 / 200))


def test_where_all_rate_alike_the_log_odds_are_zero():
    odds = odds_of(np.array([10, 90]), np.array([20, 180]), 100, 200)
    assert odds.log_odds.tolist() == pytest.approx([0, 0])
    assert odds.z.tolist() == pytest.approx([0, 0])


def test_what_everybody_rates_and_nothing_else_tells_nothing():
    odds = odds_of(np.array([100]), np.array([200]), 100, 200)
    assert (odds.lift.tolist(), odds.log_odds.tolist(), odds.z.tolist()) == ([1], [0], [0])
    nobody = np.zeros((1, 2), int)
    assert p_values(nobody, nobody.astype(float), np.zeros((1, 1), int), 300).tolist() == [[1, 1]]


@pytest.mark.parametrize("table", [((8, 2), (1, 5)), ((1, 9), (11, 3)), ((30, 70), (40, 160)), ((3, 3), (3, 3))])
def test_with_one_stratum_p_is_twice_the_smaller_tail_of_fishers_exact_test(table):
    (keen, rest), (others_keen, others_rest) = table
    users, all_keen = keen + rest + others_keen + others_rest, keen + others_keen
    expected = expected_alike(
        np.array([[[keen], [others_keen]]]), np.array([[keen + rest], [others_keen + others_rest]])
    )
    p = p_values(np.array([[keen, others_keen]]), expected, np.array([[all_keen]]), users)
    tails = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    assert p[0].tolist() == pytest.approx([min(1, 2 * min(tails))] * 2)


@pytest.mark.parametrize("table", [((150, 250), (310, 290)), ((1_000, 2_000), (2_100, 3_900))])
def test_of_large_tables_p_is_that_of_the_chi_squared_test_with_yatess_correction(table):
    (keen, rest), (others_keen, others_rest) = table
    users, all_keen = keen + rest + others_keen + others_rest, keen + others_keen
    sizes = np.array([[keen + rest], [others_keen + others_rest]])
    expected = expected_alike(np.array([[[keen], [others_keen]]]), sizes)
    p = p_values(np.array([[keen, others_keen]]), expected, np.array([[all_keen]]), users)
    assert p[0].tolist() == pytest.approx([chi2_contingency(table).pvalue] * 2)
    assert p[0, 0] == pytest.approx(fisher_exact(table).pvalue, rel=0.5)


def test_the_lady_who_tastes_tea():
    """Fisher, The Design of Experiments, 1935: 3 of 4 cups right have the chance 17 of 70 or better."""
    p = p_values(np.array([[3]]), np.array([[2.0]]), np.array([[4]]), 8)
    assert p.tolist() == [[pytest.approx(2 * 17 / 70)]]


def test_users_are_compared_with_those_of_their_stratum():
    """The first segment has 30 of the 40 light users, of whom 20 are keen, and 10 of the 60 heavy ones, of whom 12 are:
    three quarters of 20 and a sixth of 12."""
    sizes = np.array([[30, 10], [10, 50]])
    keen = np.array([[[15, 4], [5, 8]]])
    assert expected_alike(keen, sizes).tolist() == [[pytest.approx(17), pytest.approx(15)]]


def test_who_rates_twice_as_much_is_expected_to_have_rated_more_but_not_twice_as_many_popular_titles():
    """With the chances 1 - x after 10 ratings and 1 - x² after 20: of 100 and 100 users 75 and 93.75 make x = 1/4."""
    sizes, ratings = np.array([[100], [100]]), np.array([[1_000], [2_000]])
    popular = expected_raters(np.array([[[80], [88.75]]]), sizes, ratings)
    assert popular.tolist() == [[pytest.approx(75), pytest.approx(93.75)]]
    [[light, heavy]] = expected_raters(np.array([[[1], [2]]]), sizes, ratings)
    assert heavy / light == pytest.approx(2, rel=0.01)
    assert light + heavy == pytest.approx(3)


def test_p_values_are_adjusted_over_all_of_them():
    """Of five, in order: 0.005 · 5/1 = 0.025, 0.01 · 5/2 = 0.025, 0.03 · 5/3 = 0.05, 0.04 · 5/4 = 0.05, 0.5."""
    p = np.array([[0.04, 0.5, 0.01], [0.03, 0.005, 0.9]])
    assert adjusted(p[:, :2]).tolist() != adjusted(p)[:, :2].tolist()
    assert adjusted(np.array([0.04, 0.5, 0.01, 0.03, 0.005])) == pytest.approx([0.05, 0.5, 0.025, 0.05, 0.025])
    assert adjusted(p).ravel() == pytest.approx(false_discovery_control(p.ravel()))
    assert adjusted(np.empty((0, 3))).shape == (0, 3)


def test_strata_hold_about_a_hundred_users_of_like_activity_each():
    num_ratings = np.arange(1_000)[::-1]
    strata = strata_of(num_ratings)
    assert (strata.size, np.bincount(strata.numbers).tolist()) == (10, [100] * 10)
    assert strata.numbers[0] == 9
    assert strata_of(num_ratings[:150]).size == 1
    assert strata_of(np.full(500, 20)).numbers.max() < 5
    assert strata_of(np.arange(100_000)).size == 20


def test_a_genre_counts_as_rated_higher_beside_the_own_harshness_and_the_more_the_more_users_say_so():
    """Harsh users, 1 below what is usual, are 0.5 below for a genre; the others, 0.2 above, are so for it too."""
    totals = Totals(np.array([[40], [60]]), np.array([[200], [100]]), np.array([[-200.0], [20.0]]))
    one = dict(names=np.array(["a"]), keen=np.empty(0), expected=np.empty(0), p=np.empty(0))
    ratings, beyond = np.array([[50, 50]]), np.array([[-25.0, 10.0]])
    found = Counted(keys=np.array(["a"]), users=np.array([[30, 60]]), ratings=ratings, beyond=beyond, **one)
    assert higher(found, totals, 0).tolist() == [pytest.approx(0.5 * 20 / (20 + SHRINKAGE))]
    assert higher(found, totals, 1).tolist() == [pytest.approx(-0.5 * 20 / (20 + SHRINKAGE))]
    never = Counted(
        keys=np.array(["a"]), users=np.array([[0, 60]]), ratings=np.array([[0, 50]]), beyond=beyond * 0, **one
    )
    assert np.isnan(higher(never, totals, 0)).all()
