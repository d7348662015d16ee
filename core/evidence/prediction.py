"""Prediction strength: would the segments of one half of the users sort the other half alike?"""

from __future__ import annotations

from core import formats
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import ByResampling, Case, Column, Curve, Index, Phrases
from core.evidence.sampling import SEED, sample_of
from core.evidence.strength import PredictionStrength, prediction_strength

_SMALLEST_K = 2


def _measure(case: Case, effort: Effort) -> PredictionStrength | None:
    sample, k = sample_of(case.points, effort.users), case.partition.k
    return prediction_strength(sample, k, case.repeat, splits=effort.splits, seed=SEED, should_stop=case.should_stop)


def _choose(evidence: Evidence) -> int | None:
    """The largest K that is predicted well, 1 where none is; None where 2 was not asked."""
    found = {k: strength for k, row in evidence.rows.items() if k > 1 and (strength := row.value(PREDICTION_STRENGTH))}
    if not found or not evidence.has_all_of(PREDICTION_STRENGTH):
        return None
    strong = [k for k, strength in found.items() if strength.is_strong]
    if not strong and min(k for k in evidence.rows if k > 1) > _SMALLEST_K:
        return None
    return max(strong, default=1)


def _supports(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(PREDICTION_STRENGTH)
    if found is None or not found.is_strong:
        return ""
    return f"one half of the users parts the other alike (strength {formats.decimal(found.mean)})"


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(PREDICTION_STRENGTH)
    if found is None or found.is_strong:
        return ""
    return f"one half of the users would part the other otherwise (strength {formats.decimal(found.mean)})"


def _json(row: KEvidence) -> dict[str, float | None]:
    found = row.value(PREDICTION_STRENGTH)
    return {
        "prediction_strength": None if found is None else found.mean,
        "prediction_strength_error": None if found is None else found.error,
    }


def _number(row: KEvidence) -> float | None:
    found = row.value(PREDICTION_STRENGTH)
    return None if found is None else found.mean


def _error(row: KEvidence) -> float:
    found = row.value(PREDICTION_STRENGTH)
    return 0.0 if found is None else found.error


PREDICTION_STRENGTH: Index[PredictionStrength] = Index(
    name="prediction_strength",
    title="prediction strength",
    explanation="does half of the users predict the other, 1 at best",
    measurement=ByResampling("Prediction strength", lambda effort: effort.splits, _measure, fits=2),
    column=Column("strength", "strength", lambda found: formats.decimal(found.mean)),
    json=_json,
    choose=_choose,
    curve=Curve("Prediction strength ± standard error", _number, _error),
    phrases=Phrases(supports=_supports, opposes=_opposes),
)
