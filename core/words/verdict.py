"""The verdict in one plain sentence after the other."""

from __future__ import annotations

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.indices import INDICES, resampled_indices
from core.evidence.smallest import users_of
from core.evidence.verdict import (
    CLEAR,
    WEAK,
    Verdict,
    has_too_few_users,
    holds_one_kind_each,
    is_compared_with_one_cloud,
)


def verdict_sentence(verdict: Verdict, evidence: Evidence) -> str:
    """The verdict in words, with who chose what, who could not choose, and who was not asked."""
    silent = [name for name, k in verdict.choices.items() if k is None]
    missing = {index.name for index, _ in resampled_indices() if not evidence.has_all_of(index)}
    undecided = [INDICES[name].title for name in silent if name not in missing]
    not_asked = [INDICES[name].title for name in silent if name in missing]
    begun = any(row.resampled for row in evidence.rows.values())
    sentences = [
        _opening(verdict, evidence),
        _choices(verdict),
        f"No choice by {formats.listed(undecided)}." if undecided else "",
        *(index.phrases.warning(evidence) for index in INDICES.values()),
        f"{'Not yet computed' if begun else 'Not computed'}: {formats.listed(not_asked)}." if not_asked else "",
    ]
    return " ".join(filter(None, sentences))


def _opening(verdict: Verdict, evidence: Evidence) -> str:
    if verdict.structure == CLEAR:
        return f"Clear structure: {verdict.recommended_k} segments lie apart."
    if verdict.structure == WEAK:
        return f"Weak structure: there are groups, but no clear borders; K = {verdict.recommended_k} is chosen most."
    return _no_structure(evidence)


def _no_structure(evidence: Evidence) -> str:
    ks = [k for k in evidence.rows if k > 1]
    if not ks:
        return "Nothing to part: all users are alike in these features."
    if has_too_few_users(evidence):
        return f"Too few users to tell: {formats.counted(users_of(evidence) or 0, 'user')}."
    if holds_one_kind_each(evidence.rows[ks[-1]]):
        return f"The users differ in only {ks[-1]} ways: that many segments hold one kind each."
    among = f"among K = {ks[0]} to {ks[-1]}" if len(ks) > 1 else f"at K = {ks[0]}"
    if is_compared_with_one_cloud(evidence):
        return f"No clear structure {among}: a continuum, any K is a convenience cut."
    return f"No clear structure {among}, as far as it shows without resampling: no segments that lie apart."


def _choices(verdict: Verdict) -> str:
    """Which indices choose which K."""
    by_k: dict[int, list[str]] = {}
    for name, k in verdict.choices.items():
        if k is not None:
            by_k.setdefault(k, []).append(INDICES[name].title)
    said = "; ".join(
        f"{formats.listed(titles)} {'say' if len(titles) > 1 else 'says'} {k}" for k, titles in sorted(by_k.items())
    )
    return f"{said[0].upper()}{said[1:]}." if said else ""
