"""What an algorithm is: one way to part points into K segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.clustering.partition import Partition
from core.progress import ShouldStop

Part = Callable[[np.ndarray, int, int, ShouldStop], Partition]
"""The partition of points (users, features) into K, with a seed."""

Repeat = Callable[[np.ndarray, int, int, int], Partition]
"""The same for few points, with a seed and a number of starts, and no word in the log: what resampling repeats."""


class AlgorithmCode(Protocol):
    """An algorithm in Python for the exported notebook, over ``X``, the scaled users, ``SEED``, ``K`` and ``KS``."""

    @property
    def imports(self) -> Sequence[str]:
        """Lines that import what the code needs, beside pandas, numpy and matplotlib."""

    @property
    def about_sweep(self) -> str:
        """What the curve over K shows, in sentences."""

    def sweep(self, partition: Partition) -> str:
        """Code that sets a list with the name of the objective, one for each of ``KS``; the exported segments are those
        of the partition.
        """

    def about_fit(self, partition: Partition) -> str:
        """How the partition comes about, in sentences."""

    def fit(self, partition: Partition) -> Sequence[str]:
        """Lines that give ``users`` the column ``segment``."""

    @property
    def objective(self) -> str:
        """An expression for the objective of that fit."""


@dataclass(frozen=True)
class Objective:
    """What an algorithm makes as small as it can.

    ``name`` stands in files, ``head`` above a column, ``title`` at an axis; ``caption`` says what its curve over K
    shows. ``bends`` says whether it falls with every K, so that its knee tells something; where it does not, ``note``
    is a sentence on that.
    """

    name: str
    head: str
    title: str
    caption: str
    bends: bool = True
    note: str = ""


WCSS = Objective("wcss", "WCSS", "within-cluster sum of squares (WCSS)", "How the sum of squares falls with K")


@dataclass(frozen=True)
class Algorithm:
    """One way to part points.

    ``name`` is what presets and files call it, ``title`` what it is called in words, and ``subject`` in a sentence;
    ``repeat`` gives what resampling repeats of a partition, ``method`` says how one came about, ``code`` does the same
    in a notebook, ``estimation`` is a sentence on estimated partitions, ``objective`` is what the algorithm makes
    small.
    """

    name: str
    title: str
    subject: str
    part: Part
    repeat: Callable[[Partition], Repeat]
    method: Callable[[Partition], str]
    code: AlgorithmCode
    estimation: str = ""
    objective: Objective = WCSS
