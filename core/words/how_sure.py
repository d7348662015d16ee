"""How sure a segment is, in a few words, and what to be careful with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.index import Index
from core.evidence.silhouette import REASONABLE, SILHOUETTE, SUBSTANTIAL
from core.evidence.smallest import is_tiny
from core.evidence.stability import PATTERN, STABILITY, STABLE, VALID
from core.evidence.verdict import Verdict
from core.words.verdict import verdict_in_brief


@dataclass(frozen=True)
class Known:
    """What is known of a segment: its users and those of all, its stability and silhouette where they were computed,
    and the title of a feature in which all its users are outliers, empty where there is none. ``sampled`` has the names
    of the indices that are those of a sample.
    """

    users: int
    of: int
    stability: float | None
    silhouette: float | None
    outlying: str
    sampled: frozenset[str] = frozenset()

    def written(self, index: Index[Any], value: float) -> str:
        """``0.33``, or ``~ 0.33`` of a sample."""
        return formats.about(value) if index.name in self.sampled else formats.decimal(value)


def sampled(evidence: Evidence, k: int) -> frozenset[str]:
    """Which of stability and silhouette are those of a sample of the users."""
    row = evidence.rows.get(k)
    if row is None:
        return frozenset()
    width = row.value(SILHOUETTE)
    stability = [STABILITY.name] if row.sampled_users is not None else []
    return frozenset([*stability, *([SILHOUETTE.name] if width is not None and width.error is not None else [])])


def stabilities(evidence: Evidence, k: int) -> tuple[float | None, ...]:
    """The stability of each segment, None where it is not known."""
    row = evidence.rows.get(k)
    values = None if row is None else row.value(STABILITY)
    return (None,) * k if values is None else values


def silhouettes(evidence: Evidence, k: int) -> tuple[float | None, ...]:
    """The mean silhouette of each segment, None where it is not known."""
    row = evidence.rows.get(k)
    found = None if row is None else row.value(SILHOUETTE)
    return (None,) * k if found is None else found.by_segment


def how_sure(known: Known, k: int, verdict: Verdict | None) -> str:
    """A few words, empty where nothing is known: ``comes back (0.91), touches others (silhouette 0.33)``."""
    parts = (
        "tiny" if is_tiny(known.users, known.of) else "",
        _stability(known),
        "" if k == 1 else _silhouette(known),
        "" if verdict is None else verdict_in_brief(verdict, k),
    )
    return ", ".join(filter(None, parts))


def cautions(known: Known) -> tuple[str, ...]:
    """What to be careful with, a sentence each."""
    found = (
        f"Only {formats.counted(known.users, 'user')}: too few to say much about."
        if is_tiny(known.users, known.of)
        else "",
        f"Outliers only: in {known.outlying} all of them lie farther from the middle half of all users than three "
        "times its width (Tukey's outer fences)."
        if known.outlying
        else "",
        _unstable(known),
        "On average its users are nearer to another segment." if (known.silhouette or 0) < 0 else "",
    )
    return tuple(filter(None, found))


def _stability(known: Known) -> str:
    jaccard = known.stability
    if jaccard is None:
        return ""
    bands = (STABLE, "comes back"), (VALID, "mostly comes back"), (PATTERN, "comes back in part")
    words = next((words for bound, words in bands if jaccard >= bound), "does not come back")
    return f"{words} ({known.written(STABILITY, jaccard)})"


def _silhouette(known: Known) -> str:
    width = known.silhouette
    if width is None:
        return ""
    bands = (REASONABLE, "lies apart"), (SUBSTANTIAL, "touches others")
    words = next((words for bound, words in bands if width > bound), "blends into others")
    return f"{words} (silhouette {known.written(SILHOUETTE, width)})"


def _unstable(known: Known) -> str:
    jaccard = known.stability
    if jaccard is None or jaccard >= VALID:
        return ""
    written = f"When users are drawn again (Jaccard {known.written(STABILITY, jaccard)})"
    if jaccard >= PATTERN:
        return f"{written} it is doubtful who belongs to it."
    return f"{written} it does not come back: do not build on it."
