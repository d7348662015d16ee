"""K-means: one fit for one K, exact up to `EXACT_USERS` users, from several samples beyond.

scikit-learn's estimator with the notebook's settings: k-means++ (Arthur and Vassilvitskii 2007), Lloyd's iterations
(Lloyd 1982), ten restarts. Fits run one at a time behind a lock, since the first use of OpenMP from several threads can
deadlock, and on one thread each, since the order in which threads add up their shares changes the last digits.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from core.errors import TooManySegmentsError
from core.heavy import kmeans
from core.progress import ShouldStop, never_stop, raise_if_stopped

logger = logging.getLogger("segscope.clustering")

SWEEP = range(2, 11)
"""The K of the notebook's elbow curve."""

N_INIT = 10
EXACT_USERS = 50_000
SAMPLE_USERS = 10_000
SAMPLES = 3

_SAMPLE_USERS_PER_SEGMENT = 20
_DISTINCT_DECIMALS = 6
_ROUNDING = 1e-12
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, eq=False)
class KMeansFit:
    """One K-means solution.

    ``labels`` (users,) number the clusters as scikit-learn does; ``centres`` (k, features) are in scaled units;
    ``wcss`` is the within-cluster sum of squares. Where ``estimated``, the restarts ran on samples and only the last
    Lloyd run on all users: the WCSS is that of this solution, but a better one may exist; ``error`` is how far the
    worst of the runs lies above it.
    """

    k: int
    labels: np.ndarray
    centres: np.ndarray
    wcss: float
    n_iter: int
    estimated: bool = False
    error: float = 0.0


def distinct_points(points: np.ndarray) -> int:
    """How many rows differ by more than rounding: the largest K that makes sense."""
    return len(np.unique(points.round(_DISTINCT_DECIMALS), axis=0))


def is_zero(wcss: float, total: float) -> bool:
    """Whether a sum of squares is nothing but rounding, beside that of one segment."""
    return wcss <= _ROUNDING * total


def total_sum_of_squares(points: np.ndarray) -> float:
    """The squared distances of all points to their common mean: the WCSS of K = 1."""
    return float(np.square(points - points.mean(axis=0)).sum())


def fit(points: np.ndarray, k: int, seed: int, should_stop: ShouldStop = never_stop) -> KMeansFit:
    """The best of `N_INIT` K-means runs on ``points`` (users x features, scaled).

    Raises:
        TooManySegmentsError: the points do not part into k clusters.
        Cancelled: ``should_stop`` said yes.
    """
    raise_if_stopped(should_stop)
    if len(points) <= EXACT_USERS:
        result = lloyd(points, k, seed)
    else:
        with alone():
            result = _fit_from_samples(points, k, seed, should_stop)
    if len(np.unique(result.labels)) < k:
        raise TooManySegmentsError(f"The users do not part into {k} segments.", "Choose a smaller K.")
    logger.info("%s", log_line(result))
    return result


def log_line(fit: KMeansFit) -> str:
    """What the log says of a fit."""
    return f"K={fit.k}: WCSS={fit.wcss:.2f}{' (estimated)' if fit.estimated else ''}"


def lloyd(points: np.ndarray, k: int, seed: int, n_init: int = N_INIT) -> KMeansFit:
    """The best of ``n_init`` K-means runs on all ``points`` (users x features, scaled), with no word in the log."""
    with alone():
        model = kmeans()(n_clusters=k, random_state=seed, n_init=n_init).fit(points)
    return KMeansFit(k, model.labels_, model.cluster_centers_, float(model.inertia_), int(model.n_iter_))


@contextmanager
def alone() -> Iterator[None]:
    """Where fits run, and what has to come out the same with any number of cores: one at a time, on one thread."""
    with _one_at_a_time, _thread_pools().limit(limits=1), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Number of distinct clusters")
        yield


@cache
def _thread_pools() -> Any:
    """The thread pools of the libraries that are loaded; finding them takes longer than a small fit."""
    from threadpoolctl import ThreadpoolController

    kmeans()
    return ThreadpoolController()


def _fit_from_samples(points: np.ndarray, k: int, seed: int, should_stop: ShouldStop) -> KMeansFit:
    """The best Lloyd run on all points that starts from the centres of one of several samples."""
    estimator, rng = kmeans(), np.random.default_rng(seed)
    size = min(len(points), max(SAMPLE_USERS, _SAMPLE_USERS_PER_SEGMENT * k))
    runs = []
    for _ in range(SAMPLES):
        raise_if_stopped(should_stop)
        sample = points[np.sort(rng.choice(len(points), size, replace=False))]
        centres = estimator(n_clusters=k, random_state=seed, n_init=N_INIT).fit(sample).cluster_centers_
        raise_if_stopped(should_stop)
        runs.append(estimator(n_clusters=k, init=centres, n_init=1).fit(points))
    best = min(runs, key=lambda run: run.inertia_)
    error = max(run.inertia_ for run in runs) - best.inertia_
    return KMeansFit(
        k,
        best.labels_,
        best.cluster_centers_,
        float(best.inertia_),
        int(best.n_iter_),
        estimated=True,
        error=float(error),
    )
