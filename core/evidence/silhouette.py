"""Silhouettes: how much nearer each user is to their own segment than to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core import formats
from core.clustering.alone import alone
from core.evidence.choosing import highest, lowest
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import AtOnce, Column, Curve, Index, Phrases
from core.evidence.sampling import SEED, stratified_sample
from core.progress import ShouldStop, never_stop, raise_if_stopped

EXACT_USERS = 10_000
"""Up to so many users every distance is taken."""

SAMPLE_USERS = 5_000
"""Of more users, the distances among a sample of so many."""

SUBSTANTIAL, REASONABLE = 0.25, 0.5
"""Up to the first there is no substantial structure, above the second a reasonable one (Kaufman and Rousseeuw 1990)."""

_CHUNK = 500
_GROUPS = 10


@dataclass(frozen=True)
class Silhouette:
    """Mean silhouette width, -1 to 1, of all users and of each segment.

    ``error`` is the standard error of the mean where it was estimated from a sample, None where it is exact.
    """

    mean: float
    by_segment: tuple[float, ...]
    error: float | None = None


@dataclass(frozen=True, eq=False)
class SilhouetteProfile:
    """The silhouette widths (users,) of all users or of a sample, and their segments (users,)."""

    widths: np.ndarray
    labels: np.ndarray

    def by_segment(self) -> tuple[tuple[float, ...], ...]:
        """The widths of each segment, the widest first."""
        ordered = (np.sort(self.widths[self.labels == segment])[::-1] for segment in range(int(self.labels.max()) + 1))
        return tuple(tuple(widths.tolist()) for widths in ordered)


def silhouette_widths(points: np.ndarray, labels: np.ndarray, should_stop: ShouldStop = never_stop) -> np.ndarray:
    """The silhouette width of every point (users,), by Euclidean distances; 0 for the only member of a segment.

    ``points`` are (users, features), ``labels`` (users,) run from 0 and leave no number out. Rousseeuw (1987).
    """
    from scipy.spatial.distance import cdist

    sizes = np.bincount(labels)
    membership = np.eye(len(sizes))[labels]
    widths = np.empty(len(points))
    for start in range(0, len(points), _CHUNK):
        raise_if_stopped(should_stop)
        part = slice(start, start + _CHUNK)
        with alone():
            totals = cdist(points[part], points) @ membership
        widths[part] = _widths(totals, labels[part], sizes)
    return widths


def silhouette_profile(
    points: np.ndarray, labels: np.ndarray, should_stop: ShouldStop = never_stop
) -> SilhouetteProfile:
    """The widths of all users; of more than `EXACT_USERS`, those of `SAMPLE_USERS`, each segment's share of them."""
    if len(points) > EXACT_USERS:
        sample = stratified_sample(labels, SAMPLE_USERS)
        return SilhouetteProfile(silhouette_widths(points[sample], labels[sample], should_stop), labels[sample])
    return SilhouetteProfile(silhouette_widths(points, labels, should_stop), labels)


def mean_silhouette(points: np.ndarray, labels: np.ndarray, should_stop: ShouldStop = never_stop) -> Silhouette | None:
    """The mean silhouette width; None where it is undefined: for one segment, or where every user is one.

    Beyond `EXACT_USERS` users it is estimated from the users of `silhouette_profile`.
    """
    if not _is_defined(labels):
        return None
    profile = silhouette_profile(points, labels, should_stop)
    widths, strata = profile.widths, profile.labels
    if len(widths) == len(labels):
        return Silhouette(float(widths.mean()), _by_segment(widths, labels))
    shares, by_segment = np.bincount(labels) / len(labels), _by_segment(widths, strata)
    error = _standard_error(points[stratified_sample(labels, SAMPLE_USERS)], strata, shares, should_stop)
    return Silhouette(float(np.dot(shares, by_segment)), by_segment, error)


def squared_silhouette(points: np.ndarray, labels: np.ndarray) -> float | None:
    """The mean silhouette width by squared Euclidean distances, exact at any size in O(users × segments).

    The mean squared distance of a point to a segment follows from the segment's size, sum and sum of squares, as in
    Spark's ``ClusteringEvaluator``. None where it is undefined.
    """
    if not _is_defined(labels):
        return None
    sizes = np.bincount(labels)
    squares = np.square(points).sum(axis=1)
    sums = np.zeros((len(sizes), points.shape[1]))
    np.add.at(sums, labels, points)
    squares_of_segments = np.bincount(labels, squares)
    totals = np.outer(squares, sizes) - 2 * points @ sums.T + squares_of_segments
    return float(_widths(np.maximum(totals, 0), labels, sizes).mean())


