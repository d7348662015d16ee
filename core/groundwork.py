"""What a preset settles before K is chosen: the users as scaled points, and which K there can be."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from core import clustering
from core.clustering import SWEEP, KMeansFit
from core.description import Description
from core.errors import TooManySegmentsError
from core.logs import log_each
from core.presets import DEFAULT_SEED, NOTEBOOK, Preset
from core.progress import ShouldStop, never_stop
from core.scaling import ScaledFeatures, standardise
from core.segments import LARGEST_MATCHED_K

logger = logging.getLogger("segscope.analysis")


@dataclass(frozen=True, eq=False)
class Groundwork:
    """The scaled users of a dataset under a preset, and the K that are wanted."""

    description: Description
    preset: Preset
    seed: int
    scaled: ScaledFeatures
    distinct_points: int
    total_sum_of_squares: float
    wanted_ks: range = SWEEP

    @property
    def sweep_ks(self) -> range:
        """The K of the sweep: the notebook's 2 to 10 unless others are wanted, cut at the number of distinct points."""
        return range(self.wanted_ks.start, min(self.wanted_ks.stop, self.distinct_points + 1))

    @property
    def default_k(self) -> int:
        """The preset's K, lowered to the number of distinct points."""
        return min(self.preset.k, self.distinct_points)

    @property
    def only_so_many(self) -> str:
        """Why K ends where it does, in words."""
        if self.distinct_points == 1:
            return "all users are alike in these features"
        return f"only {self.distinct_points:,} users differ in these features"

    def ks_for(self, k: int) -> list[int]:
        """The K whose fits an analysis with this K takes: those of the sweep, itself, and those it is matched with."""
        return sorted({*self.sweep_ks, k, *(range(2, k) if k <= LARGEST_MATCHED_K else ())})

    def fit(self, k: int, should_stop: ShouldStop = never_stop) -> KMeansFit:
        """The K-means fit for one K.

        Raises:
            TooManySegmentsError: K is larger than the number of distinct points, or below 1.
            Cancelled: ``should_stop`` said yes.
        """
        if not 1 <= k <= self.distinct_points:
            raise TooManySegmentsError(
                f"K = {k} is out of reach: {self.only_so_many}.",
                f"Choose a K from 1 to {self.distinct_points}.",
            )
        return clustering.fit(self.scaled.values, k, self.seed, should_stop)


def prepare(description: Description, preset: Preset = NOTEBOOK, seed: int = DEFAULT_SEED) -> Groundwork:
    """The groundwork of a dataset under a preset."""
    scaled = standardise(description.features.matrix(preset.features))
    groundwork = Groundwork(
        description=description,
        preset=preset,
        seed=seed,
        scaled=scaled,
        distinct_points=clustering.distinct_points(scaled.values),
        total_sum_of_squares=clustering.total_sum_of_squares(scaled.values),
    )
    log_each(logger, log_lines(groundwork))
    return groundwork


def log_lines(groundwork: Groundwork) -> list[str]:
    """What the log says of the scaled users."""
    values = groundwork.scaled.values
    return [
        "PHASE 3: USER SEGMENTATION WITH K-MEANS CLUSTERING",
        f"Clustering features: {list(groundwork.preset.features)}",
        f"Feature matrix shape: {values.shape}",
        "Features standardized (mean=0, std=1)",
        f"Scaled data - mean: {values.mean(axis=0)}, std: {values.std(axis=0)}",
    ]
