"""Which features speak: not those that are the same for all users, nor those that say what another says already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.features.feature import Feature
from core.features.table import UserFeatures
from core.features.usable import is_constant

ALIKE = 0.9
"""From this rank correlation on, over all users, two features say nearly the same."""


@dataclass(frozen=True)
class Speaking:
    """Some ``candidates`` among the features of all users, of which those speak that tell something of their own."""

    users: UserFeatures
    candidates: tuple[Feature, ...]
    _ranks: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def silent(self) -> tuple[Feature, ...]:
        """Those that are the same for all users, but for rounding."""
        return tuple(feature for feature in self.candidates if is_constant(self.users.columns[feature.name]))

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """Those that speak, in their order."""
        said = [feature for feature in self.candidates if feature not in self.silent]
        return tuple(feature for feature in said if feature.name not in self.repeating)

    @cached_property
    def repeating(self) -> Mapping[str, Feature]:
        """Those that say nearly the same as one before them, by name, and which one."""
        spoken: list[Feature] = []
        found: dict[str, Feature] = {}
        for feature in self.candidates:
            if feature in self.silent:
                continue
            if (before := next((one for one in spoken if self.are_alike(one, feature)), None)) is not None:
                found[feature.name] = before
            else:
                spoken.append(feature)
        return found

    def are_alike(self, one: Feature, other: Feature, bound: float = ALIKE) -> bool:
        """Whether two features are told as one, or rank the users nearly alike, forwards or backwards."""
        if told(one) == told(other):
            return True
        return abs(float(self._ranked(one.name) @ self._ranked(other.name))) >= bound

    def _ranked(self, name: str) -> np.ndarray:
        if name not in self._ranks:
            self._ranks[name] = _unit_ranks(self.users.columns[name])
        return self._ranks[name]


def told(feature: Feature) -> str:
    """The name of the feature by which people are told of this one."""
    return feature.shown_as or feature.name


def named(features: Sequence[Feature]) -> list[str]:
    """The titles of features as they stand within a sentence."""
    return [feature.in_words for feature in features]


def _unit_ranks(values: np.ndarray) -> np.ndarray:
    """The ranks (users,), ties in the middle, around 0 and of length 1: their products are Spearman's correlations."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[places]
    centred = ranks - ranks.mean()
    length = float(np.linalg.norm(centred))
    return np.asarray(centred / length if length > 0 else centred)
