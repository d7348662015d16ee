"""K-means for more users than can be fitted exactly: starts on samples, then one run on all users from each."""

from __future__ import annotations

import numpy as np

from core.clustering.alone import alone
from core.clustering.partition import Partition
from core.heavy import kmeans
from core.progress import ShouldStop, raise_if_stopped

SAMPLE_USERS = 10_000
SAMPLES = 3

_SAMPLE_USERS_PER_SEGMENT = 20


def fit_from_samples(points: np.ndarray, k: int, seed: int, n_init: int, should_stop: ShouldStop) -> Partition:
    """The best Lloyd run on all points (users, features) that starts from the centres of one of several samples.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    estimator, rng = kmeans(), np.random.default_rng(seed)
    size = min(len(points), max(SAMPLE_USERS, _SAMPLE_USERS_PER_SEGMENT * k))
    runs = []
    for _ in range(SAMPLES):
        raise_if_stopped(should_stop)
        sample = points[np.sort(rng.choice(len(points), size, replace=False))]
        with alone():
            centres = estimator(n_clusters=k, random_state=seed, n_init=n_init).fit(sample).cluster_centers_
        raise_if_stopped(should_stop)
        with alone():
            runs.append(estimator(n_clusters=k, init=centres, n_init=1).fit(points))
    best = min(runs, key=lambda run: run.inertia_)
    error = max(run.inertia_ for run in runs) - best.inertia_
    return Partition(
        k,
        best.labels_,
        best.cluster_centers_,
        float(best.inertia_),
        int(best.n_iter_),
        estimated=True,
        error=float(error),
    )
