"""The evidence in words: the verdict with its reasons, and what speaks for and against one K."""

from __future__ import annotations

from collections.abc import Sequence

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.indices import INDICES, evidence_columns
from core.evidence.knee import Knee
from core.evidence.verdict import NONE, Verdict
from core.words.knees import knees_in_words
from core.words.verdict import NO, YES, Reason, verdict_answer, verdict_reasons

VERDICT = "Which K?"
"""The heading of `evidence_lines`."""

CHOSEN = "*"
"""Marks the K that the index of a column chooses."""


def evidence_lines(evidence: Evidence, verdict: Verdict | None, knees: Sequence[Knee], k: int) -> list[str]:
    """The verdict with its reasons, what speaks for and against one K, and what is known of the segments of that K.

    ``knees`` are those for every end of the range; ``verdict`` is None where there is none.
    """
    if verdict is None:
        return about_k(evidence, None, knees, k)
    reasons = map(str, verdict_reasons(verdict, evidence))
    return [verdict_answer(verdict, evidence), *reasons, *about_k(evidence, verdict, knees, k)]


def about_k(evidence: Evidence, verdict: Verdict | None, knees: Sequence[Knee], k: int) -> list[str]:
    """What speaks for and against one K, the knee, and what is known of the segments of that K."""
    lines = []
    if verdict is not None:
        sides = ("For", speaks_for(evidence, verdict, k)), ("Against", speaks_against(evidence, k))
        lines = [f"{head} K = {k}: {'; '.join(phrases)}." for head, phrases in sides if phrases]
    return [*lines, *facts_on_k(evidence, knees, k)]


def facts_on_k(evidence: Evidence, knees: Sequence[Knee], k: int) -> list[str]:
    """The knee where one was looked for, and what is known of the segments of one K."""
    row = evidence.rows.get(k)
    details = [] if row is None else [index.phrases.details(row) for index in INDICES.values()]
    return [*([knees_in_words(knees)] if knees else []), *filter(None, details)]


def reasons_on_k(evidence: Evidence, verdict: Verdict, k: int) -> tuple[Reason, ...]:
    """What speaks for and against one K, a line each."""
    return (
        *(Reason(YES, phrase) for phrase in speaks_for(evidence, verdict, k)),
        *(Reason(NO, phrase) for phrase in speaks_against(evidence, k)),
    )


def speaks_for(evidence: Evidence, verdict: Verdict, k: int) -> list[str]:
    """What speaks for one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None:
        return []
    choosing = [INDICES[name].title for name, choice in verdict.choices.items() if choice == k]
    found = [f"{formats.listed(choosing)} {'choose' if len(choosing) > 1 else 'chooses'} it"] if choosing else []
    if k == 1 and verdict.structure == NONE:
        found.append("no other K shows groups")
    phrases = [index.phrases.supports(row, evidence) for index in INDICES.values()]
    return [*found, *filter(None, phrases)]


def speaks_against(evidence: Evidence, k: int) -> list[str]:
    """What speaks against one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None or k < 2:
        return []
    phrases = [index.phrases.opposes(row, evidence) for index in INDICES.values()]
    return list(filter(None, phrases))


def marked(cell: str, *, is_chosen: bool) -> str:
    """A cell with the mark where its index chooses this K; an index without a value there marks nothing."""
    return cell + (CHOSEN if is_chosen and cell != formats.UNDEFINED else " ")


def legend() -> str:
    """What every column of the evidence table tells."""
    return "; ".join(f"{column.head}: {index.explanation}" for index, column in evidence_columns()) + "."
