"""The table of algorithms."""

from __future__ import annotations

from core.clustering.algorithm import Algorithm
from core.clustering.kmeans import KMEANS
from core.clustering.mixture import MIXTURE
from core.errors import UnknownAlgorithmError

ALGORITHMS: dict[str, Algorithm] = {algorithm.name: algorithm for algorithm in (KMEANS, MIXTURE)}
"""Every algorithm that can make the segments, by its name."""


def algorithm_named(name: str) -> Algorithm:
    """The algorithm of that name.

    Raises:
        UnknownAlgorithmError: there is none.
    """
    if name not in ALGORITHMS:
        raise UnknownAlgorithmError(f"There is no algorithm {name!r}.", f"The algorithms are: {', '.join(ALGORITHMS)}.")
    return ALGORITHMS[name]
