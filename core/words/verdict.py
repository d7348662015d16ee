"""The verdict in words: one short answer, then what was asked and what it said, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core import formats
from core.evidence.evidence import Evidence
from core.evidence.gap import GAP
from core.evidence.indices import INDICES, resampled_indices
from core.evidence.separation import Separation
from core.evidence.smallest import users_of
from core.evidence.verdict import (
    CLEAR,
    CONTINUUM,
    MORE_THAN_COMPARED,
    NOT_ROUND,
    TOO_FEW_USERS,
    WEAK,
    Verdict,
    comes_back,
    has_necks,
    holds_one_kind_each,
    separations,
)

YES, NO, UNDECIDED = "✓", "✗", "~"
"""What an answer begins with."""


_FEWEST_TO_CHOOSE_FROM = 2


@dataclass(frozen=True)
class Reason:
    """One question to the users, and in which direction it was answered: ``sign`` is `YES`, `NO` or `UNDECIDED`."""

    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


def verdict_answer(verdict: Verdict, evidence: Evidence) -> str:
    """The verdict in one short sentence."""
    k = verdict.recommended_k
    if verdict.structure == CLEAR:
        return f"Clear: {k} segments lie apart."
    if verdict.structure != WEAK:
        return _no_structure(verdict, evidence)
    if verdict.structure_kind == MORE_THAN_COMPARED:
        return "There are more groups than the K that were compared."
    if verdict.structure_kind == NOT_ROUND:
        return f"There are groups, but {verdict.parted_by} cuts across them."
    fewest = min((one for one in evidence.rows if one > 1), default=2)
    if k is None and evidence.probe is not None and 1 < evidence.probe.crowds.max() + 1 < fewest:
        return "There are fewer groups than the K that were compared."
    best = "no K shows them well" if k is None else f"K = {k} shows them best"
    return f"Weak: there are groups that overlap or differ in width; {best}."


def verdict_reasons(verdict: Verdict, evidence: Evidence) -> tuple[Reason, ...]:
    """What was asked, and what it said, as one would argue: structure first, then which K."""
    found = separations(evidence)
    asked = [
        *_seen(verdict),
        _apart(found),
        *_necks(evidence, found),
        _come_back(evidence, found, verdict.recommended_k),
        *_pure(found),
    ]
    warnings = (index.phrases.warning(evidence) for index in INDICES.values())
    return (
        *(asked if found else []),
        *_gap(verdict),
        *_others(verdict, evidence),
        *(Reason(UNDECIDED, text[0].lower() + text[1:].rstrip(".")) for text in warnings if text),
        *_silent(evidence),
    )


def verdict_sentence(verdict: Verdict, evidence: Evidence) -> str:
    """All of it, one sentence after the other."""
    reasons = (f"{reason.text[0].upper()}{reason.text[1:]}." for reason in verdict_reasons(verdict, evidence))
    return " ".join((verdict_answer(verdict, evidence), *reasons))


def _no_structure(verdict: Verdict, evidence: Evidence) -> str:
    one, ks = evidence.rows.get(1), [k for k in evidence.rows if k > 1]
    if one is not None and one.wcss == 0:
        return "Nothing to part: all users are alike in these features."
    if not ks:
        return "No K was compared."
    if verdict.structure_kind == TOO_FEW_USERS:
        return f"Too few users to tell: {formats.counted(users_of(evidence) or 0, 'user')}{_features(evidence)}."
    if holds_one_kind_each(evidence):
        return f"The users differ in only {ks[-1]} ways: that many segments hold one kind each."
    return "No clear structure: any K is a convenience cut."


def _features(evidence: Evidence) -> str:
    features = 0 if evidence.probe is None else evidence.probe.points.shape[1]
    return f" in {formats.counted(features, 'feature')}" if features else ""


def _seen(verdict: Verdict) -> Iterator[Reason]:
    """What is seen before any K."""
    seen = verdict.clusterability
    if seen is None:
        return
    split, viewers = round(seen.viewers_split * seen.viewers), formats.counted(seen.viewers, "user")
    how_many, see = "none" if split == 0 else formats.count(split), "see" if split > 1 else "sees"
    yield Reason(YES if split else NO, f"{how_many} of {viewers} {see} two crowds around them (dip test)")
    if seen.falls_apart:
        yield Reason(YES, "the users fall apart along a feature or a principal component")


def _apart(found: Mapping[int, Separation]) -> Reason:
    apart = [k for k, one in found.items() if one.lies_apart]
    if apart:
        return Reason(YES, f"all segments lie apart at {_ks(apart)}")
    perhaps = [k for k, one in found.items() if one.may_lie_apart]
    if perhaps:
        return Reason(UNDECIDED, f"all segments seem to lie apart at {_ks(perhaps)}, by looser tests")
    return Reason(NO, "at no K do all segments lie apart")


def _necks(evidence: Evidence, found: Mapping[int, Separation]) -> Iterator[Reason]:
    necks = [k for k, one in found.items() if not one.lies_apart and has_necks(evidence.rows[k])]
    if necks:
        yield Reason(YES, f"where segments touch at {_ks(necks)} there is a neck")


def _come_back(evidence: Evidence, found: Mapping[int, Separation], best: int | None) -> Reason:
    back = [k for k in found if comes_back(evidence.rows[k])]
    perhaps = [k for k, one in found.items() if one.strength.is_strong and k not in back]
    others = [k for k in found if k not in back and k not in perhaps]
    if not back and not perhaps:
        return Reason(NO, "at every K one half of the users would part the other otherwise")
    said = [
        *([f"alike at {_ks(back)}"] if back else []),
        *([f"perhaps alike at {_ks(perhaps)}"] if perhaps else []),
        *([f"otherwise at {_ks(others)}"] if others else []),
    ]
    return Reason(YES if best in back else UNDECIDED, f"one half of the users parts the other {', '.join(said)}")


def _pure(found: Mapping[int, Separation]) -> Iterator[Reason]:
    compared = [k for k, one in found.items() if one.purity is not None]
    mixed = [k for k in compared if not found[k].is_pure]
    if mixed:
        yield Reason(NO, f"at {_ks(mixed)} the segments cut across the crowds that a search by density finds")
    elif compared:
        yield Reason(YES, f"at {_ks(compared)} no segment cuts across the crowds that a search by density finds")


def _gap(verdict: Verdict) -> Iterator[Reason]:
    k = verdict.choices.get(GAP.name)
    if k == 1:
        yield Reason(NO, "the gap says 1: the users are no tighter than a cloud without groups")
    elif k is not None:
        sign = YES if k == verdict.recommended_k else UNDECIDED
        yield Reason(sign, f"the gap says {k}: tighter than an evenly filled cloud")


def _others(verdict: Verdict, evidence: Evidence) -> Iterator[Reason]:
    """Which of the other indices, which name a K for every cloud, choose which."""
    if len([k for k in evidence.rows if k > 1]) < _FEWEST_TO_CHOOSE_FROM:
        return
    by_k: dict[int, list[str]] = {}
    for name, k in verdict.choices.items():
        if k is not None and name != GAP.name:
            by_k.setdefault(k, []).append(INDICES[name].title)
    said = [f"{formats.listed(titles)} {_verb(titles)} {k}" for k, titles in sorted(by_k.items())]
    if said:
        yield Reason(YES if set(by_k) == {verdict.recommended_k} else UNDECIDED, "; ".join(said))


def _silent(evidence: Evidence) -> Iterator[Reason]:
    rows = evidence.rows.values()
    missing = [
        index.title
        for index, _ in resampled_indices()
        if index.choose is not None and any(index.concerns(row.k) and index.name not in row.asked for row in rows)
    ]
    if missing:
        begun = any(row.resampled for row in rows)
        yield Reason(UNDECIDED, f"{'not yet computed' if begun else 'not computed'}: {formats.listed(missing)}")


def _verb(titles: Sequence[str]) -> str:
    return "say" if len(titles) > 1 else "says"


def _ks(ks: Sequence[int]) -> str:
    return f"K = {formats.ranges(ks)}"


def verdict_on_k(verdict: Verdict, k: int) -> str:
    """What the verdict says of one K in a few words; empty where it recommends this one."""
    best = verdict.recommended_k
    if best == k and verdict.structure_kind != MORE_THAN_COMPARED:
        return ""
    if k == 1:
        return "" if best is None else f"{best} segments show more"
    if verdict.structure == CLEAR:
        return f"{best} segments lie apart, not {k}"
    if verdict.structure != WEAK:
        return "a convenience cut: there is no clear structure" if verdict.structure_kind == CONTINUUM else ""
    if verdict.structure_kind == NOT_ROUND:
        return f"there are groups, but {verdict.parted_by} cuts across them"
    if verdict.structure_kind == MORE_THAN_COMPARED:
        return "there are more groups than the K that were compared"
    return "no K shows the groups well" if best is None else f"K = {best} shows the groups better"


def verdict_in_brief(verdict: Verdict, k: int) -> str:
    """The same in two or three words; of a K that is recommended how well it is supported."""
    if k == verdict.recommended_k and verdict.structure_kind != MORE_THAN_COMPARED:
        return "they lie apart" if verdict.structure == CLEAR else "best supported"
    if not verdict_on_k(verdict, k):
        return ""
    kinds = {CONTINUUM: "a convenience cut", NOT_ROUND: "cuts across groups", MORE_THAN_COMPARED: "more groups"}
    found = kinds.get(verdict.structure_kind or "")
    return found or ("groups overlap" if verdict.recommended_k is None else f"better: K = {verdict.recommended_k}")
