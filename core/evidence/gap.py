"""The gap statistic: is the data more tightly grouped than data without groups would be?

Tibshirani, Walther and Hastie (2001). ``log_w`` is ln(WCSS / 2), as R's ``clusGap(d.power = 2)`` gives it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.clustering import lloyd, total_sum_of_squares
from core.progress import ShouldStop, never_stop, raise_if_stopped

REFERENCES = 50
"""How many reference datasets are drawn."""

_N_INIT = 5
"""Restarts for each reference: half of a fit's, as their means differ by far less than the standard error."""

Box = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Gap:
    """The gap at one K: the expected minus the observed ``log_w``, and its standard error √(1 + 1/B) · sd."""

    log_w: float
    expected_log_w: float
    error: float

    @property
    def value(self) -> float:
        """The gap."""
        return self.expected_log_w - self.log_w


def principal_box(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Uniform points, as many as ``points``, in the box that is aligned with their principal components."""
    mean = points.mean(axis=0)
    _, _, axes = np.linalg.svd(points - mean, full_matrices=False)
    return np.asarray(plain_box((points - mean) @ axes.T, random) @ axes + mean)


def plain_box(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Uniform points, as many as ``points``, between the lowest and the highest value of each feature."""
    return random.uniform(points.min(axis=0), points.max(axis=0), points.shape)


def gap_at(
    points: np.ndarray,
    k: int,
    wcss: float,
    *,
    references: int = REFERENCES,
    box: Box = principal_box,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> Gap | None:
    """The gap of ``points`` (users, features), whose best WCSS at this K is given; None where ln(WCSS) is undefined.

    The references depend on the seed alone: every K is compared with the same ones.
    """
    if wcss <= 0:
        return None
    logs = []
    for number in range(references):
        raise_if_stopped(should_stop)
        reference = box(points, np.random.default_rng([seed, number]))
        logs.append(log_w(total_sum_of_squares(reference) if k == 1 else lloyd(reference, k, number, _N_INIT).wcss))
    if not all(map(math.isfinite, logs)):
        return None
    error = float(np.std(logs)) * math.sqrt(1 + 1 / references)
    return Gap(log_w(wcss), float(np.mean(logs)), error)


def log_w(wcss: float) -> float:
    """ln(WCSS / 2), minus infinity where the WCSS is zero."""
    return math.log(wcss / 2) if wcss > 0 else -math.inf


def paper_rule(gaps: Sequence[float], errors: Sequence[float]) -> int | None:
    """The smallest K, counted from 1, with gap(K) ≥ gap(K + 1) - s(K + 1); None where none has."""
    return next((k for k in range(1, len(gaps)) if gaps[k - 1] >= gaps[k] - errors[k]), None)


def first_se_max(gaps: Sequence[float], errors: Sequence[float]) -> int:
    """The smallest K, counted from 1, that is within one standard error of the first local maximum (R's default)."""
    top = next((k for k in range(1, len(gaps)) if gaps[k] <= gaps[k - 1]), len(gaps))
    return next(k for k in range(1, top + 1) if gaps[k - 1] >= gaps[top - 1] - (errors[top - 1] if k < top else 0))
