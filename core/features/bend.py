"""Bends: a function applied to each value of a feature before it is scaled, with the one that undoes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Each = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Bend:
    """``apply`` and ``undo`` map each value, keep their order, and 0 stays 0; ``name`` stands in models."""

    name: str
    apply: Each
    undo: Each


def _same(values: np.ndarray) -> np.ndarray:
    return values


def _logarithm(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def _exponential(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sign(values) * np.expm1(np.abs(values)))


STRAIGHT = Bend("none", _same, _same)
LOGARITHMIC = Bend("log1p", _logarithm, _exponential)
"""``sign(x) · ln(1 + |x|)``: the logarithm of what is large, also below 0."""

BENDS = {bend.name: bend for bend in (STRAIGHT, LOGARITHMIC)}
