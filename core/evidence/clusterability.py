"""Clusterability: do the users form groups at all? Asked of the points alone, before any K and of no algorithm.

Each of a number of users, a *viewer*, looks at the distances to the others: whoever sees two crowds, a near and a far
one, sees a distribution with two modes. Dip-means (Kalogeratos and Likas 2012) splits a cluster on such viewers. The
users are also looked at along their leading principal components (Adolfsson, Ackerman and Brownstein 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.evidence.borders import Surroundings
from core.evidence.dip import SIGNIFICANT, dip_p_value
from core.evidence.directions import falls_apart, leading_components
from core.evidence.sampling import sample_positions
from core.progress import ShouldStop, never_stop, raise_if_stopped

VIEWERS = 1_000
"""At most so many users look, at one another."""

_CHUNK = 100


@dataclass(frozen=True)
class Clusterability:
    """``viewers_split`` is the share, 0 to 1, of the ``viewers`` who see more than one crowd.

    These are the viewers whose dip is significant with 5 % false discoveries (Benjamini and Hochberg 1995).
    ``falls_apart`` says whether the users fall apart along a feature or component. ``component_p``, the p-value of one
    mode along the leading principal components, the lowest times their number, is for information alone.
    """

    viewers_split: float
    viewers: int
    component_p: float
    falls_apart: bool

    @property
    def has_groups(self) -> bool:
        """Whether any viewer sees more than one crowd, or the users fall apart."""
        return self.viewers_split > 0 or self.falls_apart


def clusterability(points: np.ndarray, around: Surroundings, should_stop: ShouldStop = never_stop) -> Clusterability:
    """Whether ``points`` (users, features) with these surroundings form groups; at most `VIEWERS` users look.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    seen = points[sample_positions(len(points), VIEWERS)]
    split = _share_found(_views(seen, should_stop))
    return Clusterability(split, len(seen), _component_p(points), falls_apart(points, around))


def _views(points: np.ndarray, should_stop: ShouldStop) -> np.ndarray:
    """The p-value of one mode for what each user sees, shape (users,)."""
    from scipy.spatial.distance import cdist

    p_values = np.empty(len(points))
    for start in range(0, len(points), _CHUNK):
        raise_if_stopped(should_stop)
        for viewer, distances in enumerate(cdist(points[start : start + _CHUNK], points), start):
            p_values[viewer] = dip_p_value(np.delete(distances, viewer))
    return p_values


def _share_found(p_values: np.ndarray) -> float:
    """The share of the hypotheses that Benjamini and Hochberg's procedure rejects."""
    ranks = np.arange(1, len(p_values) + 1)
    below = np.flatnonzero(np.sort(p_values) <= SIGNIFICANT * ranks / len(p_values))
    return float(ranks[below[-1]] / len(p_values)) if len(below) else 0.0


def _component_p(points: np.ndarray) -> float:
    leading = leading_components(points)
    return min(1.0, len(leading) * min(dip_p_value(points @ axis) for axis in leading))
