"""Whether there are groups at all, before any K: the dip test, viewers, directions, crowds."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

from core.clustering.density import NOISE, crowds, smallest_crowd
from core.errors import Cancelled
from core.evidence.borders import surroundings
from core.evidence.clusterability import VIEWERS, clusterability
from core.evidence.crowds import crowds_apart
from core.evidence.dip import dip_p_value, untied
from core.evidence.directions import emptiest_place, falls_apart
from core.evidence.probe import USERS, probed


def cloud(users=300, features=2, seed=1):
    return np.random.default_rng(seed).normal(size=(users, features))


def pair(distance=8.0, users=150, features=2):
    """Two normal groups."""
    return np.concatenate([cloud(users, features, 2), cloud(users, features, 3) + distance / np.sqrt(features)])


def bow(users=400, angle=np.pi):
    """A thin bow: one crowd, bent."""
    angles = np.random.default_rng(4).uniform(0, angle, users)
    return np.column_stack([np.cos(angles), np.sin(angles)]) * np.random.default_rng(5).normal(1, 0.03, (users, 1))


# The dip test


def dip_by_definition(values):
    """The least distance of a distribution that is convex up to a mode and concave beyond, by a linear program."""
    x, n = np.sort(values), len(values)
    return min(_distance(x, n, mode) for mode in range(n))


def _distance(x, n, mode):
    """The distance where the mode, which may hold a share of its own, is at one of the values.

    The unknowns are the distribution below and at each value up to the mode, from the mode on, and the distance.
    """
    places = [*range(mode + 1), *range(mode, n)]
    size = len(places) + 1
    rows, bounds = [], []

    def at_most(bound, **coefficients):
        row = np.zeros(size)
        for column, factor in coefficients.values():
            row[column] += factor
        rows.append(row)
        bounds.append(bound)

    for column, place in enumerate(places):
        below_mode, above_mode = column == mode, column == mode + 1
        at_least = place / n if below_mode else (place + 1) / n
        no_more = (place + 1) / n if above_mode else place / n
        at_most(-at_least, g=(column, -1), t=(size - 1, -1))
        at_most(no_more, g=(column, 1), t=(size - 1, -1))
    at_most(0.0, low=(mode, 1), high=(mode + 1, -1))
    for first, last, sign in ((0, mode, 1), (mode + 1, len(places) - 1, -1)):
        for column in range(first + 1, last):
            left = x[places[column]] - x[places[column - 1]]
            right = x[places[column + 1]] - x[places[column]]
            at_most(
                0.0,
                a=(column - 1, -sign / left),
                b=(column, sign / left),
                c=(column, sign / right),
                d=(column + 1, -sign / right),
            )
    aim = np.zeros(size)
    aim[-1] = 1
    return linprog(aim, rows, bounds, bounds=(0, 1)).fun


@pytest.mark.parametrize("seed", range(5))
def test_the_dip_is_that_of_its_definition(seed):
    from diptest import dipstat

    random = np.random.default_rng(seed)
    values = np.concatenate([random.normal(0, 1, 12), random.normal(6, 1, 10)])
    assert dipstat(values) == pytest.approx(dip_by_definition(values), abs=1e-9)


@pytest.mark.parametrize(
    ("users", "dip", "p_value"),
    [
        (50, 0.0702737, 0.05),
        (100, 0.0510919, 0.05),
        (200, 0.0370209, 0.05),
    ],
)
def test_the_p_value_is_that_of_the_published_table(users, dip, p_value):
    """R's ``diptest::qDiptab``: the 95 % points of the dip of uniform values, of a million samples each."""
    from diptest.consts import Consts

    row = Consts._SAMPLE_SIZE.tolist().index(users)
    column = np.abs(Consts._ALPHA - (1 - p_value)).argmin()
    assert Consts._CRIT_VALS[row, column] == pytest.approx(dip, abs=2e-4)


def test_of_fewer_than_four_values_nothing_can_be_told():
    assert dip_p_value(np.array([0.0, 0.0, 9.0])) == 1


def test_equal_values_are_spread_over_one_step_so_that_a_scale_has_no_modes():
    scores = np.random.default_rng(6).integers(1, 6, size=(500, 1)).astype(float)
    assert dip_p_value(scores[:, 0]) < 0.01
    spread = untied(scores, np.random.default_rng(0))
    assert np.abs(spread - scores).max() <= 0.5
    assert dip_p_value(spread[:, 0]) > 0.1


