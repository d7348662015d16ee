"""One immutable value that holds the whole way from a dataset to its segments."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from core import clustering
from core.clustering import KMeansFit
from core.description import describe_data
from core.evidence.evidence import Evidence
from core.evidence.gathering import RESAMPLED_USERS, STEPS, gather, measured, resampling
from core.evidence.silhouette import SAMPLE_USERS
from core.evidence.verdict import Verdict, verdict
from core.groundwork import Groundwork, prepare
from core.knee import Knee, find_knee
from core.logs import log_each
from core.presets import DEFAULT_SEED, NOTEBOOK, preset_named
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.segments import Segment, centres_in_units, feature_means, members
from core.sources.source import Source

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

logger = logging.getLogger("segscope.analysis")


@dataclass(frozen=True, eq=False)
class Analysis:
    """A dataset segmented with one K; ``fits`` holds what was fitted for other K so far, ``evidence`` what is known of
    them.
    """

    groundwork: Groundwork
    fits: Mapping[int, KMeansFit]
    k: int
    segments: tuple[Segment, ...]
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def fit(self) -> KMeansFit:
        """The fit behind the segments."""
        return self.fits[self.k]

    @property
    def sweep(self) -> tuple[KMeansFit, ...]:
        """The fits of the sweep, by ascending K."""
        return tuple(self.fits[k] for k in self.groundwork.sweep_ks if k in self.fits)

    @property
    def compared(self) -> tuple[KMeansFit, ...]:
        """The fits of the sweep and that of the current K, by ascending K."""
        return tuple(self.fits[k] for k in sorted({*self.groundwork.sweep_ks, self.k}) if k in self.fits)

    def explained_share(self, k: int) -> float:
        """The share of the variance of the scaled features that lies between the segments of a fitted K, 0 to 1."""
        total = self.groundwork.total_sum_of_squares
        return 1 - self.fits[k].wcss / total if total > 0 else 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """What differs from the preset, or is estimated, in whole sentences; the description has its own."""
        ground = self.groundwork
        notes = []
        if ground.distinct_points < ground.wanted_ks.stop - 1:
            notes.append(f"K ends at {ground.distinct_points}: {ground.only_so_many}.")
        if any(fit.estimated for fit in self.fits.values()):
            notes.append(
                f"~ estimated: with more than {clustering.EXACT_USERS:,} users each fit is the best of "
                f"{clustering.SAMPLES} that start from samples of {clustering.SAMPLE_USERS:,} users; "
                f"± is how far the worst of them lies above it."
            )
        users = len(ground.scaled.values)
        rows = self.evidence.rows.values()
        if any(row.silhouette is not None and row.silhouette.error is not None for row in rows):
            notes.append(
                f"~ silhouettes are estimated from {SAMPLE_USERS:,} of the {users:,} users; ± is the standard error."
            )
        if users > RESAMPLED_USERS and any(row.resampled for row in rows):
            notes.append(
                f"Gap, prediction strength, stability and restarts are those of a fixed sample of {RESAMPLED_USERS:,} "
                f"of the {users:,} users."
            )
        return tuple(notes)

    def members(self, segment: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions of a segment's users, the nearest to its centre first, and their distances in scaled units."""
        return members(self.groundwork.scaled, self.fit, segment)

    @property
    def knee(self) -> Knee:
        """Where the sweep's curve bends."""
        return find_knee(self.fits, self.groundwork.sweep_ks)

    @property
    def evidence_level(self) -> str:
        """How much evidence there is, as in `core.presets.EVIDENCE`; ``fast`` as long as not all of it is full."""
        evidence = self.evidence.over(self.groundwork.sweep_ks)
        if not evidence.rows:
            return "none"
        return "full" if all(map(evidence.has_all_of, STEPS)) else "fast"

    @property
    def verdict(self) -> Verdict:
        """What the evidence says of the K of the sweep; nothing where none was gathered."""
        return verdict(self.evidence.over(self.groundwork.sweep_ks), self.knee.k)

    def with_k(self, k: int, should_stop: ShouldStop = never_stop) -> Analysis:
        """The same data with another K; only what was not fitted before is fitted."""
        missing = [needed for needed in self.groundwork.ks_for(k) if needed not in self.fits]
        fitted = {needed: self.groundwork.fit(needed, should_stop) for needed in missing}
        evidence = self.evidence
        if evidence.rows:
            points = self.groundwork.scaled.values
            evidence = evidence.with_rows(measured(points, fit, should_stop) for fit in fitted.values())
        return replace(segment(self.groundwork, {**self.fits, **fitted}, k), evidence=evidence)


def segment(groundwork: Groundwork, fits: Mapping[int, KMeansFit], k: int) -> Analysis:
    """The analysis for a K that is among ``fits``."""
    fit, features = fits[k], groundwork.description.features
    rule = groundwork.description.rule
    centres = centres_in_units(groundwork.scaled, fit, groundwork.preset.features)
    segments = []
    for number, centre in enumerate(centres):
        means = feature_means(features, fit, number)
        users = int((fit.labels == number).sum())
        segments.append(Segment(number, users, users / len(features), means, centre, rule.label(means)))
    return Analysis(groundwork, MappingProxyType(dict(fits)), k, tuple(segments))


def analyse(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    k: int | None = None,
    preset: str = NOTEBOOK.name,
    seed: int = DEFAULT_SEED,
    evidence: str = "fast",
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """Open, describe, sweep and segment: the whole way, with the sweep's fits kept.

    ``columns`` and ``items`` are as in `open_dataset`; ``evidence`` is one of `core.presets.EVIDENCE`.

    Raises:
        SegscopeError: the data cannot be read, or K is beyond the distinct points.
        Cancelled: ``should_stop`` said yes.
    """
    chosen = preset_named(preset)
    description = describe_data(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    groundwork = prepare(description, chosen, seed)
    wanted = groundwork.default_k if k is None else k
    fits = {wanted: groundwork.fit(wanted, should_stop)}
    needed = groundwork.ks_for(wanted)
    for number, other in enumerate(needed):
        progress(Progress(f"Fitting K = {other}", number / len(needed)))
        if other not in fits:
            fits[other] = groundwork.fit(other, should_stop)
    analysis = segment(groundwork, fits, wanted)
    log_segments(analysis)
    if evidence == "none":
        return analysis
    points = groundwork.scaled.values
    gathered = gather(points, fits, should_stop)
    if evidence == "full":
        within = gathered.over(groundwork.sweep_ks)
        gathered = gathered.with_rows(resampling(points, fits, within, progress, should_stop))
    return replace(analysis, evidence=gathered)


def log_segments(analysis: Analysis) -> None:
    """Write the figures of the final fit to the log."""
    log_each(logger, log_lines(analysis))


def log_lines(analysis: Analysis) -> list[str]:
    """What the log says of the segments: the notebook's figures of its final fit."""
    fit, segments = analysis.fit, analysis.segments
    return [
        f"Applying K-Means with K={analysis.k}",
        f"Inertia (WCSS): {fit.wcss:.2f}",
        f"Number of iterations: {fit.n_iter}",
        *(f"Cluster {one.id}: {one.users} users ({100 * one.share:.1f}%)" for one in segments),
        *(
            f"Cluster {one.id}: {one.label} (n={one.users}, avg_ratings={one.means['num_ratings']:.1f}, "
            f"avg_val={one.means['avg_rating']:.2f}, std={one.means['std_rating']:.2f})"
            for one in segments
        ),
    ]
