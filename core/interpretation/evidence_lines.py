"""What the evidence says, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.verdict import verdict
from core.evidence.words import STABILITY_LEGEND, knees_in_words, speaks_against, speaks_for
from core.knee import Knee

VERDICT = "Which K?"
"""The heading of these lines."""


def evidence_lines(evidence: Evidence, ks: range, knees: Sequence[Knee], k: int) -> list[str]:
    """The verdict on the K of a range, what speaks for and against one K, the knee, how stable its segments are."""
    lines = []
    if evidence.rows:
        judged = verdict(evidence.over(ks), knees[-1].k if knees else None)
        lines.append(judged.sentence)
        for head, phrases in (
            ("For", speaks_for(evidence, judged, k)),
            ("Against", speaks_against(evidence, k)),
        ):
            if phrases:
                lines.append(f"{head} K = {k}: {'; '.join(phrases)}.")
    return [*lines, knees_in_words(knees), *_stability_lines(evidence, k)]


def _stability_lines(evidence: Evidence, k: int) -> list[str]:
    row = evidence.rows.get(k)
    if row is None or row.jaccard is None:
        return []
    values = ", ".join(f"segment {number} {formats.decimal(value)}" for number, value in enumerate(row.jaccard))
    return [f"Stability (Jaccard): {values}. {STABILITY_LEGEND}."]
