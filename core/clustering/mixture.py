"""A Gaussian mixture: groups of any width and direction, that may overlap; users belong to the most probable component.

scikit-learn's estimator (expectation–maximisation, Dempster, Laird and Rubin 1977), once with full and once with
diagonal covariances, of which the one with the lower BIC is kept (Fraley and Raftery 2002). It starts from users far
from each other (k-means++), not from K-means, whose cuts across stretched groups it often cannot leave.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from core import formats
from core.clustering.algorithm import Algorithm, Objective, Repeat
from core.clustering.alone import alone
from core.clustering.gaussians import BALLS, DIAGONAL, FULL, Gaussians
from core.clustering.kmeans import lloyd
from core.clustering.mixture_code import MixtureCode
from core.clustering.partition import Partition, log_line, refuse_empty_segments
from core.heavy import gaussian_mixture
from core.points import wcss_of
from core.progress import ShouldStop, never_stop, raise_if_stopped

logger = logging.getLogger("segscope.clustering")

STARTS, FEW_STARTS = 5, 2
"""How often a fit starts, and how often where fits are many."""

LEAST_VARIANCE = 1e-3
"""Added to each variance, in squared scaled units: users who are alike in a feature are no group by that alone."""

ITERATIONS = 200

START = "k-means++"

KINDS = (FULL, DIAGONAL)

EXACT_USERS, SAMPLES = 10_000, 3
"""Of more users, so many samples of so many are fitted."""


def fit(points: np.ndarray, k: int, seed: int, should_stop: ShouldStop = never_stop) -> Partition:
    """The mixture of K components with the lowest BIC on ``points`` (users, features).

    Raises:
        TooManySegmentsError: the points do not part into k segments.
        Cancelled: ``should_stop`` said yes.
    """
    raise_if_stopped(should_stop)
    if len(points) <= EXACT_USERS:
        found = _best(_fits(points, k, seed, STARTS, should_stop=should_stop), points, k, seed)
    else:
        found = _from_samples(points, k, seed, should_stop)
    logger.info("%s", log_line(found))
    return found


def alike(partition: Partition) -> Repeat:
    """The same with covariances of the partition's kind alone, and at most `FEW_STARTS`, however many are asked for.

    Fits are slow; what is asked of a partition is whether it comes back, and not whether its kind does.
    """
    kind = None if partition.gaussians is None else partition.gaussians.kind
    kinds = (kind,) if kind in KINDS else KINDS

    def refit(points: np.ndarray, k: int, seed: int, n_init: int) -> Partition:
        return _best(_fits(points, k, seed, min(n_init, FEW_STARTS), kinds), points, k, seed)

    return refit


def method(partition: Partition) -> str:
    """How the partition came about, in words."""
    if partition.gaussians is None or partition.gaussians.kind == BALLS:
        return "K-means' centres: no mixture was found with users in every component"
    if partition.estimated:
        started = f"the best of {SAMPLES} that are fitted to samples of {formats.count(EXACT_USERS)} users: estimated"
    else:
        started = f"the best of {STARTS} starts (k-means++, EM), {formats.counted(partition.n_iter, 'iteration')}"
    kind = "full" if partition.gaussians.kind == FULL else "diagonal"
    return (
        f"{kind} covariances, which have a lower BIC than the other kind; {started}; {LEAST_VARIANCE} added to each "
        "variance; each user in the most probable component"
    )


def _fits(
    points: np.ndarray,
    k: int,
    seed: int,
    starts: int,
    kinds: Sequence[str] = KINDS,
    should_stop: ShouldStop = never_stop,
) -> Iterator[tuple[Gaussians, int]]:
    """The best of ``starts`` mixtures for each kind of covariances, and its iterations; none of a single user."""
    if len(points) < 2:
        return
    for kind in kinds:
        model = max(_started(points, k, seed, starts, kind, should_stop), key=lambda one: float(one.lower_bound_))
        covariances = model.covariances_
        if kind == DIAGONAL:
            covariances = covariances[:, :, None] * np.eye(points.shape[1])
        yield Gaussians(kind, model.weights_, model.means_, covariances), int(model.n_iter_)


def _started(points: np.ndarray, k: int, seed: int, starts: int, kind: str, should_stop: ShouldStop) -> Iterator[Any]:
    """One fitted estimator after the other, as one with ``n_init=starts`` would start them, with room to stop."""
    random = np.random.RandomState(seed)
    for _ in range(starts):
        raise_if_stopped(should_stop)
        with alone(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Best performing initialization did not converge")
            model = gaussian_mixture()(
                k,
                covariance_type=kind,
                init_params=START,
                reg_covar=LEAST_VARIANCE,
                max_iter=ITERATIONS,
                random_state=random,
            ).fit(points)
        yield model


def _from_samples(points: np.ndarray, k: int, seed: int, should_stop: ShouldStop) -> Partition:
    """The best of several samples' mixtures, as all users see it."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(SAMPLES):
        raise_if_stopped(should_stop)
        sample = points[np.sort(rng.choice(len(points), EXACT_USERS, replace=False))]
        found.append(_best(_fits(sample, k, seed, FEW_STARTS, should_stop=should_stop), points, k, seed))
    best = min(found, key=lambda one: one.objective)
    error = max(one.objective for one in found) - best.objective
    return replace(best, estimated=True, error=error)


def _best(fits: Iterator[tuple[Gaussians, int]], points: np.ndarray, k: int, seed: int) -> Partition:
    """The lowest BIC of those with users in every component; where there is none, that of balls.

    Raises:
        TooManySegmentsError: the points do not part into k segments.
    """
    found = [one for one in (_partition(points, *fitted) for fitted in fits) if len(np.unique(one.labels)) == k]
    if found:
        return min(found, key=lambda one: one.objective)
    balls = _partition(points, *_balls(points, k, seed))
    refuse_empty_segments(balls.labels, k)
    return balls


def _balls(points: np.ndarray, k: int, seed: int) -> tuple[Gaussians, int]:
    """The mixture whose most probable component is the nearest centre of K-means, so that none is empty."""
    parted, identity = lloyd(points, k, seed), np.eye(points.shape[1])
    covariances = np.tile((parted.wcss / points.size + LEAST_VARIANCE) * identity, (k, 1, 1))
    return Gaussians(BALLS, np.full(k, 1 / k), parted.centres, covariances), parted.n_iter


def _partition(points: np.ndarray, gaussians: Gaussians, n_iter: int) -> Partition:
    labels = gaussians.predict(points)
    return Partition(
        k=len(gaussians.means),
        labels=labels,
        centres=gaussians.means,
        wcss=wcss_of(points, labels),
        n_iter=n_iter,
        gaussians=gaussians,
        bic=gaussians.bic(points),
    )


MIXTURE = Algorithm(
    name="mixture",
    title="Gaussian mixture",
    subject="the Gaussian mixture",
    part=fit,
    repeat=alike,
    method=method,
    code=MixtureCode(STARTS, START, LEAST_VARIANCE, ITERATIONS),
    estimation=f"~ estimated: with more than {EXACT_USERS:,} users each mixture is the best of {SAMPLES} that are "
    f"fitted to samples of {EXACT_USERS:,} users; ± is how far the BIC of the worst of them lies above it.",
    objective=Objective(
        name="bic",
        head="BIC",
        title="Bayesian information criterion (BIC)",
        caption="How the Bayesian information criterion (BIC) goes with K: the lower, the better",
        bends=False,
        note="A Gaussian mixture does not make the WCSS small, so that its WCSS shows no elbow and has no knee: its "
        "BIC stands there, the lower the better.",
    ),
)
"""Groups that are not round, and may overlap."""
