"""Davies and Bouldin (1979): how alike each segment is to the one that it is most like."""

from __future__ import annotations

import numpy as np

from core import formats
from core.evidence.choosing import lowest
from core.evidence.dispersion import where_defined
from core.evidence.evidence import Evidence
from core.evidence.index import AtOnce, Case, Column, Index
from core.heavy import importing


def davies_bouldin(points: np.ndarray, labels: np.ndarray) -> float | None:
    """The mean likeness of each segment to the one it is most like, the lower the better; None where it is undefined.

    ``points`` are (users, features), ``labels`` (users,). By scikit-learn.
    """
    with importing():
        from sklearn.metrics import davies_bouldin_score
    return where_defined(davies_bouldin_score, points, labels)


def _measure(case: Case) -> float | None:
    return None if case.is_exhausted else davies_bouldin(case.points, case.partition.labels)


def _choose(evidence: Evidence) -> int | None:
    return lowest({k: row.value(DAVIES_BOULDIN) for k, row in evidence.rows.items()})


DAVIES_BOULDIN: Index[float] = Index(
    name="davies_bouldin",
    title="Davies–Bouldin",
    explanation="Davies–Bouldin, the lower the better",
    measurement=AtOnce(_measure),
    column=Column("DB", "DB", formats.decimal),
    json=lambda row: {"davies_bouldin": row.value(DAVIES_BOULDIN)},
    choose=_choose,
)
