"""Whether a feature is so skewed that it reads better on a logarithmic axis."""

from __future__ import annotations

import numpy as np

_SKEWED = 2.0


def reads_better_as_log(values: np.ndarray) -> bool:
    """Whether the values (users,) are all above 0, have a skewness above 2, and their logarithms one nearer to 0."""
    if not values.min() > 0:
        return False
    skewness = _skewness(values)
    return skewness > _SKEWED and abs(_skewness(np.log(values))) < skewness


def _skewness(values: np.ndarray) -> float:
    """The third standardised moment; 0 where all values are one."""
    deviations = values - values.mean()
    spread = deviations.std()
    return float(np.mean((deviations / spread) ** 3)) if spread > 0 else 0.0
