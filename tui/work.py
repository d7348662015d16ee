"""What the jobs do: load a dataset, then fit one K after the other, the wanted one always first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui.jobs import Job
from tui.messages import (
    DatasetReady,
    EvidenceFound,
    Exported,
    Matched,
    OffendingFound,
    Prepared,
    Segmented,
    SilhouetteReady,
    Swept,
    UserReady,
)

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.clustering import KMeansFit
    from core.dataset import Dataset
    from core.description import Description
    from core.evidence.evidence import Evidence
    from core.groundwork import Groundwork


def warm_up(job: Job) -> None:
    """Import the slow libraries while the ratings are being counted."""
    from core import heavy

    heavy.kmeans()
    heavy.standard_scaler()


def load(job: Job, path: Path | None, columns: Mapping[str, str], items: Path | None) -> None:
    """Read and describe a dataset (None: the built-in sample)."""
    from core import heavy

    with heavy.importing():
        from core.description import describe_dataset
        from core.opening import open_dataset
        from core.sources.sample import sample_source

    source = sample_source() if path is None else path
    dataset = open_dataset(source, columns=columns, items=items, progress=job.report, should_stop=job.should_stop)
    try:
        description = describe_dataset(dataset, progress=job.report, should_stop=job.should_stop)
    except BaseException:
        dataset.close()
        raise
    job.post(DatasetReady(job, dataset, description))


def find_offending(job: Job, dataset: Dataset) -> None:
    """Look up the first rows that were left out."""
    from core.offending import first_offending

    job.post(OffendingFound(job, first_offending(dataset, progress=job.report, should_stop=job.should_stop)))


def look_up(job: Job, dataset: Dataset, user: str) -> None:
    """Read the ratings of one user."""
    from core.users import user_profile

    job.post(UserReady(job, user_profile(dataset, user, progress=job.report, should_stop=job.should_stop)))


def prepare(job: Job, description: Description, preset: str, seed: int) -> None:
    """Scale the features of the users."""
    from core import groundwork, heavy
    from core.presets import preset_named
    from core.progress import Progress

    job.report(Progress("Starting scikit-learn"))
    heavy.kmeans()
    job.report(Progress("Scaling the features"))
    job.post(Prepared(job, groundwork.prepare(description, preset_named(preset), seed)))


def fit_all(
    job: Job,
    groundwork: Groundwork,
    known: Mapping[int, KMeansFit],
    measured_ks: Collection[int],
    wanted: Callable[[], int],
) -> None:
    """Fit every K of the sweep that is missing, and all below the wanted one, which its colours depend on.

    ``wanted`` is asked again before each fit, so that the K on screen is always the next. Evidence that takes no
    resampling comes with each fit, and for those that have none; ``measured_ks`` have it already.
    """
    from core.analysis import log_segments, segment
    from core.evidence.gathering import measured, one_segment
    from core.knee import knees_by_end
    from core.progress import Progress
    from core.segments import matched_slots

    points = groundwork.scaled.values
    fits, matched = dict(known), set[int]()
    unmeasured = [fit for fit in (one_segment(points), *known.values()) if fit.k not in measured_ks]
    for fit in unmeasured:
        job.post(EvidenceFound(job, [measured(points, fit, job.should_stop)]))
    while (k := _next(groundwork, fits, wanted())) is not None:
        job.report(Progress(f"Fitting K = {k}", len(fits) / max(len(groundwork.sweep_ks), len(fits) + 1)))
        fits[k] = groundwork.fit(k, job.should_stop)
        analysis = segment(groundwork, fits, k)
        if k == wanted():
            log_segments(analysis)
        job.post(Segmented(job, analysis))
        for fitted in sorted(set(fits) - matched):
            slots = matched_slots(fits, fitted)
            if slots is not None:
                matched.add(fitted)
                job.post(Matched(job, fitted, slots))
        job.post(EvidenceFound(job, [measured(points, fits[k], job.should_stop)]))
    job.post(Swept(job, knees_by_end(fits, groundwork.sweep_ks)))


def resample(job: Job, groundwork: Groundwork, fits: Mapping[int, KMeansFit], evidence: Evidence) -> None:
    """Ask every K of the sweep what takes resampling, as far as it was not asked before."""
    from core.evidence.gathering import resampling

    points, ks = groundwork.scaled.values, groundwork.sweep_ks
    for row in resampling(points, fits, evidence.over(ks), job.report, job.should_stop):
        job.post(EvidenceFound(job, [row]))


def silhouettes(job: Job, groundwork: Groundwork, fit: KMeansFit) -> None:
    """The silhouette of every user."""
    from core.evidence.silhouette import silhouette_profile
    from core.progress import Progress

    job.report(Progress(f"Silhouettes of K = {fit.k}"))
    job.post(SilhouetteReady(job, silhouette_profile(groundwork.scaled.values, fit.labels, job.should_stop)))


def export(job: Job, analysis: Analysis, folder: Path, overwrite: bool) -> None:
    """Write everything into a folder."""
    from core import heavy

    with heavy.importing():
        from core.export import files

    paths = files.export(analysis, folder, overwrite=overwrite, progress=job.report, should_stop=job.should_stop)
    job.post(Exported(job, folder, len(paths)))


def _next(groundwork: Groundwork, fits: Mapping[int, KMeansFit], wanted: int) -> int | None:
    if wanted not in fits:
        return wanted
    return next((k for k in groundwork.ks_for(wanted) if k not in fits), None)
