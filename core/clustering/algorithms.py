"""The table of algorithms."""

from __future__ import annotations

from core.clustering.algorithm import Algorithm
from core.clustering.kmeans import KMEANS

ALGORITHMS: dict[str, Algorithm] = {algorithm.name: algorithm for algorithm in (KMEANS,)}
"""Every algorithm by its name."""
