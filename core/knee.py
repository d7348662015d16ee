"""The knee of the WCSS curve, by kneed (Satopaa et al. 2011)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.clustering import KMeansFit


@dataclass(frozen=True)
class Knee:
    """Where the curve bends most, None where it does not, and the range of K that was looked at: it moves with it."""

    k: int | None
    first: int
    last: int


def knees_by_end(fits: Mapping[int, KMeansFit], ks: range) -> tuple[Knee, ...]:
    """The knee for every earlier end of the range, and last of the whole: how much it depends on where one stops."""
    earlier = (find_knee(fits, range(ks.start, last + 1)) for last in ks[2:-1])
    return (*earlier, find_knee(fits, ks))


def find_knee(fits: Mapping[int, KMeansFit], ks: range) -> Knee:
    """The knee of the WCSS over the K of ``ks`` that were fitted."""
    fitted = [k for k in ks if k in fits]
    first, last = (fitted[0], fitted[-1]) if fitted else (ks.start, ks.start)
    if len(fitted) < 3:
        return Knee(None, first, last)
    from kneed import KneeLocator

    wcss = [fits[k].wcss for k in fitted]
    found = KneeLocator(fitted, wcss, curve="convex", direction="decreasing").knee
    return Knee(None if found is None else int(found), first, last)
