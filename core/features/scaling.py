"""Scalings: features brought to one size before distances are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.heavy import standard_scaler


@dataclass(frozen=True, eq=False)
class Scaled:
    """``values`` (users, features) are ``(raw - shift) / factor``, column by column."""

    values: np.ndarray
    shift: np.ndarray
    factor: np.ndarray


@dataclass(frozen=True)
class Scaling:
    """One way to scale.

    ``name`` is what presets and files call it, ``method`` says in words what it does, ``why`` what it is good for;
    ``code_import`` and ``code`` do the same with pandas and scikit-learn: an expression over ``users[FEATURES]``.
    """

    name: str
    scale: Callable[[np.ndarray], Scaled]
    method: str
    why: str
    code_import: str
    code: str


def standardise(matrix: np.ndarray) -> Scaled:
    """Mean 0 and standard deviation 1 (dividing by n), as scikit-learn's ``StandardScaler``; constants become 0."""
    scaler = standard_scaler()().fit(matrix)
    return Scaled(scaler.transform(matrix), scaler.mean_, scaler.scale_)


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
