"""The dip test: does a line of values have one mode, or more?

Hartigan and Hartigan (1985), by the package ``diptest``: the largest distance between the distribution of the values
and the nearest one with a single mode; its p-value is that of uniform values, the hardest case with one mode.
"""

from __future__ import annotations

import numpy as np

SIGNIFICANT = 0.05
"""Below this p-value values are held to have more than one mode."""

_FEWEST = 4


def dip_p_value(values: np.ndarray) -> float:
    """The p-value of one mode; 1 where there are too few values (users,) to tell."""
    from diptest import diptest

    if len(values) < _FEWEST:
        return 1.0
    return float(diptest(np.ascontiguousarray(values, dtype=np.float64))[1])


def untied(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """``points`` (users, features) with equal values spread evenly over the usual distance to the next one.

    A scale with few steps has a mode at each; that is no sign of groups.
    """
    spread = points.astype(np.float64)
    for column in spread.T:
        values, places, counts = np.unique(column, return_inverse=True, return_counts=True)
        if 1 < len(values) < len(column):
            tied = counts[places] > 1
            column[tied] += np.median(np.diff(values)) * random.uniform(-0.5, 0.5, int(tied.sum()))
    return spread
