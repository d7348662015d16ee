"""Prediction strength: would the segments of one half of the users sort the other half alike?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core import formats
from core.clustering.algorithm import Repeat
from core.clustering.partition import Partition
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import ByResampling, Case, Column, Curve, Index, Phrases
from core.evidence.sampling import SEED, sample_of
from core.progress import ShouldStop, never_stop, raise_if_stopped

_STARTS = 5
"""Starts for each half: half of a fit's, as the means over the splits differ by less than their standard error."""

_SMALLEST_K = 2

STRONG = 0.8
"""From here on a K is predicted well enough (Tibshirani and Walther 2005)."""


@dataclass(frozen=True)
class PredictionStrength:
    """The mean over the splits, 0 to 1, and its standard error."""

    mean: float
    error: float

    @property
    def is_strong(self) -> bool:
        """Whether a K is predicted well enough."""
        return self.mean >= STRONG


def prediction_strength(
    points: np.ndarray,
    k: int,
    repeat: Repeat,
    *,
    splits: int,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> PredictionStrength | None:
    """How well the segments of a half predict which users of the other half belong together.

    For each of the random ``splits``, ``repeat`` parts both halves, each user gets the nearest centre of the other
    half, and of every segment the share of pairs is taken that stay together; the lowest share counts, averaged over
    both directions. ``points`` are (users, features). None where a half has fewer users than K. Tibshirani and Walther
    (2005), averaged as in R's ``fpc::prediction.strength``.
    """
    if len(points) // 2 < k:
        return None
    random = np.random.default_rng(seed)
    strengths = []
    for number in range(splits):
        raise_if_stopped(should_stop)
        order = random.permutation(len(points))
        halves = [points[order[: len(points) // 2]], points[order[len(points) // 2 :]]]
        parted = [repeat(half, k, number, _STARTS) for half in halves]
        strengths.append(np.mean([_lowest_share(halves[i], parted[i], parted[1 - i].centres) for i in (0, 1)]))
    return PredictionStrength(float(np.mean(strengths)), float(np.std(strengths, ddof=1) / np.sqrt(splits)))


def _lowest_share(points: np.ndarray, partition: Partition, centres: np.ndarray) -> float:
    """The lowest share of pairs in a segment that are predicted to be in one; a single user has no pairs."""
    predicted = np.square(points[:, None, :] - centres).sum(axis=2).argmin(axis=1)
    together = np.zeros((partition.k, partition.k))
    np.add.at(together, (partition.labels, predicted), 1)
    sizes = together.sum(axis=1)
    pairs = sizes * (sizes - 1)
    shares = np.divide((together * (together - 1)).sum(axis=1), pairs, out=np.ones(partition.k), where=pairs > 0)
    return float(shares.min())


def _measure(case: Case, repeat: Repeat, effort: Effort) -> PredictionStrength | None:
    sample, k = sample_of(case.points, effort.users), case.partition.k
    return prediction_strength(sample, k, repeat, splits=effort.splits, seed=SEED, should_stop=case.should_stop)


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
    return f"predicted by half of the users (strength {formats.decimal(found.mean)})"


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(PREDICTION_STRENGTH)
    if found is None or found.is_strong:
        return ""
    return f"in its weakest segment half of the users predict only {formats.percent(found.mean, 0)} of the pairs"


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
    measurement=ByResampling("Prediction strength", lambda effort: effort.splits, _measure),
    column=Column("strength", "strength", lambda found: formats.decimal(found.mean)),
    json=_json,
    choose=_choose,
    curve=Curve("Prediction strength ± standard error", _number, _error),
    phrases=Phrases(supports=_supports, opposes=_opposes),
)
