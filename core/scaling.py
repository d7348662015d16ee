"""Scaling: features brought to one size before distances are taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.heavy import standard_scaler


@dataclass(frozen=True, eq=False)
class ScaledFeatures:
    """``values`` (users x features) are ``(raw - shift) / factor``, column by column."""

    values: np.ndarray
    shift: np.ndarray
    factor: np.ndarray

    def to_original(self, scaled: np.ndarray) -> np.ndarray:
        """Rows in scaled units brought back to the features' own units."""
        return np.asarray(scaled * self.factor + self.shift)


def standardise(matrix: np.ndarray) -> ScaledFeatures:
    """Mean 0 and standard deviation 1 (dividing by n), as scikit-learn's ``StandardScaler``; constants become 0."""
    scaler = standard_scaler()().fit(matrix)
    return ScaledFeatures(scaler.transform(matrix), scaler.mean_, scaler.scale_)
