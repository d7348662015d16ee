"""A mixture of normal distributions: who belongs to which of them, and how likely users are under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

FULL, DIAGONAL, BALLS = "full", "diag", "balls"
"""Covariances of any kind; without correlations; or without them and all the same, one variance for all."""


@dataclass(frozen=True, eq=False)
class Gaussians:
    """Components with their ``weights`` (k,), ``means`` (k, features) and ``covariances`` (k, features, features).

    ``kind`` says what the covariances were free to be: `FULL`, `DIAGONAL` or `BALLS`, whose weights are equal.
    """

    kind: str
    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    def predict(self, points: np.ndarray) -> np.ndarray:
        """The most probable component (users,) of each of ``points`` (users, features)."""
        return np.asarray(self.log_densities(points).argmax(axis=1), dtype=np.int32)

    def bic(self, points: np.ndarray) -> float:
        """The Bayesian information criterion (Schwarz 1978), the lower the better."""
        likelihood = np.logaddexp.reduce(self.log_densities(points), axis=1).sum()
        return float(self._free_parameters * math.log(len(points)) - 2 * likelihood)

    def log_densities(self, points: np.ndarray) -> np.ndarray:
        """The logarithm of weight × density (users, k) of each component at ``points`` (users, features)."""
        parts = zip(self.weights.tolist(), self.means, self._whitening, strict=True)
        return np.column_stack(
            [_log_density(points - mean, whiten) + math.log(weight) for weight, mean, whiten in parts]
        )

    def renumbered(self, order: np.ndarray) -> Gaussians:
        """The same components in another order (k,)."""
        return Gaussians(self.kind, self.weights[order], self.means[order], self.covariances[order])

    @property
    def _free_parameters(self) -> int:
        k, features = len(self.means), len(self.means[0])
        each = features * (features + 1) // 2 if self.kind == FULL else features
        return k * (features + each + 1) - 1

    @cached_property
    def _whitening(self) -> np.ndarray:
        """What turns each component into a standard normal distribution, shape (k, features, features)."""
        return np.asarray(np.linalg.inv(np.linalg.cholesky(self.covariances)))


def _log_density(deviations: np.ndarray, whiten: np.ndarray) -> np.ndarray:
    squares = np.square(deviations @ whiten.T).sum(axis=1)
    return np.asarray(np.log(np.diag(whiten)).sum() - 0.5 * (len(whiten) * math.log(2 * math.pi) + squares))
