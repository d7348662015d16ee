"""Two segmentations of the same users, compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.analysis import Analysis
from core.comparison.common import in_common
from core.comparison.flow import Flow, flow_between
from core.comparison.tree import Tree, tree_of
from core.errors import ComparisonError


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """``flow`` is that of the users who are in both; they stand at these ``positions`` in either.

    ``tree`` is that of the first, up to the larger K where the second is the same with another K.
    """

    first: Analysis
    second: Analysis
    positions: tuple[np.ndarray, np.ndarray]
    flow: Flow
    tree: Tree

    def __repr__(self) -> str:
        return f"Comparison({self.first!r}, {self.second!r})"

    @property
    def is_of_two_k(self) -> bool:
        """Whether both are the same but for K."""
        return _are_of_one_sweep(self.first, self.second)

    @property
    def only_in_first(self) -> int:
        """How many users the second leaves out."""
        return len(self.first.points) - self.flow.users

    @property
    def only_in_second(self) -> int:
        """How many users the first leaves out."""
        return len(self.second.points) - self.flow.users

    def members(self, first: int, second: int) -> np.ndarray:
        """Where the users (n,) who are in both of these segments stand in the first analysis."""
        here, there = self.positions
        both = (self.first.partition.labels[here] == first) & (self.second.partition.labels[there] == second)
        return np.asarray(here[both])


def compare(first: Analysis, second: Analysis) -> Comparison:
    """How two segmentations part the same users.

    Raises:
        ComparisonError: they have no user in common.
    """
    here, there = in_common(first.description.features.ids, second.description.features.ids)
    if not len(here):
        raise ComparisonError("The two have no user in common.", "Compare segmentations of the same users.")
    labels, others = first.partition.labels[here], second.partition.labels[there]
    larger = second if _are_of_one_sweep(first, second) and second.k > first.k else first
    return Comparison(
        first,
        second,
        (here, there),
        flow_between(labels, others, (first.k, second.k)),
        tree_of(larger.sweep.partitions, larger.k),
    )


def _are_of_one_sweep(first: Analysis, second: Analysis) -> bool:
    return first.sweep.points is second.sweep.points and first.sweep.algorithm == second.sweep.algorithm
