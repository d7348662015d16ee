"""A Gaussian mixture as the exported notebook runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.clustering.gaussians import BALLS, DIAGONAL, FULL, Gaussians
from core.clustering.partition import Partition


@dataclass(frozen=True)
class MixtureCode:
    """scikit-learn's mixture with ``n_init`` starts; where that would not give the partition, from its parameters."""

    n_init: int
    start: str
    least_variance: float
    iterations: int
    imports: Sequence[str] = ("from sklearn.mixture import GaussianMixture",)
    about_sweep: str = (
        "BIC, the Bayesian information criterion, weighs how likely the users are under a mixture against how many "
        "parameters it has: the lower, the better. A mixture does not make the WCSS small, so there is no elbow."
    )
    objective: str = "mixture.bic(X)"

    def sweep(self, partition: Partition) -> str:
        """For each K the better kind of covariances; one start each where the exported one is estimated."""
        starts = 1 if partition.estimated else self.n_init
        model = self._model("k", "kind", starts)
        return f"bic = [min({model}.fit(X).bic(X) for kind in ({FULL!r}, {DIAGONAL!r})) for k in KS]"

    def about_fit(self, partition: Partition) -> str:
        """How many starts there are, or where the parameters come from."""
        belongs = "Each user belongs to the most probable component."
        if partition.estimated:
            return (
                f"With so many users the mixture was found on samples: these are its parameters. {belongs} The curve "
                "above has one start for each K, so that it can differ from the exported one."
            )
        if _is_balls(partition):
            return (
                f"No mixture was found with users in every component: balls around K-means' centres stand in. {belongs}"
            )
        return f"A mixture with {self.n_init} starts, of which the best is kept. {belongs}"

    def fit(self, partition: Partition) -> Sequence[str]:
        """The fit, as ``mixture``."""
        gaussians = partition.gaussians
        if gaussians is None:
            raise ValueError("the partition is not that of a mixture")
        if partition.estimated or _is_balls(partition):
            lines = _with_parameters(gaussians)
        else:
            lines = [f"mixture = {self._model('K', repr(gaussians.kind), self.n_init)}.fit(X)"]
        return [*lines, 'users["segment"] = mixture.predict(X)']

    def _model(self, k: str, kind: str, starts: int) -> str:
        return (
            f"GaussianMixture({k}, covariance_type={kind}, n_init={starts}, init_params={self.start!r}, "
            f"reg_covar={self.least_variance}, max_iter={self.iterations}, random_state=SEED)"
        )


def _is_balls(partition: Partition) -> bool:
    return partition.gaussians is not None and partition.gaussians.kind == BALLS


def _with_parameters(gaussians: Gaussians) -> list[str]:
    kind, covariances = gaussians.kind, gaussians.covariances
    precisions = "np.linalg.inv(np.linalg.cholesky(mixture.covariances_)).transpose(0, 2, 1)"
    if kind != FULL:
        kind, covariances = DIAGONAL, np.array([np.diag(one) for one in covariances])
        precisions = "1 / np.sqrt(mixture.covariances_)"
    return [
        f"mixture = GaussianMixture(K, covariance_type={kind!r})",
        f"mixture.weights_ = np.array({gaussians.weights.tolist()!r})",
        f"mixture.means_ = np.array({gaussians.means.tolist()!r})",
        f"mixture.covariances_ = np.array({covariances.tolist()!r})",
        f"mixture.precisions_cholesky_ = {precisions}",
    ]
