"""Separation: do the segments of a K lie apart, do they come back, and are they the crowds that are there?

Three questions to one K, each of which a cut through a cloud cannot pass:

- *apart*: among users who had no part in making the segments, every two of them have two modes
  (`core.evidence.halving`), and wherever two segments meet it is emptier than behind (`core.evidence.borders`), or the
  segments are the very crowds that a search by density finds. The first alone would take pieces of a ring for groups,
  for their users pile up at the ends of a line through them; the second alone any two neighbours that happen to meet
  at a gap. As all pairs must pass, none needs a stricter bound than 5 %, or 1 % for borders, which are seen in the
  users that the segments were made of.
- *comes back*: the halves predict each other (prediction strength at least 0.8, as its authors advise) by more than
  two standard errors.
- *pure*: no segment holds several of the crowds that HDBSCAN sees; where these are more than the segments, none is
  cut.

The segments are those of the fit, or of more restarts where these find a lower WCSS: evidence shall not rest on a poor
local optimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.clustering.density import NOISE
from core.clustering.matching import adjusted_rand
from core.evidence.borders import EMPTY, border_p_value
from core.evidence.dip import SIGNIFICANT
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.halving import halving
from core.evidence.index import AtOnce, Case, Column, Index, Phrases
from core.evidence.sampling import SEED
from core.evidence.strength import STRONG, PredictionStrength
from core.points import wcss_of

SPLITS = 5
"""Of each K both halves are parted so often."""

_STARTS = 20
_PURE = 0.95
_THE_SAME = 0.95
_LIKELY = 0.2
_ERRORS = 2


@dataclass(frozen=True)
class Separation:
    """``p_value`` is that of one mode in the two least certain segments, ``border_p_value`` that of the least certain
    border. ``purity`` is the share of the users in crowds who are in the crowd that fills most of their segment; where
    there are more crowds than segments, the lowest share of a crowd that lies in one segment. ``likeness`` is the
    adjusted Rand index of segments and crowds, None where there are more crowds; ``one_each`` says whether there are as
    many crowds as segments. Without crowds both are None.
    """

    p_value: float
    border_p_value: float
    strength: PredictionStrength
    purity: float | None = None
    likeness: float | None = None
    one_each: bool = False

    @property
    def has_two_modes(self) -> bool:
        """Whether every two segments have two modes."""
        return self.p_value < SIGNIFICANT

    @property
    def has_empty_borders(self) -> bool:
        """Whether it is emptier wherever two segments meet."""
        return self.border_p_value < EMPTY

    @property
    def are_the_crowds(self) -> bool:
        """Whether the segments are the crowds that a search by density finds."""
        return self.one_each and self.likeness is not None and self.likeness >= _THE_SAME

    @property
    def lies_apart(self) -> bool:
        """Whether all segments lie apart."""
        return self.has_two_modes and (self.has_empty_borders or self.are_the_crowds)

    @property
    def may_lie_apart(self) -> bool:
        """Whether all segments come back and seem to lie apart, by looser bounds that a cut rarely passes together."""
        return self.comes_back and self.p_value < _LIKELY and self.border_p_value < SIGNIFICANT

    @property
    def comes_back(self) -> bool:
        """Whether the halves predict each other, by more than the error of their choice."""
        return self.strength.mean - _ERRORS * self.strength.error >= STRONG

    @property
    def is_pure(self) -> bool:
        """Whether no segment holds several crowds, and none cuts one of more crowds than segments."""
        return self.purity is None or self.purity >= _PURE


def separation(case: Case) -> Separation | None:
    """How a partition of more than one segment does; None where it has one, or there are too few users to tell."""
    probe, k = case.probe, case.partition.k
    if k < 2 or case.is_exhausted:
        return None
    halves = halving(probe.points, k, case.repeat, splits=SPLITS, seed=SEED, should_stop=case.should_stop)
    if halves is None:
        return None
    labels = _best_labels(case)
    return Separation(
        halves.p_value,
        border_p_value(probe.surroundings, labels),
        halves.strength,
        *_against_crowds(labels, probe.crowds, k),
    )


def _best_labels(case: Case) -> np.ndarray:
    """The segments of the users who are looked at, of the partition or of more restarts, whichever is better."""
    probe, k = case.probe, case.partition.k
    looked_at = case.points[probe.positions]
    labels: np.ndarray = case.partition.labels[probe.positions]
    if not case.partition.is_of_nearest_centres:
        return labels
    restarted = case.repeat(looked_at, k, SEED, _STARTS)
    return labels if wcss_of(looked_at, labels) <= restarted.wcss else restarted.labels


def _against_crowds(labels: np.ndarray, crowds: np.ndarray, k: int) -> tuple[float | None, float | None, bool]:
    """Purity and likeness, and whether there is a crowd for each segment."""
    in_crowd, number = crowds != NOISE, int(crowds.max()) + 1
    if number < 2:
        return None, None, False
    shared = np.zeros((k, number))
    np.add.at(shared, (labels[in_crowd], crowds[in_crowd]), 1)
    if number > k:
        return float((shared.max(axis=0) / shared.sum(axis=0)).min()), None, False
    likeness = adjusted_rand(labels[in_crowd], crowds[in_crowd])
    return float(shared.max(axis=1).sum() / shared.sum()), likeness, number == k


def _supports(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(SEPARATION)
    return "its segments lie apart" if found is not None and found.lies_apart else ""


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    found = row.value(SEPARATION)
    if found is None:
        return ""
    if found.lies_apart:
        return "" if found.is_pure else "its segments cut across the crowds that a search by density finds"
    if not found.has_two_modes:
        two = "two of its segments" if row.k > 2 else "the two"
        return f"{two} may be one crowd, cut in two"
    return "it is about as crowded where two of its segments meet as within them"


def _json(row: KEvidence) -> dict[str, Any]:
    found = row.value(SEPARATION)
    return {
        "lies_apart": None if found is None else found.lies_apart,
        "one_mode_p_value": None if found is None else found.p_value,
        "border_p_value": None if found is None else found.border_p_value,
        "halves_strength": None if found is None else found.strength.mean,
        "halves_strength_error": None if found is None else found.strength.error,
        "crowd_purity": None if found is None else found.purity,
    }


SEPARATION: Index[Separation] = Index(
    name="separation",
    title="the borders",
    explanation="do all its segments lie apart, also among users held back",
    measurement=AtOnce(separation),
    column=Column("apart", "apart", lambda found: "yes" if found.lies_apart else "no"),
    json=_json,
    phrases=Phrases(supports=_supports, opposes=_opposes),
)
