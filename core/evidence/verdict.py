"""The verdict: what each index chooses, and whether there are groups at all. This is the rule.

Choices. Each index chooses as its paper says: the knee of the WCSS curve; the highest mean silhouette and
Caliński–Harabasz index, the lowest Davies–Bouldin index; the gap by the paper's stop rule, which may choose 1; the
largest K that is predicted with a strength of 0.8. An index that is undefined, or not computed for every K, chooses
nothing.

Structure. What tells groups from a continuum that was cut is a valley: users are rarer at the cut than in the groups.
A K *lies apart* where each cut is less than half as dense as the thinner of the two segments beside it (one-sided
binomial test at 5 %, so that a few outliers are no group), and its mean silhouette is above 0.25, below which Kaufman
and Rousseeuw (1990) see no substantial structure.

- *clear*: some K lies apart, has a mean silhouette above 0.5 (a reasonable structure, Kaufman and Rousseeuw), and
  passes every test that was computed: its gap exceeds that of one single cloud by more than its standard error, its
  prediction strength is at least 0.8 (Tibshirani and Walther 2005), each of its segments at least 0.75 stable (valid,
  Hennig 2007).
- *weak*: not clear, but some K lies apart, or the gap statistic chooses more than one segment, or some K has a gap
  that exceeds that of one cloud by more than its error and a prediction strength of at least 0.8 (the stop rule can
  stop at 1 though more segments fit far better).
- *none*: neither. Any K is a convenience cut.

Why so: silhouette, Caliński–Harabasz, Davies–Bouldin and the knee choose some K for every cloud, prediction strength
and stability reward a cut of a long or skewed cloud; none of them alone can say that there are groups. One half for the
valley: two equal Gaussian groups are as dense between them as that when they lie about 3.5 standard deviations apart,
while the evenly filled cells that K-means makes of a plane without groups are about 0.64 as dense at their borders.

Recommended K. Of a clear structure the largest K that passes: all its segments lie apart, and more would cut one of
them. Of a weak one the K above 1 that most indices choose, the higher silhouette among equals. Without structure none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.evidence.evidence import Evidence, KEvidence
from core.evidence.gap import GAP, beats_one_cloud, first_se_max, gaps_of
from core.evidence.indices import INDICES
from core.evidence.knee import KNEE
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.silhouette import REASONABLE, SILHOUETTE, SUBSTANTIAL
from core.evidence.smallest import users_of
from core.evidence.stability import STABILITY, VALID
from core.evidence.valleys import VALLEYS

CLEAR, WEAK, NONE = "clear", "weak", "none"

FEWEST_USERS = 20
"""Of fewer, no cut has enough users beside it to tell whether it is a valley."""


@dataclass(frozen=True)
class Verdict:
    """``choices`` has a K, or None, for each index that can choose; ``recommended_k`` is None without structure.

    ``sentence`` is all of it in words, as far as it was put in words. ``gap_first_se_max`` is what the gap chooses by
    R's default rule, beside the paper's in ``choices``.
    """

    choices: Mapping[str, int | None]
    recommended_k: int | None
    structure: str
    sentence: str = ""
    gap_first_se_max: int | None = None


def verdict(evidence: Evidence, knee: int | None) -> Verdict:
    """The verdict on the evidence, by the rule above; the knee was found with the sweep."""
    rows = [row for row in evidence.rows.values() if row.k > 1]
    gaps = gaps_of(evidence)
    chosen = {index.name: index.choose(evidence) for index in INDICES.values() if index.choose is not None}
    choices = {KNEE.name: knee, **chosen}
    passing = [row.k for row in rows if _is_clear(row, evidence)]
    structure, recommended = NONE, None
    if passing:
        structure, recommended = CLEAR, max(passing)
    elif (choices[GAP.name] or 1) > 1 or any(lies_apart(row) or _is_predicted_group(row, evidence) for row in rows):
        structure, recommended = WEAK, _most_chosen(choices, evidence)
    return Verdict(
        choices=choices,
        recommended_k=recommended,
        structure=structure,
        gap_first_se_max=first_se_max([gap.value for gap in gaps], [gap.error for gap in gaps])
        if len(gaps) > 1
        else None,
    )


def lies_apart(row: KEvidence) -> bool:
    """Whether there are valleys between all neighbouring segments of a K."""
    cut, silhouette = row.value(VALLEYS), row.value(SILHOUETTE)
    return cut is not None and cut.is_valley and silhouette is not None and silhouette.mean > SUBSTANTIAL


def has_too_few_users(evidence: Evidence) -> bool:
    """Whether there are too few users to tell anything."""
    users = users_of(evidence)
    return users is not None and users < FEWEST_USERS


def holds_one_kind_each(row: KEvidence) -> bool:
    """Whether each segment of a K above 1 holds one kind of users, with nothing within to compare a cut with."""
    return row.value(VALLEYS) is None


def is_compared_with_one_cloud(evidence: Evidence) -> bool:
    """Whether it is known how clouds without groups would fare."""
    return evidence.has_all_of(GAP)


def _is_predicted_group(row: KEvidence, evidence: Evidence) -> bool:
    strength = row.value(PREDICTION_STRENGTH)
    return strength is not None and strength.is_strong and beats_one_cloud(row, evidence) is True


def _is_clear(row: KEvidence, evidence: Evidence) -> bool:
    silhouette, strength, stability = row.value(SILHOUETTE), row.value(PREDICTION_STRENGTH), row.value(STABILITY)
    if not lies_apart(row) or silhouette is None or silhouette.mean <= REASONABLE:
        return False
    return (
        beats_one_cloud(row, evidence) is not False
        and (strength is None or strength.is_strong)
        and (stability is None or min(stability) >= VALID)
    )


def _most_chosen(choices: Mapping[str, int | None], evidence: Evidence) -> int | None:
    votes = Counter(k for k in choices.values() if k is not None and k > 1)

    def rank(k: int) -> tuple[int, float]:
        row = evidence.rows.get(k)
        silhouette = None if row is None else row.value(SILHOUETTE)
        return votes[k], -1.0 if silhouette is None else silhouette.mean

    return max(sorted(votes), key=rank, default=None)
