"""The verdict: whether there are groups at all, and then which K shows them. This is the rule.

Structure first. Whether there are groups is asked of the users before any K (`core.evidence.clusterability`), and of
each K by tests that a cut through a cloud cannot pass (`core.evidence.separation`): its segments *lie apart*, they
*come back* among other users, and they are *pure*. Indices that name a K for every cloud (silhouette,
Caliński–Harabasz, Davies–Bouldin, the knee) have no say in it, nor have the gap and a mixture, which long tails
mislead.

- *clear*, kind *round*: some K lies apart, comes back and is pure, and no larger one has two modes and comes back.
- *weak*: there are groups, but no K gives them for certain. They are more than compared, where the last K still lies
  apart and does not come back, or its segments have two modes and there are more crowds; not round, where a search by
  density sees crowds that K-means gives at no K; otherwise of unequal width, or they overlap.
- *none*: neither. A continuum, unless there are too few users to tell: fewer than 20, or than 10 for each feature.

There are groups where a viewer sees two crowds; where the users fall apart along a direction; where some K lies apart
and is predicted by halves; where it comes back and seems to lie apart by looser bounds on both tests, which a cut
passes one time in a hundred if they are independent; or where its segments have two modes, come back, and meet at
necks (a valley on the line between their centres, though not in how crowded it is; `core.evidence.valleys`).

Recommended K. The largest that passes every test, or that has two modes and comes back: more would cut one of its
segments. Of a weak structure without one the largest that lies apart and is predicted by halves, that has two modes
and is predicted, that may lie apart, or that lies apart, in this order; none where the groups are not round. Without
structure none.

Fast and full evidence answer by the same tests. Full evidence can only add: with all splits of prediction strength a K
that the few halves left in doubt may come back after all.

Choices. Each index chooses as its paper says: the knee of the WCSS curve; the highest mean silhouette and
Caliński–Harabasz index, the lowest Davies–Bouldin index; the gap by the paper's stop rule, which may choose 1; the
largest K that is predicted with a strength of 0.8. An index that is undefined, or not computed for every K, chooses
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.evidence.clusterability import Clusterability
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.gap import first_se_max, gaps_of
from core.evidence.indices import INDICES
from core.evidence.knee import KNEE
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.probe import Probe
from core.evidence.separation import SEPARATION, Separation
from core.evidence.smallest import users_of
from core.evidence.valleys import VALLEYS

CLEAR, WEAK, NONE = "clear", "weak", "none"

ROUND, OVERLAPPING, NOT_ROUND = "round", "overlapping", "not round"
MORE_THAN_COMPARED, CONTINUUM, TOO_FEW_USERS = "more than compared", "continuum", "too few users"

FEWEST_USERS, FEWEST_USERS_PER_FEATURE = 20, 10
"""Of fewer users nothing can be told that would not also be seen in users without groups."""

_ROUNDING = 1e-20

_ALIKE = 0.8
"""From this adjusted Rand index on segments and crowds are the same groups."""


@dataclass(frozen=True)
class Verdict:
    """``choices`` has a K, or None, for each index that can choose; ``recommended_k`` is None without structure.

    ``structure_kind`` says what kind of groups there are, or why there are none; None where all users are alike.
    ``sentence`` is all of it in words, as far as it was put in words. ``gap_first_se_max`` is what the gap chooses by
    R's default rule, beside the paper's in ``choices``. ``parted_by`` is what makes the segments, in a sentence.
    """

    choices: Mapping[str, int | None]
    recommended_k: int | None
    structure: str
    structure_kind: str | None = None
    clusterability: Clusterability | None = None
    sentence: str = ""
    gap_first_se_max: int | None = None
    parted_by: str = "K-means"


def verdict(evidence: Evidence, knee: int | None) -> Verdict:
    """The verdict on the evidence, by the rule above; the knee was found with the sweep."""
    gaps = gaps_of(evidence)
    chosen = {index.name: index.choose(evidence) for index in INDICES.values() if index.choose is not None}
    structure, kind = _structure(evidence)
    return Verdict(
        choices={KNEE.name: knee, **chosen},
        recommended_k=None if structure == NONE or kind == NOT_ROUND else _recommended(evidence),
        structure=structure,
        structure_kind=kind,
        clusterability=None if evidence.probe is None else evidence.probe.clusterability,
        gap_first_se_max=first_se_max([gap.value for gap in gaps], [gap.error for gap in gaps])
        if len(gaps) > 1
        else None,
    )


def separations(evidence: Evidence) -> dict[int, Separation]:
    """How the segments of each K do, as far as it is known."""
    return {row.k: found for row in evidence.rows.values() if (found := row.value(SEPARATION)) is not None}


def is_clear(row: KEvidence) -> bool:
    """Whether a K passes every test."""
    found = row.value(SEPARATION)
    return found is not None and found.lies_apart and found.is_pure and comes_back(row)


def comes_back(row: KEvidence) -> bool:
    """Whether the segments of a K come back in other users, by the halves or by all splits."""
    found, strength = row.value(SEPARATION), row.value(PREDICTION_STRENGTH)
    return (found is not None and found.comes_back) or (strength is not None and strength.is_strong)


def has_too_few_users(evidence: Evidence) -> bool:
    """Whether there are too few users to tell anything."""
    users = users_of(evidence)
    if users is None:
        return False
    features = 0 if evidence.probe is None else evidence.probe.points.shape[1]
    return users < max(FEWEST_USERS, FEWEST_USERS_PER_FEATURE * features)


def holds_one_kind_each(evidence: Evidence) -> bool:
    """Whether each segment of the last K that was compared holds one kind of users."""
    one, last = evidence.rows.get(1), max(evidence.rows)
    return one is not None and last > 1 and evidence.rows[last].wcss <= _ROUNDING * one.wcss


def _structure(evidence: Evidence) -> tuple[str, str | None]:
    found, probe = separations(evidence), evidence.probe
    if probe is None or not found:
        return NONE, TOO_FEW_USERS if has_too_few_users(evidence) and len(evidence.rows) > 1 else None
    if holds_one_kind_each(evidence):
        return NONE, None
    passing = [row.k for row in evidence.rows.values() if is_clear(row)]
    if not passing and not _has_groups(evidence, found, probe):
        return NONE, TOO_FEW_USERS if has_too_few_users(evidence) else CONTINUUM
    if _are_more_than_compared(evidence, found, probe):
        return WEAK, MORE_THAN_COMPARED
    if passing and max(passing) == max(passing + _touching(evidence, found)):
        return CLEAR, ROUND
    return WEAK, NOT_ROUND if _are_not_round(evidence, found) else OVERLAPPING


def _has_groups(evidence: Evidence, found: Mapping[int, Separation], probe: Probe) -> bool:
    return (
        probe.clusterability.has_groups
        or any(one.may_lie_apart or (one.lies_apart and one.strength.is_strong) for one in found.values())
        or any(has_necks(evidence.rows[k]) for k in found)
    )


def _touching(evidence: Evidence, found: Mapping[int, Separation]) -> list[int]:
    """The K whose segments have two modes and come back, whether or not it is emptier where they meet."""
    return [k for k, one in found.items() if one.has_two_modes and comes_back(evidence.rows[k])]


def has_necks(row: KEvidence) -> bool:
    """Whether segments meet where there is little room rather than few users, as at the corner of two diamonds."""
    found, cut = row.value(SEPARATION), row.value(VALLEYS)
    return found is not None and found.has_two_modes and comes_back(row) and cut is not None and cut.is_valley


def _are_more_than_compared(evidence: Evidence, found: Mapping[int, Separation], probe: Probe) -> bool:
    last = max(found)
    if probe.crowds.max() + 1 > last:
        return found[last].has_two_modes
    return found[last].lies_apart and not comes_back(evidence.rows[last])


def _are_not_round(evidence: Evidence, found: Mapping[int, Separation]) -> bool:
    likenesses = [one.likeness for one in found.values() if one.likeness is not None]
    if not likenesses or max(likenesses) >= _ALIKE:
        return False
    return not any(found[k].purity and found[k].is_pure for k in _touching(evidence, found))


def _recommended(evidence: Evidence) -> int | None:
    found = separations(evidence)
    clear = [row.k for row in evidence.rows.values() if is_clear(row)]
    apart = [k for k, one in found.items() if one.lies_apart]
    predicted = {k for k, one in found.items() if one.strength.is_strong}
    two_modes = [k for k, one in found.items() if one.has_two_modes]
    for ks in (
        clear + _touching(evidence, found),
        [k for k in apart if k in predicted],
        [k for k in two_modes if k in predicted],
        [k for k, one in found.items() if one.may_lie_apart],
        apart,
    ):
        if ks:
            return max(ks)
    return None
