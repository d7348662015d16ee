"""What groups of users rate: the shapes in which it is asked for, and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, eq=False)
class UserGroups:
    """The group (n,) of each user, from 0 to ``size`` - 1; ``ids`` (n,) are named as in `UserAggregates`.

    Users who are not among them are in no group.
    """

    ids: np.ndarray
    numbers: np.ndarray
    size: int


@dataclass(frozen=True)
class TitlesAsked:
    """Which titles are asked for, whatever the groups: those that most users rated, up to ``most`` of them, each rated
    by at least ``least_users``."""

    most: int
    least_users: int


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """What each group rates of each thing, genre or title: arrays (things, groups).

    ``users`` counts who rated it, ``ratings`` how often they did, ``beyond`` is the sum of these ratings minus what is
    usual for their titles (see `core.engine.engine.Aggregate`). ``keen`` counts users with more than everybody's share
    of the thing among their ratings; for a title it is ``users``. ``keys`` (things,) are unique, ``names`` (things,)
    are as they are written.
    """

    keys: np.ndarray
    names: np.ndarray
    users: np.ndarray
    ratings: np.ndarray
    beyond: np.ndarray
    keen: np.ndarray


@dataclass(frozen=True, eq=False)
class TasteCounts:
    """``ratings`` and ``beyond`` (groups,) are over all that a group rated; genres are None where none are known."""

    ratings: np.ndarray
    beyond: np.ndarray
    genres: GroupCounts | None
    titles: GroupCounts
