"""The verdict for any points, without a table of ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.clustering.kmeans import KMEANS
from core.errors import UnknownEffortError, UnusablePointsError
from core.evidence.effort import FAST, Effort, effort_named
from core.evidence.verdict import Verdict
from core.points import Points, distinct_points, total_sum_of_squares
from core.presets import DEFAULT_SEED
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.sweep import NOTEBOOK_KS, Sweep, resampling, sweep

if TYPE_CHECKING:
    import pandas as pd


_AS_A_TABLE = "Give a row for each user, a number for each feature."


def verdict_on(
    points: np.ndarray | pd.DataFrame,
    ks: range = NOTEBOOK_KS,
    evidence: str | Effort = FAST,
    seed: int = DEFAULT_SEED,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Verdict:
    """Whether ``points`` (users, features), scaled beside each other as they shall be compared, form groups.

    ``ks`` are the K that are compared, ``evidence`` is ``fast`` or ``full``. K-means is fitted for each K, so that the
    time grows with users × features × the largest K; the tests of structure look at 2,000 users at most.

    Raises:
        UnusablePointsError: the points are no table of finite real numbers, or ``ks`` is no range of whole numbers from
            1 on without steps.
        UnknownEffortError: there is no such effort, or it measures nothing.
        Cancelled: ``should_stop`` said yes.
    """
    effort = effort_named(evidence) if isinstance(evidence, str) else evidence
    if not effort.measures:
        raise UnknownEffortError("Without evidence there is no verdict.", "Evidence can be fast or full here.")
    if not isinstance(ks, range) or ks.step != 1 or not ks or ks.start < 1:
        raise UnusablePointsError(f"{ks!r} cannot be compared.", "Give a range of K, as range(2, 11).")
    values = _values(points)
    known = Sweep(_as_points(values), KMEANS.name, seed, ks)
    first = min(ks.start, known.points.distinct)
    for news in sweep(known, lambda: first, effort=effort, progress=progress, should_stop=should_stop):
        known = known.with_news(news)
    if effort.resamples:
        for measured in resampling(known, effort, progress=progress, should_stop=should_stop):
            known = known.with_news(measured)
    found = known.verdict
    assert found is not None
    return found


def _values(points: np.ndarray | pd.DataFrame) -> np.ndarray:
    if np.ma.isMaskedArray(points) or np.iscomplexobj(points):
        raise UnusablePointsError("The points are masked or complex.", _AS_A_TABLE)
    try:
        values = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UnusablePointsError("The points are not all numbers.", _AS_A_TABLE) from error
    if values.ndim != 2 or not values.size:
        raise UnusablePointsError("The points are no table.", _AS_A_TABLE)
    if not np.isfinite(values).all():
        raise UnusablePointsError("Some points are not finite.", "Leave out users with missing or infinite features.")
    return _of_unit_size(values)


def _of_unit_size(values: np.ndarray) -> np.ndarray:
    """The same points around 0, none farther than 1: squares of very large or small numbers are no numbers any more."""
    near = values / (np.abs(values).max() or 1)
    near -= near.mean(axis=0)
    return np.asarray(near / (np.abs(near).max() or 1))


def _as_points(values: np.ndarray) -> Points:
    features = values.shape[1]
    return Points(
        features=tuple(map(str, range(features))),
        values=values,
        shift=np.zeros(features),
        factor=np.ones(features),
        distinct=distinct_points(values),
        total_sum_of_squares=total_sum_of_squares(values),
    )