def test_values_that_differ_stay_as_they_are():
    points = cloud(50)
    assert (untied(points, np.random.default_rng(0)) == points).all()


def test_a_scale_with_two_ends_keeps_them_apart():
    ends = np.repeat([[1.0], [2.0], [9.0], [10.0]], 50, axis=0)
    assert dip_p_value(untied(ends, np.random.default_rng(0))[:, 0]) < 0.01


# Viewers


def test_the_share_of_viewers_is_that_of_a_slow_count():
    points = pair(4.5)
    p_values = np.sort([dip_p_value(np.delete(row, i)) for i, row in enumerate(cdist(points, points))])
    rejected = max((i + 1 for i, p in enumerate(p_values) if p <= 0.05 * (i + 1) / len(points)), default=0)
    found = clusterability(points, surroundings(points))
    assert 0 < found.viewers_split == pytest.approx(rejected / len(points))
    assert found.viewers == len(points)


@pytest.mark.parametrize("features", [1, 2, 3, 6])
@pytest.mark.parametrize(
    "noise",
    [
        lambda random, shape: random.uniform(size=shape),
        lambda random, shape: random.normal(size=shape),
        lambda random, shape: random.lognormal(size=shape),
        lambda random, shape: random.standard_t(3, size=shape),
    ],
    ids=["uniform", "normal", "log-normal", "t"],
)
def test_nobody_sees_two_crowds_in_noise(noise, features):
    """As was measured before the rule was written: 600 users."""
    points = noise(np.random.default_rng([7, features]), (600, features))
    scaled = (points - points.mean(axis=0)) / points.std(axis=0)
    assert not clusterability(scaled, surroundings(scaled)).has_groups


def test_many_users_are_looked_at_by_some():
    points = cloud(VIEWERS + 500)
    found = clusterability(points, surroundings(points))
    assert found.viewers == VIEWERS


def test_looking_can_be_stopped():
    with pytest.raises(Cancelled):
        clusterability(cloud(50), surroundings(cloud(50)), should_stop=lambda: True)


# Directions


def test_groups_that_lie_apart_in_one_feature_fall_apart():
    strips = np.column_stack([np.random.default_rng(8).uniform(0, 9, (300, 2)), np.repeat([0.0, 12.0], 150)])
    strips[:, 2] += cloud(300, 1)[:, 0]
    assert falls_apart(strips, surroundings(strips))
    even = cloud(300, 3)
    assert not falls_apart(even, surroundings(even))


def test_a_bow_has_two_ends_from_one_side_and_does_not_fall_apart():
    points = bow()
    assert dip_p_value(points[:, 0]) < 0.01
    assert not falls_apart(points, surroundings(points))


def test_the_emptiest_place_lies_between_the_modes():
    values = np.concatenate([np.random.default_rng(9).normal(0, 1, 100), np.random.default_rng(10).normal(10, 1, 300)])
    assert 3 < emptiest_place(values) < 7


# Crowds


def test_crowds_are_those_of_hdbscan():
    from sklearn.cluster import HDBSCAN

    points = pair()
    expected = HDBSCAN(min_cluster_size=6, min_samples=5, copy=True).fit_predict(points)
    assert (crowds(points) == expected).all()
    assert smallest_crowd(300) == 6
    assert smallest_crowd(10) == 5


def test_too_few_users_are_no_crowd():
    assert (crowds(cloud(5)) == NOISE).all()
    assert (crowds_apart(cloud(1), surroundings(cloud(1))) == NOISE).all()


def test_small_crowds_with_most_users_in_none_count_for_nothing():
    points = cloud(400)
    assert crowds(points).max() >= 0
    assert (crowds_apart(points, surroundings(points)) == NOISE).all()


def test_pieces_of_one_crowd_are_put_together():
    points = bow(1500, 1.9 * np.pi)
    assert crowds(points).max() > crowds_apart(points, surroundings(points)).max()
    assert crowds_apart(pair(), surroundings(pair())).max() == 1


# The probe


def test_of_many_users_the_same_sample_is_looked_at_each_time():
    points = cloud(USERS + 100)
    one, other = probed(points), probed(points)
    assert len(one.points) == USERS
    assert (one.positions == other.positions).all()
    assert (one.points == points[one.positions]).all()
    assert (one.crowds == other.crowds).all()