def _standard_error(points: np.ndarray, labels: np.ndarray, shares: np.ndarray, should_stop: ShouldStop) -> float:
    """The standard error of the mean, from the means of disjoint subsamples: so that it holds, beside the spread of the
    users, the error of the distances to users who were not drawn.
    """
    random, group = np.random.default_rng(SEED), np.empty(len(labels), dtype=np.int64)
    for segment in range(len(shares)):
        members = random.permutation(np.flatnonzero(labels == segment))
        group[members] = np.arange(len(members)) % _GROUPS
    means = []
    for number in range(_GROUPS):
        part = group == number
        widths = silhouette_widths(points[part], labels[part], should_stop)
        weights = shares[labels[part]] / np.bincount(labels[part])[labels[part]]
        means.append(np.average(widths, weights=weights))
    return float(np.std(means, ddof=1) / np.sqrt(_GROUPS))


def _is_defined(labels: np.ndarray) -> bool:
    return 1 < int(labels.max()) + 1 < len(labels)


def _widths(totals: np.ndarray, labels: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Widths from the total distance of each point to the members of each segment."""
    rows = np.arange(len(labels))
    own = totals[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = np.divide(totals, sizes, out=np.full(totals.shape, np.inf), where=sizes > 0)
    means[rows, labels] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    widths = np.divide(other - own, larger, out=np.zeros(len(labels)), where=larger > 0)
    return np.where(sizes[labels] > 1, widths, 0.0)


def _by_segment(widths: np.ndarray, labels: np.ndarray) -> tuple[float, ...]:
    return tuple((np.bincount(labels, widths) / np.bincount(labels)).tolist())


def _mean(row: KEvidence) -> float | None:
    found = row.value(SILHOUETTE)
    return None if found is None else found.mean


def _means(evidence: Evidence) -> dict[int, float]:
    return {k: mean for k, row in evidence.rows.items() if (mean := _mean(row)) is not None}


def _cell(found: Silhouette) -> str:
    if found.error is None:
        return formats.decimal(found.mean, 3)
    return formats.estimate(found.mean, found.error, 3)


def _json(row: KEvidence) -> dict[str, Any]:
    found = row.value(SILHOUETTE)
    return {
        "silhouette": found and found.mean,
        "silhouette_error": found and found.error,
        "silhouette_by_segment": found and list(found.by_segment),
    }


def _error(row: KEvidence) -> float:
    found = row.value(SILHOUETTE)
    return 0.0 if found is None else found.error or 0.0


def _supports(row: KEvidence, evidence: Evidence) -> str:
    mean = _mean(row)
    return f"a silhouette above {REASONABLE}" if mean is not None and mean > REASONABLE else ""


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    mean, means = _mean(row), _means(evidence)
    if len(means) > 1 and lowest(means) == row.k:
        return "the lowest silhouette of all"
    return f"a silhouette of only {formats.decimal(mean)}" if mean is not None and mean <= SUBSTANTIAL else ""


def _note(evidence: Evidence, users: int) -> str:
    found = [row.value(SILHOUETTE) for row in evidence.rows.values()]
    if all(one is None or one.error is None for one in found):
        return ""
    return f"~ silhouettes are estimated from {SAMPLE_USERS:,} of the {users:,} users; ± is the standard error."


SILHOUETTE: Index[Silhouette] = Index(
    name="silhouette",
    title="silhouette",
    explanation="nearer to the own segment than to the next, 1 at best",
    measurement=AtOnce(lambda case: mean_silhouette(case.points, case.partition.labels, case.should_stop)),
    column=Column("silhouette", "silh.", _cell),
    json=_json,
    choose=lambda evidence: highest(_means(evidence)),
    curve=Curve("Mean silhouette", _mean, _error),
    phrases=Phrases(supports=_supports, opposes=_opposes, note=_note),
)

SQUARED_SILHOUETTE: Index[float] = Index(
    name="silhouette_squared",
    title="the squared silhouette",
    explanation="the silhouette by squared distances, as Spark gives it",
    measurement=AtOnce(lambda case: squared_silhouette(case.points, case.partition.labels)),
    json=lambda row: {"silhouette_squared": row.value(SQUARED_SILHOUETTE)},
)
