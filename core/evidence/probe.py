"""The probe: the users whom the tests of structure look at, the same for every K."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.evidence.borders import Surroundings, surroundings
from core.evidence.clusterability import Clusterability, clusterability
from core.evidence.crowds import crowds_apart
from core.evidence.dip import untied
from core.evidence.sampling import SEED, sample_positions
from core.progress import ShouldStop, never_stop, raise_if_stopped

USERS = 2_000
"""Of more users a fixed sample of so many is looked at."""


@dataclass(frozen=True, eq=False)
class Probe:
    """``positions`` (sampled,) of the users, their ``points`` (sampled, features) untied, ``crowds`` (sampled,)."""

    positions: np.ndarray
    points: np.ndarray
    surroundings: Surroundings
    crowds: np.ndarray
    clusterability: Clusterability


def probed(points: np.ndarray, should_stop: ShouldStop = never_stop) -> Probe:
    """Look at ``points`` (users, features), before any K.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    positions = sample_positions(len(points), USERS)
    looked_at = untied(points[positions], np.random.default_rng(SEED))
    raise_if_stopped(should_stop)
    around = surroundings(looked_at)
    found = clusterability(looked_at, around, should_stop)
    return Probe(positions, looked_at, around, crowds_apart(looked_at, around), found)
