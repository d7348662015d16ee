"""How evidence is gathered: at once what needs no resampling, then step by step what does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from core.clustering import KMeansFit, is_zero, lloyd, total_sum_of_squares
from core.evidence.dispersion import calinski_harabasz, davies_bouldin
from core.evidence.evidence import GAP, RESTARTS, STABILITY, STRENGTH, Evidence, KEvidence
from core.evidence.gap import gap_at
from core.evidence.prediction import prediction_strength
from core.evidence.restarts import restart_spread
from core.evidence.silhouette import mean_silhouette, squared_silhouette, stratified_sample
from core.evidence.stability import jaccard_stability
from core.evidence.valleys import densest_cut
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop

RESAMPLED_USERS = 5_000
"""With more users, what takes resampling runs on a fixed sample of so many."""

_SEED = 0


def measured(points: np.ndarray, fit: KMeansFit, should_stop: ShouldStop = never_stop) -> KEvidence:
    """What can be said of a fit of ``points`` (users, features) without resampling.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    total = total_sum_of_squares(points)
    rest = not is_zero(fit.wcss, total)
    return KEvidence(
        k=fit.k,
        wcss=fit.wcss,
        explained_share=1 - fit.wcss / total if total > 0 else 0.0,
        smallest_segment=int(np.bincount(fit.labels).min()),
        silhouette=mean_silhouette(points, fit.labels, should_stop),
        silhouette_squared=squared_silhouette(points, fit.labels),
        calinski_harabasz=calinski_harabasz(points, fit.labels) if rest else None,
        davies_bouldin=davies_bouldin(points, fit.labels) if rest else None,
        densest_cut=densest_cut(points, fit.labels, fit.centres) if rest else None,
    )


def one_segment(points: np.ndarray) -> KMeansFit:
    """The fit of K = 1: what the gap statistic compares every other K with."""
    return KMeansFit(
        k=1,
        labels=np.zeros(len(points), dtype=np.int32),
        centres=points.mean(axis=0, keepdims=True),
        wcss=total_sum_of_squares(points),
        n_iter=1,
    )


def gather(points: np.ndarray, fits: Mapping[int, KMeansFit], should_stop: ShouldStop = never_stop) -> Evidence:
    """What needs no resampling, for K = 1 and every K of ``fits``.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    every = {1: one_segment(points), **fits}
    return Evidence().with_rows(measured(points, fit, should_stop) for fit in every.values())


def resampling(
    points: np.ndarray,
    fits: Mapping[int, KMeansFit],
    evidence: Evidence,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[KEvidence]:
    """One row after the other with a step more: the gap for every K, then prediction strength, stability, restarts.

    Steps that a row has already are left out.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    rows, every = dict(evidence.rows), {1: one_segment(points), **fits}
    todo = [(step, k) for step in STEPS for k in rows if step not in rows[k].resampled and (k > 1 or step == GAP)]
    for number, (step, k) in enumerate(todo):
        progress(Progress(f"{step}, K = {k}", number / len(todo)))
        row = STEPS[step](points, every[k], rows[k], should_stop)
        rows[k] = replace(row, resampled=row.resampled | {step})
        yield rows[k]


def _sample(points: np.ndarray) -> np.ndarray:
    if len(points) <= RESAMPLED_USERS:
        return points
    chosen = np.random.default_rng(_SEED).choice(len(points), RESAMPLED_USERS, replace=False)
    return points[np.sort(chosen)]


def _sample_with_wcss(points: np.ndarray, row: KEvidence) -> tuple[np.ndarray, float] | None:
    """The users that are resampled and their WCSS at a row's K; None where that is nothing but rounding."""
    sample = _sample(points)
    total = total_sum_of_squares(sample)
    if row.k == 1:
        wcss = total
    elif len(sample) < len(points):
        wcss = lloyd(sample, row.k, _SEED).wcss
    else:
        wcss = row.wcss
    return None if is_zero(wcss, total) else (sample, wcss)


def _with_gap(points: np.ndarray, fit: KMeansFit, row: KEvidence, should_stop: ShouldStop) -> KEvidence:
    found = _sample_with_wcss(points, row)
    if found is None:
        return row
    sample, wcss = found
    return replace(row, gap=gap_at(sample, row.k, wcss, seed=_SEED, should_stop=should_stop))


def _with_strength(points: np.ndarray, fit: KMeansFit, row: KEvidence, should_stop: ShouldStop) -> KEvidence:
    strength = prediction_strength(_sample(points), row.k, seed=_SEED, should_stop=should_stop)
    return replace(row, prediction_strength=strength)


def _with_stability(points: np.ndarray, fit: KMeansFit, row: KEvidence, should_stop: ShouldStop) -> KEvidence:
    labels = fit.labels
    if len(points) > RESAMPLED_USERS:
        chosen = stratified_sample(labels, RESAMPLED_USERS)
        points, labels = points[chosen], labels[chosen]
    return replace(row, jaccard=jaccard_stability(points, labels, seed=_SEED, should_stop=should_stop))


def _with_restarts(points: np.ndarray, fit: KMeansFit, row: KEvidence, should_stop: ShouldStop) -> KEvidence:
    found = _sample_with_wcss(points, row)
    if found is None:
        return row
    sample, wcss = found
    return replace(row, restarts=restart_spread(sample, row.k, wcss, seed=_SEED, should_stop=should_stop))


STEPS: dict[str, Callable[[np.ndarray, KMeansFit, KEvidence, ShouldStop], KEvidence]] = {
    GAP: _with_gap,
    STRENGTH: _with_strength,
    STABILITY: _with_stability,
    RESTARTS: _with_restarts,
}
"""What takes resampling, in the order in which it is done."""
