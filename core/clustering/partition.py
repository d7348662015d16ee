"""A partition: what an algorithm makes of the points for one K."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.clustering.gaussians import Gaussians
from core.errors import TooManySegmentsError
from core.points import total_sum_of_squares
from core.remedies import ChooseK


@dataclass(frozen=True, eq=False)
class Partition:
    """A segment for every user.

    ``labels`` (users,) number the segments from 0 and leave no number out; ``centres`` (k, features) are in scaled
    units; ``wcss`` is the within-cluster sum of squares. Where ``estimated``, the algorithm did not look at all users
    in every run: the objective is that of this partition, but a better one may exist; ``error`` is how far the worst of
    the runs lies above it.

    A mixture has ``gaussians``, whose means are the centres, and a ``bic``.
    """

    k: int
    labels: np.ndarray
    centres: np.ndarray
    wcss: float
    n_iter: int
    estimated: bool = False
    error: float = 0.0
    gaussians: Gaussians | None = None
    bic: float | None = None

    @property
    def is_of_nearest_centres(self) -> bool:
        """Whether users belong to the nearest centre, and the WCSS is what was made small; not so of a mixture."""
        return self.gaussians is None

    @property
    def objective(self) -> float:
        """What the algorithm made as small as it could: the BIC of a mixture, else the WCSS."""
        return self.wcss if self.bic is None else self.bic

    def predict(self, points: np.ndarray) -> np.ndarray:
        """The segment (users,) of other ``points`` (users, features): by the mixture, else of the nearest centre."""
        if self.gaussians is not None:
            return self.gaussians.predict(points)
        distances = np.column_stack([np.square(points - centre).sum(axis=1) for centre in self.centres])
        return np.asarray(distances.argmin(axis=1))

    def renumbered(self, order: np.ndarray) -> Partition:
        """The same segments in another order (k,): the first is the one whose number stands first."""
        gaussians = None if self.gaussians is None else self.gaussians.renumbered(order)
        return replace(self, labels=np.argsort(order)[self.labels], centres=self.centres[order], gaussians=gaussians)


def refuse_empty_segments(labels: np.ndarray, k: int) -> None:
    """Refuse ``labels`` (users,) that leave out one of k segments.

    Raises:
        TooManySegmentsError: they do.
    """
    if len(np.unique(labels)) < k:
        raise TooManySegmentsError(f"The users do not part into {k} segments.", ChooseK())


def log_line(partition: Partition) -> str:
    """What the log says of a partition."""
    name = "WCSS" if partition.bic is None else "BIC"
    return f"K={partition.k}: {name}={partition.objective:.2f}{' (estimated)' if partition.estimated else ''}"


def one_segment(points: np.ndarray) -> Partition:
    """The partition of K = 1: with what every other K is compared."""
    return Partition(
        k=1,
        labels=np.zeros(len(points), dtype=np.int32),
        centres=points.mean(axis=0, keepdims=True),
        wcss=total_sum_of_squares(points),
        n_iter=1,
    )
