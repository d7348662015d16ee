"""Restarts: how much the outcome of K-means depends on where it starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.clustering import lloyd
from core.progress import ShouldStop, never_stop, raise_if_stopped

RESTARTS = 30
_BY_MORE_THAN = 1e-6


@dataclass(frozen=True)
class Restarts:
    """``spread`` is how far the WCSS of the worst start lies above the best, as a share of it; ``improved`` whether one
    of these starts found a lower WCSS than the fit at hand.
    """

    spread: float
    improved: bool


def restart_spread(
    points: np.ndarray, k: int, wcss: float, *, seed: int = 0, should_stop: ShouldStop = never_stop
) -> Restarts | None:
    """What `RESTARTS` single starts make of ``points`` (users, features); None where the WCSS is zero."""
    if wcss <= 0:
        return None
    found = []
    for number in range(RESTARTS):
        raise_if_stopped(should_stop)
        found.append(lloyd(points, k, seed + number, n_init=1).wcss)
    best, worst = float(np.min(found)), float(np.max(found))
    return Restarts(worst / min(best, wcss) - 1, best < wcss * (1 - _BY_MORE_THAN))
