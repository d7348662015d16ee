"""K-means: the best of several starts on all users, beyond `EXACT_USERS` of them from samples.

scikit-learn's estimator with the notebook's settings: k-means++ (Arthur and Vassilvitskii 2007), Lloyd's iterations
(Lloyd 1982), ten restarts.
"""

from __future__ import annotations

import logging

import numpy as np

from core import formats
from core.clustering import large
from core.clustering.algorithm import Algorithm
from core.clustering.alone import alone
from core.clustering.kmeans_code import KMeansCode
from core.clustering.partition import Partition, log_line, refuse_empty_segments
from core.heavy import kmeans
from core.progress import ShouldStop, never_stop, raise_if_stopped

logger = logging.getLogger("segscope.clustering")

N_INIT = 10
EXACT_USERS = 50_000


def fit(points: np.ndarray, k: int, seed: int, should_stop: ShouldStop = never_stop) -> Partition:
    """The best of `N_INIT` K-means runs on ``points`` (users, features).

    Raises:
        TooManySegmentsError: the points do not part into k segments.
        Cancelled: ``should_stop`` said yes.
    """
    raise_if_stopped(should_stop)
    if len(points) <= EXACT_USERS:
        found = lloyd(points, k, seed)
    else:
        found = large.fit_from_samples(points, k, seed, N_INIT, should_stop)
    refuse_empty_segments(found.labels, k)
    logger.info("%s", log_line(found))
    return found


def lloyd(points: np.ndarray, k: int, seed: int, n_init: int = N_INIT) -> Partition:
    """The best of ``n_init`` K-means runs on all ``points`` (users, features), with no word in the log."""
    with alone():
        model = kmeans()(n_clusters=k, random_state=seed, n_init=n_init).fit(points)
    return Partition(k, model.labels_, model.cluster_centers_, float(model.inertia_), int(model.n_iter_))


def method(partition: Partition) -> str:
    """How the partition came about, in words."""
    if partition.estimated:
        users = formats.count(large.SAMPLE_USERS)
        return f"the best of {large.SAMPLES} that start from samples of {users} users: estimated"
    iterations = formats.counted(partition.n_iter, "iteration")
    return f"the best of {N_INIT} restarts (k-means++, Lloyd), {iterations}"


KMEANS = Algorithm(
    name="kmeans",
    title="K-means",
    subject="K-means",
    part=fit,
    repeat=lambda partition: lloyd,
    method=method,
    code=KMeansCode(N_INIT),
    estimation=f"~ estimated: with more than {EXACT_USERS:,} users each fit is the best of {large.SAMPLES} that start "
    f"from samples of {large.SAMPLE_USERS:,} users; ± is how far the worst of them lies above it.",
)
"""The product's own algorithm."""
