"""Caliński and Harabasz (1974): how the variance between segments compares with that within."""

from __future__ import annotations

import numpy as np

from core import formats
from core.evidence.choosing import highest
from core.evidence.dispersion import where_defined
from core.evidence.evidence import Evidence
from core.evidence.index import AtOnce, Case, Column, Index
from core.heavy import importing


def calinski_harabasz(points: np.ndarray, labels: np.ndarray) -> float | None:
    """Between-segment over within-segment variance, the higher the better; None where it is undefined.

    ``points`` are (users, features), ``labels`` (users,). By scikit-learn.
    """
    with importing():
        from sklearn.metrics import calinski_harabasz_score
    return where_defined(calinski_harabasz_score, points, labels)


def _measure(case: Case) -> float | None:
    return None if case.is_exhausted else calinski_harabasz(case.points, case.partition.labels)


def _choose(evidence: Evidence) -> int | None:
    return highest({k: row.value(CALINSKI_HARABASZ) for k, row in evidence.rows.items()})


CALINSKI_HARABASZ: Index[float] = Index(
    name="calinski_harabasz",
    title="Caliński–Harabasz",
    explanation="Caliński–Harabasz, the higher the better",
    measurement=AtOnce(_measure),
    column=Column("CH", "CH", lambda value: formats.decimal(value, 0)),
    json=lambda row: {"calinski_harabasz": row.value(CALINSKI_HARABASZ)},
    choose=_choose,
)
