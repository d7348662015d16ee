"""How users depart from those that a model was made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.features.feature import Feature

MOST_OUTSIDE = 0.05
FARTHEST_END = 0.25

REACH = 0.999
"""Of so many of a segment's users in training the farthest from its centre ends its reach."""

TIMES_CHANCE = 3
"""Users are beyond the reach of their segments where they are so many times as many as users like those in training."""


@dataclass(frozen=True, eq=False)
class Training:
    """The users that a model was made of: the scale of their ratings, and the range (features,) of their features.

    ``reach`` (segments,) is the distance to its centre, in scaled units, within which `REACH` of a segment's users lie;
    None in models of earlier versions.
    """

    users: int
    scale: tuple[float, float]
    low: np.ndarray
    high: np.ndarray
    reach: np.ndarray | None = None


@dataclass(frozen=True)
class Outside:
    """How many users have a value of a feature outside its ``trained`` range, and the ``range`` of all of them."""

    feature: Feature
    users: int
    range: tuple[float, float]
    trained: tuple[float, float]


@dataclass(frozen=True)
class Departure:
    """How users depart from those of the training; ``outside`` are the features of which some lie outside.

    They are *far outside* where the scale of their ratings is another one: one of its ends lies farther from the
    training's than `FARTHEST_END` of the training's width; or where more than `MOST_OUTSIDE` of the users lie outside
    the training's range of one feature. ``beyond`` are those beyond the reach of their segment; ``by_chance`` is the
    share of those that users have who are like those in training.
    """

    users: int
    scale: tuple[float, float]
    trained_scale: tuple[float, float]
    outside: tuple[Outside, ...]
    beyond: int = 0
    by_chance: float = 0.0

    @property
    def is_other_scale(self) -> bool:
        """Whether the ratings are on another scale."""
        ends = zip(self.scale, self.trained_scale, strict=True)
        low, high = self.trained_scale
        return any(abs(end - trained) > FARTHEST_END * (high - low) for end, trained in ends)

    @property
    def is_far(self) -> bool:
        """Whether the users lie far outside the training."""
        return self.is_other_scale or any(found.users > MOST_OUTSIDE * self.users for found in self.outside)

    @property
    def are_many_beyond(self) -> bool:
        """Whether far more users than by chance lie beyond the reach of their segment."""
        return self.beyond > TIMES_CHANCE * self.by_chance * self.users

    def __bool__(self) -> bool:
        return self.is_other_scale or bool(self.outside) or self.are_many_beyond


def beyond_by_chance(training: Training) -> float:
    """The share of users beyond the reach of their segment where they are like those in training.

    A user is farther from the centre than n others of the segment with a chance of 1 / (n + 1).
    """
    segments = 0 if training.reach is None else len(training.reach)
    return 1 - REACH + segments / (training.users + segments)


def reach_of(distances: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The reach (segments,) of segments, from the distance (users,) of each user to the centre of theirs (users,)."""
    return np.array(
        [np.quantile(distances[labels == one], REACH, method="higher") for one in range(int(labels.max()) + 1)]
    )
