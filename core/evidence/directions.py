"""Directions: do the users fall apart along a feature, or along a leading principal component?

Groups of any shape may lie apart in one feature alone. Where the dip test finds more than one mode along a direction,
the users are cut at the emptiest place between its modes; as the pieces of a ring pile up at the ends of any line
through them, the cut must be emptier among the users themselves too (`core.evidence.borders`).
"""

from __future__ import annotations

import numpy as np

from core.evidence.borders import EMPTY, Surroundings, border_p_value
from core.evidence.dip import dip_p_value

COMPONENTS = 3

_CERTAIN = 0.01
"""Stricter than usual: the place of the cut is picked for being empty, so that the border adds little certainty."""
_STEPS = 256
_FEWEST_BESIDE = 0.05


def leading_components(points: np.ndarray) -> np.ndarray:
    """The unit vectors of the leading principal components, at most `COMPONENTS` rows of (features,)."""
    _, _, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return np.asarray(axes[:COMPONENTS])


def falls_apart(points: np.ndarray, around: Surroundings) -> bool:
    """Whether ``points`` (users, features) with these surroundings fall apart along any of these directions."""
    directions = np.concatenate([np.eye(points.shape[1]), leading_components(points)])
    for direction in directions:
        along = points @ direction
        if len(directions) * dip_p_value(along) < _CERTAIN:
            side = (along > emptiest_place(along)).astype(int)
            if border_p_value(around, side) < EMPTY:
                return True
    return False


def emptiest_place(values: np.ndarray) -> float:
    """Where ``values`` (users,) are rarest between the outer 5 % at either end, by a kernel estimate of their density.

    Of several places that are as empty, the lowest.
    """
    from scipy.stats import gaussian_kde

    low, high = np.quantile(values, [_FEWEST_BESIDE, 1 - _FEWEST_BESIDE])
    places = np.linspace(low, high, _STEPS)
    return float(places[gaussian_kde(values, 0.5 * len(values) ** -0.2)(places).argmin()])
