"""How evidence is gathered: at once what takes no resampling, then index by index what does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np

from core.clustering.algorithm import Algorithm
from core.clustering.partition import Partition, one_segment
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import AtOnce, Case, Index
from core.evidence.indices import INDICES, resampled_indices
from core.evidence.probe import Probe
from core.points import explained_share
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop


def measured(
    points: np.ndarray, partition: Partition, probe: Probe, algorithm: Algorithm, should_stop: ShouldStop = never_stop
) -> KEvidence:
    """What can be said at once of a partition of ``points`` (users, features), which the algorithm made.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    case = Case(points, partition, probe, algorithm.repeat(partition), should_stop)
    return KEvidence(
        k=partition.k,
        wcss=partition.wcss,
        explained_share=explained_share(partition.wcss, case.total_sum_of_squares),
        values={
            index.name: index.measurement.measure(case)
            for index in INDICES.values()
            if isinstance(index.measurement, AtOnce)
        },
    )


def resampling(
    points: np.ndarray,
    partitions: Mapping[int, Partition],
    evidence: Evidence,
    algorithm: Algorithm,
    effort: Effort,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[KEvidence]:
    """One row after the other with an index more: an index for every K, then the next.

    An index that was asked of a K already is left out. Of more users than the effort names, a sample is resampled.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    if evidence.probe is None:
        return
    rows, every = dict(evidence.rows), {1: one_segment(points), **partitions}
    todo = [
        (index, measurement, k)
        for index, measurement in resampled_indices()
        for k in rows
        if measurement.draws(effort) and index.concerns(k) and index.name not in rows[k].asked
    ]
    work = [measurement.work(k, effort) for _, measurement, k in todo]
    for (index, measurement, k), done in zip(todo, accumulate(work, initial=0.0), strict=False):
        progress(Progress(f"{measurement.task}, K = {k}", done / sum(work)))
        case = Case(points, every[k], evidence.probe, algorithm.repeat(every[k]), should_stop)
        value = measurement.measure(case, effort)
        rows[k] = _with_resampled(rows[k], index, value, effort, len(points))
        yield rows[k]


def _with_resampled(row: KEvidence, index: Index[Any], value: object, effort: Effort, users: int) -> KEvidence:
    """The row with what one index says; it has the effort's name once nothing is left to ask."""
    values = {**row.values, index.name: value}
    asked = (one for one, way in resampled_indices() if way.draws(effort))
    left = any(one.concerns(row.k) and one.name not in values for one in asked)
    return replace(
        row,
        values=values,
        resampled=row.resampled | {index.name},
        sampled_users=effort.users if users > effort.users else None,
        effort=row.effort if left else effort.name,
    )
