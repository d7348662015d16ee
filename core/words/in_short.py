"""What one would tell a superior: how many kinds of users, who they are, how sure that is, what to be careful with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core import formats
from core.evidence.choice import Because
from core.evidence.smallest import is_tiny
from core.evidence.stability import VALID
from core.evidence.verdict import CLEAR, CONTINUUM, MORE_THAN_COMPARED, TOO_FEW_USERS, Verdict
from core.words.verdict import verdict_on_k

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.segments.portrait import Portrait, Portraits

_ALL_COME_BACK = "All segments come back when users are drawn again."

_MOST_NAMED = 4
_FEW_NAMED = 3

_MANY_TIMES, _LARGE_SHARE = 3, 0.2
"""A segment's share of the ratings is said once more where it is so many times that of the users, and so large."""


def in_short(analysis: Analysis, portraits: Portraits) -> str:
    """A paragraph of four to six short sentences; of many segments the largest few are named: by their name, else
    by the label of the contrast rule.
    """
    known = portraits.seen_with(analysis.evidence, analysis.verdict).segments
    seen = [replace(one, brief=analysis.names.get(one.id, one.brief)) for one in known]
    whom = "these users" if analysis.description.left_out_users else "the users"
    return " ".join(
        sentence
        for sentence in (
            _how_many(analysis),
            _left_out(analysis),
            *(_who(seen, whom) if analysis.points.distinct > 1 else []),
            _who_gives_most(seen),
            _how_sure(seen, _were_chosen_for_that(analysis)),
            _careful(seen),
        )
        if sentence
    )


def _how_many(analysis: Analysis) -> str:
    users, k = _users(analysis), analysis.k
    if len(analysis.points) == 1:
        return f"There is one {users.removeprefix('1 ')}."
    if analysis.points.distinct == 1:
        return f"The {users} are all alike in these features."
    if k == 1:
        return f"The {users} are taken as one segment."
    return f"The {users} {_fall_into(analysis.verdict, k)}."


def _users(analysis: Analysis) -> str:
    """``22 users with 30 or more ratings`` where others are left out."""
    users = formats.counted(len(analysis.points), "user")
    if not analysis.description.left_out_users:
        return users
    return f"{users} with {formats.count(analysis.preset.min_ratings)} or more ratings"


def _left_out(analysis: Analysis) -> str:
    number = analysis.description.left_out_users
    verb = "is" if number == 1 else "are"
    return f"{formats.counted(number, 'user')} with fewer ratings {verb} left out." if number else ""


def _fall_into(verdict: Verdict | None, k: int) -> str:
    if verdict is None:
        return f"are parted into {k} segments; whether there are groups was not asked"
    if verdict.recommended_k == k and verdict.structure_kind != MORE_THAN_COMPARED:
        return f"fall into {k} clear kinds" if verdict.structure == CLEAR else f"fall into {k} kinds that overlap"
    if verdict.structure_kind == CONTINUUM:
        return f"do not fall into clear groups: any K is a convenience cut, and so are these {k} segments"
    if verdict.structure_kind == TOO_FEW_USERS:
        return f"are too few to tell whether there are groups; they are parted into {k} segments"
    why = verdict_on_k(verdict, k)
    return f"are parted into {k} segments; {why}" if why else f"are parted into {k} segments"


def _who(portraits: Sequence[Portrait], whom: str) -> list[str]:
    """The segments with their shares of the users, and of all ratings, the largest first; of many those that hold most
    of both.
    """
    if len(portraits) == 1:
        return [portraits[0].sentence]
    ordered = sorted(portraits, key=lambda one: -one.users)
    by_both = sorted(ordered[1:], key=lambda one: -one.users / one.of - one.ratings_share)
    few = {ordered[0].id, *(one.id for one in by_both[: _FEW_NAMED - 1])}
    named = ordered if len(ordered) <= _MOST_NAMED else [one for one in ordered if one.id in few]
    shares = [(_name(one), _percent(one.users / one.of), _percent(one.ratings_share)) for one in named]
    if rest := [one for one in ordered if one not in named]:
        users, ratings = sum(one.users for one in rest) / rest[0].of, sum(one.ratings_share for one in rest)
        shares.append((f"the {len(rest)} others", _percent(users), _percent(ratings)))
    in_full = [f"{users} of {whom} and {ratings} of all ratings" for _, users, ratings in shares]
    in_brief = [f"{users} and {ratings}" for _, users, ratings in shares]
    largest, *others = [name for name, _, _ in shares]
    said = [f"{name} with {held}" for name, held in zip(others, [in_full[1], *in_brief[2:]], strict=True)]
    come = "comes" if len(said) == 1 else "come"
    return [f"The largest, {largest}, holds {in_full[0]}.", f"Then {come} {formats.listed(said)}."]


def _who_gives_most(portraits: Sequence[Portrait]) -> str:
    many = [one for one in portraits if one.ratings_share >= max(_LARGE_SHARE, _MANY_TIMES * one.users / one.of)]
    if not many:
        return ""
    most = max(many, key=lambda one: one.ratings_share / one.users)
    users = formats.counted(most.users, "user")
    return f"{users} ({_percent(most.users / most.of)}) gave {_percent(most.ratings_share)} of all ratings."


def _were_chosen_for_that(analysis: Analysis) -> bool:
    """Whether this K was taken because its segments come back."""
    chosen = analysis.study.chosen
    return chosen is not None and chosen.k == analysis.k and chosen.because is Because.COMES_BACK


def _how_sure(portraits: Sequence[Portrait], come_back: bool) -> str:
    if len(portraits) == 1:
        return ""
    if come_back and all(one.stability is None for one in portraits):
        return _ALL_COME_BACK
    if all(one.stability is None for one in portraits):
        return "Whether the segments come back when users are drawn again is not known."
    doubtful = [one for one in portraits if one.stability is not None and one.stability < VALID]
    if not doubtful:
        return _ALL_COME_BACK
    if len(doubtful) > _FEW_NAMED:
        return f"{len(doubtful)} of the {len(portraits)} segments do not come back when users are drawn again."
    return f"{_names(doubtful)} may not come back when users are drawn again."


def _careful(portraits: Sequence[Portrait]) -> str:
    if len(portraits) == 1:
        return ""
    tiny = [one for one in portraits if is_tiny(one.users, one.of)]
    outlying = [one for one in portraits if one.outlying and one not in tiny]
    found = [
        *([_counted(tiny, "is tiny", "are tiny")] if tiny else []),
        *([_counted(outlying, "holds outliers only", "hold outliers only")] if outlying else []),
    ]
    return f"Be careful: {formats.listed(found)}." if found else ""


def _counted(portraits: Sequence[Portrait], one: str, several: str) -> str:
    if len(portraits) > _FEW_NAMED:
        return f"{len(portraits)} segments {several}"
    return f"{_names(portraits)} {one if len(portraits) == 1 else several}"


def _names(portraits: Sequence[Portrait]) -> str:
    return formats.listed([_name(one) for one in portraits])


def _name(portrait: Portrait) -> str:
    return f"“{portrait.brief}”"


def _percent(share: float) -> str:
    """Without decimals, unless that would say nothing."""
    return formats.percent(share, 0 if share >= 0.01 or share == 0 else 1)
