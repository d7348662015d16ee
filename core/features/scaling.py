"""Scalings: features brought to one size before distances are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.features.bend import LOGARITHMIC, STRAIGHT, Bend
from core.heavy import robust_scaler, standard_scaler


@dataclass(frozen=True, eq=False)
class Scaled:
    """``values`` (users, features) are ``(bent - shift) / factor``, column by column."""

    values: np.ndarray
    shift: np.ndarray
    factor: np.ndarray


@dataclass(frozen=True)
class Scaling:
    """One way to scale.

    ``name`` is what presets and files call it, ``method`` says in words what it does, ``why`` what it is good for;
    ``code_import`` and ``code`` do the same with pandas and scikit-learn: an expression over ``users[FEATURES]``.
    ``bend`` is applied to each value before ``scale`` sees them.
    """

    name: str
    scale: Callable[[np.ndarray], Scaled]
    method: str
    why: str
    code_import: str
    code: str
    bend: Bend = STRAIGHT


def standardise(matrix: np.ndarray) -> Scaled:
    """Mean 0 and standard deviation 1 (dividing by n), as scikit-learn's ``StandardScaler``; constants become 0."""
    scaler = standard_scaler()().fit(matrix)
    return Scaled(scaler.transform(matrix), scaler.mean_, scaler.scale_)


def _by_quartiles(matrix: np.ndarray) -> Scaled:
    """Median 0 and interquartile range 1, as scikit-learn's ``RobustScaler``; where that range is 0, it stays."""
    scaler = robust_scaler()().fit(matrix)
    return Scaled(scaler.transform(matrix), scaler.center_, scaler.scale_)


def _as_they_are(matrix: np.ndarray) -> Scaled:
    return Scaled(matrix, np.zeros(matrix.shape[1]), np.ones(matrix.shape[1]))


STANDARD = Scaling(
    name="standard",
    scale=standardise,
    method="mean 0, standard deviation 1, dividing by n",
    why="Each feature gets mean 0 and standard deviation 1, so that none counts for more only because its numbers are "
    "larger.",
    code_import="from sklearn.preprocessing import StandardScaler",
    code="StandardScaler().fit_transform(users[FEATURES])",
)
"""The notebook's own."""

LOG1P = Scaling(
    name="log1p",
    scale=standardise,
    method="sign(x) · ln(1 + |x|), then mean 0, standard deviation 1",
    why="The logarithm draws in long tails, so that a few very busy users do not stretch a feature for all others; "
    "then each gets mean 0 and standard deviation 1.",
    code_import="from sklearn.preprocessing import StandardScaler",
    code="StandardScaler().fit_transform(np.sign(users[FEATURES]) * np.log1p(users[FEATURES].abs()))",
    bend=LOGARITHMIC,
)
"""For features with long tails."""

ROBUST = Scaling(
    name="robust",
    scale=_by_quartiles,
    method="median 0, interquartile range 1",
    why="Each feature gets median 0 and interquartile range 1: users far out do not change the scale, and stay far "
    "out.",
    code_import="from sklearn.preprocessing import RobustScaler",
    code="RobustScaler().fit_transform(users[FEATURES])",
)
"""For features with outliers."""

UNSCALED = Scaling(
    name="none",
    scale=_as_they_are,
    method="none: each feature in its own units",
    why="The features stay in their own units: those with larger numbers count for more.",
    code_import="",
    code="users[FEATURES].to_numpy(dtype=float)",
)
"""For features that have one unit already."""
