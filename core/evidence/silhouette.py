"""Silhouettes: how much nearer each user is to their own segment than to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering import alone
from core.progress import ShouldStop, never_stop, raise_if_stopped

EXACT_USERS = 10_000
"""Up to so many users every distance is taken."""

SAMPLE_USERS = 5_000
"""Of more users, the distances among a sample of so many."""

_SEED = 0
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


def stratified_sample(labels: np.ndarray, size: int, fewest: int = 2) -> np.ndarray:
    """Ascending positions of about ``size`` users, each segment's share of them and at least ``fewest`` of it."""
    random = np.random.default_rng(_SEED)
    parts = []
    for segment, users in enumerate(np.bincount(labels)):
        members = np.flatnonzero(labels == segment)
        parts.append(random.choice(members, min(users, max(fewest, round(size * users / len(labels)))), replace=False))
    return np.sort(np.concatenate(parts))


def _standard_error(points: np.ndarray, labels: np.ndarray, shares: np.ndarray, should_stop: ShouldStop) -> float:
    """The standard error of the mean, from the means of disjoint subsamples: so that it holds, beside the spread of the
    users, the error of the distances to users who were not drawn.
    """
    random, group = np.random.default_rng(_SEED), np.empty(len(labels), dtype=np.int64)
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
