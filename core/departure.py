"""How users depart from those that a model was made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.features.feature import Feature

MOST_OUTSIDE = 0.05
FARTHEST_END = 0.25


@dataclass(frozen=True, eq=False)
class Training:
    """The users that a model was made of: the scale of their ratings, and the range (features,) of their features."""

    users: int
    scale: tuple[float, float]
    low: np.ndarray
    high: np.ndarray


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
    the training's range of one feature.
    """

    users: int
    scale: tuple[float, float]
    trained_scale: tuple[float, float]
    outside: tuple[Outside, ...]

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

    def __bool__(self) -> bool:
        return self.is_other_scale or bool(self.outside)
