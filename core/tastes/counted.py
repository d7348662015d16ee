"""What was counted of segments in strata, as arrays that can be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.engine.tastes import GroupCounts, TasteCounts, UserGroups
from core.tastes.testing import expected_alike, expected_raters, p_values

_OF_STRATUM = 100
_MOST_STRATA = 20


@dataclass(frozen=True, eq=False)
class Strata:
    """Users of like activity: ``numbers`` (users,) from 0 to ``size`` - 1, the least active first.

    Who rates more has rated more of everything, and segments differ in it: users are compared with those of their own
    stratum alone.
    """

    numbers: np.ndarray
    size: int


def strata_of(num_ratings: np.ndarray) -> Strata:
    """Strata of about a hundred users each, at most twenty, from how much each user rates (users,)."""
    size = int(np.clip(len(num_ratings) // _OF_STRATUM, 1, _MOST_STRATA))
    ends = np.quantile(num_ratings, np.arange(1, size) / size)
    return Strata(np.searchsorted(ends, num_ratings, side="right"), size)


@dataclass(frozen=True, eq=False)
class Totals:
    """Of all that segments rated, by stratum: arrays (segments, strata)."""

    users: np.ndarray
    ratings: np.ndarray
    beyond: np.ndarray

    def expected_keen(self, keen: np.ndarray) -> np.ndarray:
        """How many users (things, segments) would be keen on genres, of whom so many are (things, segments, strata)."""
        return expected_alike(keen, self.users)

    def expected_raters(self, users: np.ndarray) -> np.ndarray:
        """How many users (things, segments) would have rated titles that so many did (things, segments, strata)."""
        return expected_raters(users, self.users, self.ratings)


@dataclass(frozen=True, eq=False)
class Counted(GroupCounts):
    """The counts of `GroupCounts` by segment, and how many users were ``expected`` to be keen: arrays (things,
    segments); ``p`` is not yet adjusted.
    """

    expected: np.ndarray
    p: np.ndarray


def groups_of(ids: np.ndarray, labels: np.ndarray, k: int, strata: Strata) -> UserGroups:
    """The users of each segment and stratum as a group."""
    return UserGroups(ids, labels.astype(np.int64) * strata.size + strata.numbers, k * strata.size)


def totals_of(counts: TasteCounts, groups: UserGroups, strata: Strata) -> Totals:
    """What segments rated in all."""
    users = np.bincount(groups.numbers, minlength=groups.size).reshape(-1, strata.size)
    ratings, beyond = (values.reshape(-1, strata.size) for values in (counts.ratings, counts.beyond))
    return Totals(users, ratings, beyond)


Expected = Callable[[np.ndarray], np.ndarray]
"""From keen users (things, segments, strata), how many (things, segments) there would be without tastes."""


def counted(counts: GroupCounts, totals: Totals, least_users: int, expected_of: Expected) -> Counted:
    """What segments rated of each thing that at least so many users rated."""
    is_supported = counts.users.sum(axis=1) >= least_users
    shape = (int(is_supported.sum()), *totals.users.shape)
    users, ratings, beyond, keen = (
        values[is_supported].reshape(shape) for values in (counts.users, counts.ratings, counts.beyond, counts.keen)
    )
    having, expected = keen.sum(axis=2), expected_of(keen)
    p = p_values(having, expected, having.sum(axis=1, keepdims=True), int(totals.users.sum()))
    return Counted(
        counts.keys[is_supported],
        counts.names[is_supported],
        users.sum(axis=2),
        ratings.sum(axis=2),
        beyond.sum(axis=2),
        having,
        expected,
        p,
    )
