"""The WCSS of the users whom resampling looks at."""

from __future__ import annotations

import numpy as np

from core.evidence.index import Case
from core.evidence.sampling import SEED, sample_of
from core.points import is_zero, total_sum_of_squares

_STARTS = 10


def sample_with_wcss(case: Case, users: int) -> tuple[np.ndarray, float] | None:
    """At most ``users`` users and their WCSS at the K of a case; None where that is nothing but rounding."""
    sample, k = sample_of(case.points, users), case.partition.k
    total = total_sum_of_squares(sample)
    if k == 1:
        wcss = total
    elif len(sample) < len(case.points):
        wcss = case.repeat(sample, k, SEED, _STARTS).wcss
    else:
        wcss = case.partition.wcss
    return None if is_zero(wcss, total) else (sample, wcss)
