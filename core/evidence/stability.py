"""Stability: does each segment come back when other users are drawn?"""

from __future__ import annotations

import numpy as np

from core import formats
from core.clustering.algorithm import Repeat
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import ByResampling, Case, Column, Index, Phrases
from core.evidence.sampling import SEED, stratified_sample
from core.progress import ShouldStop, never_stop, raise_if_stopped

_STARTS = 10
STABLE, VALID, PATTERN = 0.85, 0.75, 0.6
"""Hennig's bands: from `STABLE` on highly stable, from `VALID` on valid, from `PATTERN` on a pattern of which it is
doubtful who belongs to it, below not to be trusted."""


def jaccard_stability(
    points: np.ndarray,
    labels: np.ndarray,
    repeat: Repeat,
    *,
    bootstraps: int,
    seed: int = 0,
    should_stop: ShouldStop = never_stop,
) -> tuple[float, ...] | None:
    """For each segment, the mean Jaccard likeness to the segment that is most like it among bootstrapped users.

    ``bootstraps`` times users are drawn with replacement and parted by ``repeat``; each drawn one counts once, and the
    likeness is taken among the drawn users. ``points`` are (users, features), ``labels`` (users,). None where there are
    too few users to draw from. Hennig (2007), as R's ``fpc::clusterboot``.
    """
    k = int(labels.max()) + 1
    random = np.random.default_rng(seed)
    likenesses = []
    for number in range(bootstraps):
        raise_if_stopped(should_stop)
        drawn = np.unique(random.integers(len(points), size=len(points)))
        if len(drawn) < k:
            return None
        likenesses.append(_likeness(labels[drawn], repeat(points[drawn], k, number, _STARTS).labels, k))
    return tuple(np.mean(likenesses, axis=0).tolist())


def _likeness(labels: np.ndarray, others: np.ndarray, k: int) -> np.ndarray:
    """The largest Jaccard likeness of each segment, shape (k,); 0 where none of its users was drawn, as in fpc."""
    shared = np.bincount(labels * k + others, minlength=k * k).reshape(k, k)
    sizes, other_sizes = shared.sum(axis=1), shared.sum(axis=0)
    union = sizes[:, None] + other_sizes[None, :] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros((k, k)), where=union > 0).max(axis=1))


LEGEND = f"● stable, from {STABLE}; ◕ valid, from {VALID}; ◐ a pattern, from {PATTERN}; ○ not to be trusted"


def sign(jaccard: float) -> str:
    """A circle for each of Hennig's bands, as in `LEGEND`."""
    return next((sign for bound, sign in ((STABLE, "●"), (VALID, "◕"), (PATTERN, "◐")) if jaccard >= bound), "○")


def _measure(case: Case, effort: Effort) -> tuple[float, ...] | None:
    points, labels = case.points, case.partition.labels
    if len(points) > effort.users:
        chosen = stratified_sample(labels, effort.users)
        points, labels = points[chosen], labels[chosen]
    stop = case.should_stop
    return jaccard_stability(points, labels, case.repeat, bootstraps=effort.bootstraps, seed=SEED, should_stop=stop)


def _supports(row: KEvidence, evidence: Evidence) -> str:
    values = row.value(STABILITY)
    return "every segment holds when users are drawn again" if values is not None and min(values) >= VALID else ""


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    values = row.value(STABILITY)
    doubtful = [] if values is None else [str(number) for number, value in enumerate(values) if value < VALID]
    if not doubtful:
        return ""
    noun = "segment" if len(doubtful) == 1 else "segments"
    verb = "dissolves" if len(doubtful) == 1 else "dissolve"
    return f"{noun} {formats.listed(doubtful)} {verb} when users are drawn again"


def _details(row: KEvidence) -> str:
    values = row.value(STABILITY)
    if values is None:
        return ""
    written = formats.decimal if row.sampled_users is None else formats.about
    listed = ", ".join(f"segment {number} {written(value)}" for number, value in enumerate(values))
    return f"Stability (Jaccard): {listed}. {LEGEND}."


def _json(row: KEvidence) -> dict[str, list[float] | None]:
    values = row.value(STABILITY)
    return {"jaccard": None if values is None else list(values)}


STABILITY: Index[tuple[float, ...]] = Index(
    name="stability",
    title="stability",
    explanation="does each segment come back among other users",
    measurement=ByResampling("Stability", lambda effort: effort.bootstraps, _measure),
    column=Column("stable", "stable", lambda values: "".join(map(sign, values))),
    json=_json,
    phrases=Phrases(supports=_supports, opposes=_opposes, details=_details),
)
