"""The knee in words."""

from __future__ import annotations

from collections.abc import Sequence

from core import formats
from core.evidence.knee import Knee


def knees_in_words(knees: Sequence[Knee]) -> str:
    """Where the knee is, the range it was taken over, and how it moves when the range ends earlier."""
    if not knees or knees[-1].last < knees[-1].first + 2:
        return "No knee: it takes at least three K."
    last = knees[-1]
    over = f"K = {last.first} to {last.last}"
    found = f"Knee at K = {last.k} over {over}" if last.k is not None else f"No knee over {over}"
    others = {knee.k for knee in knees[:-1]} - {last.k}
    moved = [*map(str, sorted(k for k in others if k is not None)), *(["nowhere"] if None in others else [])]
    return f"{found}; at {formats.listed(moved, 'or')} where K ends earlier." if moved else f"{found}."
