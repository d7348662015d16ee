"""The knee of the WCSS curve, by kneed (Satopaa et al. 2011)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.evidence.index import Curve, Index
from core.heavy import knee_locator


@dataclass(frozen=True)
class Knee:
    """Where the curve bends most, None where it does not, and the range of K that was looked at: it moves with it."""

    k: int | None
    first: int
    last: int


def knees_by_end(wcss: Mapping[int, float], ks: range) -> tuple[Knee, ...]:
    """The knee for every earlier end of the range, and last of the whole: how much it depends on where one stops."""
    earlier = (find_knee(wcss, range(ks.start, last + 1)) for last in ks[2:-1])
    return (*earlier, find_knee(wcss, ks))


def find_knee(wcss: Mapping[int, float], ks: range) -> Knee:
    """The knee over those K of ``ks`` of which the WCSS is known."""
    known = [k for k in ks if k in wcss]
    first, last = (known[0], known[-1]) if known else (ks.start, ks.start)
    if len(known) < 3:
        return Knee(None, first, last)
    found = knee_locator()(known, [wcss[k] for k in known], curve="convex", direction="decreasing").knee
    return Knee(None if found is None else int(found), first, last)


KNEE: Index[None] = Index(
    name="knee",
    title="the knee",
    explanation="where the WCSS stops falling steeply",
    curve=Curve("WCSS (within-cluster sum of squares)", lambda row: row.wcss if row.k > 1 else None),
)
"""It has no value at a K: it is found once for a whole sweep."""
