"""The evidence: what every index says of every K, as far as it is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from core.evidence.gap import Gap
from core.evidence.prediction import PredictionStrength
from core.evidence.restarts import Restarts
from core.evidence.silhouette import Silhouette
from core.evidence.valleys import Cut

GAP, STRENGTH, STABILITY, RESTARTS = "Gap statistic", "Prediction strength", "Stability", "Restarts"
"""The steps that take resampling."""


@dataclass(frozen=True)
class KEvidence:
    """What speaks for or against one K; None stands for what is undefined or not computed.

    ``smallest_segment`` is in users, ``explained_share`` 0 to 1, ``jaccard`` a value a segment;
    ``resampled`` names the steps of resampling that were done.
    """

    k: int
    wcss: float
    explained_share: float
    smallest_segment: int
    silhouette: Silhouette | None = None
    silhouette_squared: float | None = None
    calinski_harabasz: float | None = None
    davies_bouldin: float | None = None
    densest_cut: Cut | None = None
    gap: Gap | None = None
    prediction_strength: PredictionStrength | None = None
    jaccard: tuple[float, ...] | None = None
    restarts: Restarts | None = None
    resampled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """The rows by K, ascending."""

    rows: Mapping[int, KEvidence] = field(default_factory=dict)

    def has_all_of(self, step: str) -> bool:
        """Whether a step of resampling was done for every K that it concerns."""
        asked = [row for row in self.rows.values() if row.k > 1 or step == GAP]
        return bool(asked) and all(step in row.resampled for row in asked)

    def without_resampling(self) -> Evidence:
        """What needs no resampling alone."""
        return Evidence({k: replace(row, **_NOTHING_RESAMPLED) for k, row in self.rows.items()})

    def over(self, ks: range) -> Evidence:
        """The evidence for K = 1 and the K of a range alone."""
        return Evidence({k: row for k, row in self.rows.items() if k == 1 or k in ks})

    def with_rows(self, rows: Iterable[KEvidence]) -> Evidence:
        """The evidence with rows added or replaced."""
        merged = {**self.rows, **{row.k: row for row in rows}}
        return Evidence(MappingProxyType(dict(sorted(merged.items()))))


_NOTHING_RESAMPLED: dict[str, Any] = {
    "gap": None,
    "prediction_strength": None,
    "jaccard": None,
    "restarts": None,
    "resampled": frozenset(),
}
