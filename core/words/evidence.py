"""The evidence in words: what speaks for and against one K, and what the table of the evidence shows."""

from __future__ import annotations

from collections.abc import Sequence

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.indices import INDICES, evidence_columns
from core.evidence.knee import Knee
from core.evidence.verdict import Verdict, lies_apart
from core.words.knees import knees_in_words

VERDICT = "Which K?"
"""The heading of `evidence_lines`."""

CHOSEN = "*"
"""Marks the K that the index of a column chooses."""


def evidence_lines(evidence: Evidence, verdict: Verdict | None, knees: Sequence[Knee], k: int) -> list[str]:
    """The verdict, what speaks for and against one K, the knee, and what is known of the segments of that K.

    ``knees`` are those for every end of the range; ``verdict`` is None where there is none.
    """
    lines = []
    if verdict is not None:
        lines.append(verdict.sentence)
        for head, phrases in (
            ("For", speaks_for(evidence, verdict, k)),
            ("Against", speaks_against(evidence, k)),
        ):
            if phrases:
                lines.append(f"{head} K = {k}: {'; '.join(phrases)}.")
    return [*lines, knees_in_words(knees), *_details(evidence, k)]


def speaks_for(evidence: Evidence, verdict: Verdict, k: int) -> list[str]:
    """What speaks for one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None:
        return []
    choosing = [INDICES[name].title for name, choice in verdict.choices.items() if choice == k]
    found = [f"chosen by {formats.listed(choosing)}"] if choosing else []
    if lies_apart(row):
        found.append("there are valleys between its segments")
    phrases = [index.phrases.supports(row, evidence) for index in INDICES.values()]
    return [*found, *filter(None, phrases)]


def speaks_against(evidence: Evidence, k: int) -> list[str]:
    """What speaks against one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None or k < 2:
        return []
    phrases = [index.phrases.opposes(row, evidence) for index in INDICES.values()]
    return list(filter(None, phrases))


def legend() -> str:
    """What every column of the evidence table tells."""
    return "; ".join(f"{column.head}: {index.explanation}" for index, column in evidence_columns()) + "."


def _details(evidence: Evidence, k: int) -> list[str]:
    row = evidence.rows.get(k)
    return [] if row is None else list(filter(None, (index.phrases.details(row) for index in INDICES.values())))
