"""Points: the users as scaled rows, without a choice of K."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.features.bend import STRAIGHT, Bend
from core.features.scaling import Scaling
from core.features.table import UserFeatures
from core.logs import log_each

logger = logging.getLogger("segscope.points")

_DISTINCT_DECIMALS = 6
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Points:
    """The scaled users: ``values`` (users, features) are ``(bent - shift) / factor``, column by column.

    ``distinct`` is how many differ by more than rounding, the largest K that makes sense; ``total_sum_of_squares`` is
    the WCSS of K = 1.
    """

    features: tuple[str, ...]
    values: np.ndarray
    shift: np.ndarray
    factor: np.ndarray
    distinct: int
    total_sum_of_squares: float
    bend: Bend = STRAIGHT

    def __len__(self) -> int:
        return len(self.values)

    def to_original(self, scaled: np.ndarray) -> np.ndarray:
        """Rows in scaled units brought back to the features' own units."""
        return self.bend.undo(np.asarray(scaled * self.factor + self.shift))

    def explained_share(self, wcss: float) -> float:
        """The share of the variance that lies between segments with this WCSS, 0 to 1."""
        return explained_share(wcss, self.total_sum_of_squares)


def points_of(features: UserFeatures, names: Sequence[str], scaling: Scaling) -> Points:
    """The users as points of the named features."""
    scaled = scaling.scale(scaling.bend.apply(features.matrix(names)))
    points = Points(
        features=tuple(names),
        values=scaled.values,
        shift=scaled.shift,
        factor=scaled.factor,
        distinct=distinct_points(scaled.values),
        total_sum_of_squares=total_sum_of_squares(scaled.values),
        bend=scaling.bend,
    )
    log_each(logger, log_lines(points, scaling))
    return points


def distinct_points(points: np.ndarray) -> int:
    """How many rows differ by more than rounding."""
    return len(np.unique(points.round(_DISTINCT_DECIMALS), axis=0))


def total_sum_of_squares(points: np.ndarray) -> float:
    """The squared distances of all points to their common mean: the WCSS of K = 1."""
    return float(np.square(points - points.mean(axis=0)).sum())


def wcss_of(points: np.ndarray, labels: np.ndarray) -> float:
    """The within-cluster sum of squares of ``points`` (users, features) with these ``labels`` (users,)."""
    return sum(total_sum_of_squares(points[labels == segment]) for segment in np.unique(labels))


def explained_share(wcss: float, total: float) -> float:
    """The share of a total sum of squares that lies between segments with this WCSS, 0 to 1."""
    return 1 - wcss / total if total > 0 else 0.0


def is_zero(wcss: float, total: float) -> bool:
    """Whether a sum of squares is nothing but rounding, beside that of one segment."""
    return wcss <= _ROUNDING * total


def log_lines(points: Points, scaling: Scaling) -> list[str]:
    """What the log says of the scaled users."""
    values = points.values
    return [
        "PHASE 3: USER SEGMENTATION",
        f"Clustering features: {list(points.features)}",
        f"Feature matrix shape: {values.shape}",
        f"Features scaled: {scaling.method}",
        f"Scaled data - mean: {values.mean(axis=0)}, std: {values.std(axis=0)}",
    ]
