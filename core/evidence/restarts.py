"""Restarts: how much the outcome depends on where an algorithm starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core import formats
from core.clustering.algorithm import Repeat
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import ByResampling, Case, Column, Index, Phrases
from core.evidence.sampled_wcss import sample_with_wcss
from core.evidence.sampling import SEED
from core.progress import ShouldStop, never_stop, raise_if_stopped

_BY_MORE_THAN = 1e-6


@dataclass(frozen=True)
class Restarts:
    """``spread`` is how far the WCSS of the worst start lies above the best, as a share of it; ``improved`` whether one
    of these starts found a lower WCSS than the fit at hand.
    """

    spread: float
    improved: bool


def restart_spread(
    points: np.ndarray,
    k: int,
    wcss: float,
    repeat: Repeat,
    *,
    starts: int,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> Restarts | None:
    """What single ``starts`` make of ``points`` (users, features); None where the WCSS is zero."""
    if wcss <= 0:
        return None
    found = []
    for number in range(starts):
        raise_if_stopped(should_stop)
        found.append(repeat(points, k, seed + number, 1).wcss)
    best, worst = float(np.min(found)), float(np.max(found))
    return Restarts(worst / min(best, wcss) - 1, best < wcss * (1 - _BY_MORE_THAN))


def _measure(case: Case, effort: Effort) -> Restarts | None:
    if not case.partition.is_of_nearest_centres:
        return None
    found = sample_with_wcss(case, effort.users)
    if found is None:
        return None
    sample, wcss = found
    k, stop = case.partition.k, case.should_stop
    return restart_spread(sample, k, wcss, case.repeat, starts=effort.starts, seed=SEED, should_stop=stop)


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(RESTARTS)
    return "more restarts find a lower WCSS" if found is not None and found.improved else ""


def _json(row: KEvidence) -> dict[str, float | None]:
    found = row.value(RESTARTS)
    return {
        "restart_spread": None if found is None else found.spread,
        "restarts_improve": None if found is None else found.improved,
    }


RESTARTS: Index[Restarts] = Index(
    name="restarts",
    title="restarts",
    explanation="how far the worst restart lies above the best (! where more restarts find a lower WCSS)",
    measurement=ByResampling("Restarts", lambda effort: effort.starts, _measure, fits=0.2),
    column=Column(
        head="spread",
        short="spread",
        write=lambda found: formats.percent(found.spread, 1) + ("!" if found.improved else ""),
        signs="! more restarts find a lower WCSS",
        wide=True,
    ),
    json=_json,
    phrases=Phrases(opposes=_opposes),
)
