"""The gap statistic: is the data more tightly grouped than data without groups would be?

Tibshirani, Walther and Hastie (2001). ``log_w`` is ln(WCSS / 2), as R's ``clusGap(d.power = 2)`` gives it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core import formats
from core.clustering.algorithm import Repeat
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import ByResampling, Case, Column, Curve, Index, Phrases
from core.evidence.sampled_wcss import sample_with_wcss
from core.evidence.sampling import SEED
from core.points import total_sum_of_squares
from core.progress import ShouldStop, never_stop, raise_if_stopped

_STARTS = 5
"""Starts for each reference: half of a fit's, as their means differ by far less than the standard error."""

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
    repeat: Repeat,
    *,
    references: int,
    box: Box = principal_box,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> Gap | None:
    """The gap of ``points`` (users, features), whose best WCSS at this K is given; None where ln(WCSS) is undefined.

    ``references`` datasets are drawn, which ``repeat`` parts. They depend on the seed alone: every K is compared with
    the same ones.
    """
    if wcss <= 0:
        return None
    logs = []
    for number in range(references):
        raise_if_stopped(should_stop)
        reference = box(points, np.random.default_rng([seed, number]))
        within = total_sum_of_squares(reference) if k == 1 else repeat(reference, k, number, _STARTS).wcss
        logs.append(log_w(within))
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


def gaps_of(evidence: Evidence) -> list[Gap]:
    """The gaps for K = 1, 2, … without a break; none where not every K was asked."""
    gaps: list[Gap] = []
    for row in evidence.rows.values() if evidence.has_all_of(GAP) else ():
        gap = row.value(GAP)
        if gap is None or row.k != len(gaps) + 1:
            break
        gaps.append(gap)
    return gaps


def beats_one_cloud(row: KEvidence, evidence: Evidence) -> bool | None:
    """Whether the gap of a K exceeds that of a single segment by more than its error; None where it is not known."""
    gap, one = row.value(GAP), evidence.rows.get(1)
    single = None if one is None else one.value(GAP)
    return None if gap is None or single is None else gap.value - gap.error > single.value


def _measure(case: Case, effort: Effort) -> Gap | None:
    found = sample_with_wcss(case, effort.users)
    if found is None:
        return None
    sample, wcss = found
    k, stop = case.partition.k, case.should_stop
    return gap_at(sample, k, wcss, case.repeat, references=effort.references, seed=SEED, should_stop=stop)


def _choose(evidence: Evidence) -> int | None:
    gaps = gaps_of(evidence)
    return paper_rule([gap.value for gap in gaps], [gap.error for gap in gaps])


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    return "the gap is no larger than that of a single cloud" if beats_one_cloud(row, evidence) is False else ""


def _json(row: KEvidence) -> dict[str, float | None]:
    gap = row.value(GAP)
    return {
        "log_w": log_w(row.wcss),
        "gap_log_w": None if gap is None else gap.log_w,
        "gap": None if gap is None else gap.value,
        "gap_se": None if gap is None else gap.error,
    }


def _number(row: KEvidence) -> float | None:
    gap = row.value(GAP)
    return None if gap is None else gap.value


def _error(row: KEvidence) -> float:
    gap = row.value(GAP)
    return 0.0 if gap is None else gap.error


GAP: Index[Gap] = Index(
    name="gap",
    title="the gap",
    explanation="tighter than a cloud without groups",
    measurement=ByResampling("Gap statistic", lambda effort: effort.references, _measure, of_one_segment=True),
    column=Column("gap", "gap", lambda gap: formats.decimal(gap.value, 3)),
    json=_json,
    choose=_choose,
    curve=Curve("Gap ± standard error", _number, _error),
    phrases=Phrases(opposes=_opposes),
)
