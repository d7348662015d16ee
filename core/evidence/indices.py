"""The table of indices."""

from __future__ import annotations

from typing import Any

from core.evidence.calinski_harabasz import CALINSKI_HARABASZ
from core.evidence.davies_bouldin import DAVIES_BOULDIN
from core.evidence.gap import GAP
from core.evidence.index import ByResampling, Column, Curve, Index
from core.evidence.knee import KNEE
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.restarts import RESTARTS
from core.evidence.separation import SEPARATION
from core.evidence.silhouette import SILHOUETTE, SQUARED_SILHOUETTE
from core.evidence.smallest import SMALLEST_SEGMENT
from core.evidence.stability import STABILITY
from core.evidence.valleys import VALLEYS

INDICES: dict[str, Index[Any]] = {
    index.name: index
    for index in (
        KNEE,
        SILHOUETTE,
        SQUARED_SILHOUETTE,
        CALINSKI_HARABASZ,
        DAVIES_BOULDIN,
        VALLEYS,
        SEPARATION,
        GAP,
        PREDICTION_STRENGTH,
        STABILITY,
        RESTARTS,
        SMALLEST_SEGMENT,
    )
}
"""Every index by its name, in the order in which they are asked, and stand in files."""


def resampled_indices() -> tuple[tuple[Index[Any], ByResampling[Any]], ...]:
    """The indices that take resampling, and how."""
    measured = ((index, index.measurement) for index in INDICES.values())
    return tuple((index, way) for index, way in measured if isinstance(way, ByResampling))


def evidence_columns() -> tuple[tuple[Index[Any], Column[Any]], ...]:
    """The columns of the evidence table, those for wide screens last."""
    shown = ((index, index.column) for index in INDICES.values())
    return tuple(sorted(((index, one) for index, one in shown if one is not None), key=lambda pair: pair[1].wide))


def evidence_curves() -> tuple[tuple[Index[Any], Curve], ...]:
    """What can be drawn over K."""
    return tuple((index, index.curve) for index in INDICES.values() if index.curve is not None)
