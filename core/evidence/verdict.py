"""The verdict: what each index chooses, whether there are groups at all, and one plain sentence. This is the rule.

Choices. Each index chooses as its paper says: the knee of the WCSS curve; the highest mean silhouette and
Caliński–Harabasz index, the lowest Davies–Bouldin index; the gap by the paper's stop rule, which may choose 1; the
largest K that is predicted with a strength of 0.8. An index that is undefined, or not computed
for every K, chooses nothing.

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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core import formats
from core.evidence.evidence import GAP, STRENGTH, Evidence, KEvidence
from core.evidence.gap import Gap, first_se_max, paper_rule
from core.evidence.prediction import STRONG
from core.evidence.stability import VALID

_SMALLEST_K = 2

CLEAR, WEAK, NONE = "clear", "weak", "none"
INDEX_NAMES = {
    "knee": "the knee",
    "silhouette": "silhouette",
    "calinski_harabasz": "Caliński–Harabasz",
    "davies_bouldin": "Davies–Bouldin",
    "gap": "the gap",
    "prediction_strength": "prediction strength",
}
"""The indices that choose a K, and what they are called."""

SIGNIFICANT = 0.05
SUBSTANTIAL_SILHOUETTE = 0.25
REASONABLE_SILHOUETTE = 0.5
FEWEST_USERS = 20
"""Of fewer, no cut has enough users beside it to tell whether it is a valley."""

TINY_SHARE, TINY_USERS = 0.01, 5
"""A segment with less than this share of the users, or fewer users, is tiny."""


@dataclass(frozen=True)
class Verdict:
    """``choices`` has a K, or None, for each of `INDEX_NAMES`; ``recommended_k`` is None without structure.

    ``gap_first_se_max`` is what the gap chooses by R's default rule, beside the paper's in ``choices``.
    """

    choices: Mapping[str, int | None]
    recommended_k: int | None
    structure: str
    sentence: str
    gap_first_se_max: int | None


def verdict(evidence: Evidence, knee: int | None) -> Verdict:
    """The verdict on the evidence, by the rule above."""
    rows = [row for row in evidence.rows.values() if row.k > 1]
    one = evidence.rows.get(1)
    gaps = _gaps(list(evidence.rows.values())) if evidence.has_all_of(GAP) else []
    choices = {
        "knee": knee,
        "silhouette": _best(rows, lambda row: None if row.silhouette is None else row.silhouette.mean),
        "calinski_harabasz": _best(rows, lambda row: row.calinski_harabasz),
        "davies_bouldin": _best(rows, lambda row: None if row.davies_bouldin is None else -row.davies_bouldin),
        "gap": paper_rule([gap.value for gap in gaps], [gap.error for gap in gaps]),
        "prediction_strength": _strength_choice(rows) if evidence.has_all_of(STRENGTH) else None,
    }
    passing = [row.k for row in rows if _is_clear(row, one)]
    structure, recommended = NONE, None
    if passing:
        structure, recommended = CLEAR, max(passing)
    elif (choices["gap"] or 1) > 1 or any(lies_apart(row) or _is_predicted_group(row, one) for row in rows):
        structure, recommended = WEAK, _most_chosen(choices, evidence)
    return Verdict(
        choices,
        recommended,
        structure,
        _sentence(structure, recommended, choices, evidence),
        first_se_max([gap.value for gap in gaps], [gap.error for gap in gaps]) if len(gaps) > 1 else None,
    )


def lies_apart(row: KEvidence) -> bool:
    """Whether there are valleys between all neighbouring segments of a K."""
    if row.densest_cut is None or row.silhouette is None:
        return False
    return row.densest_cut.p_value < SIGNIFICANT and row.silhouette.mean > SUBSTANTIAL_SILHOUETTE


def beats_one_cloud(row: KEvidence, one: KEvidence | None) -> bool | None:
    """Whether the gap of a K exceeds that of a single segment by more than its error; None where it is not known."""
    if row.gap is None or one is None or one.gap is None:
        return None
    return row.gap.value - row.gap.error > one.gap.value


def _is_predicted_group(row: KEvidence, one: KEvidence | None) -> bool:
    strong = row.prediction_strength is not None and row.prediction_strength.mean >= STRONG
    return strong and beats_one_cloud(row, one) is True


def is_tiny(users: int, of: int) -> bool:
    """Whether a segment is too small to say much about."""
    return users < TINY_USERS or users < TINY_SHARE * of


def _is_clear(row: KEvidence, one: KEvidence | None) -> bool:
    if not lies_apart(row) or row.silhouette is None or row.silhouette.mean <= REASONABLE_SILHOUETTE:
        return False
    return (
        beats_one_cloud(row, one) is not False
        and (row.prediction_strength is None or row.prediction_strength.mean >= STRONG)
        and (row.jaccard is None or min(row.jaccard) >= VALID)
    )


def _best(rows: Sequence[KEvidence], index: Callable[[KEvidence], float | None]) -> int | None:
    found = [(value, row.k) for row in rows if (value := index(row)) is not None]
    return max(found, key=lambda pair: (pair[0], -pair[1]))[1] if found else None


def _gaps(rows: Sequence[KEvidence]) -> list[Gap]:
    """The gaps for K = 1, 2, … without a break."""
    gaps: list[Gap] = []
    for row in rows:
        if row.gap is None or row.k != len(gaps) + 1:
            break
        gaps.append(row.gap)
    return gaps


def _strength_choice(rows: Sequence[KEvidence]) -> int | None:
    strong = [row.k for row in rows if row.prediction_strength and row.prediction_strength.mean >= STRONG]
    if not strong and rows and rows[0].k > _SMALLEST_K:
        return None
    return max(strong, default=1) if any(row.prediction_strength for row in rows) else None


def _most_chosen(choices: Mapping[str, int | None], evidence: Evidence) -> int | None:
    votes = Counter(k for k in choices.values() if k is not None and k > 1)

    def rank(k: int) -> tuple[int, float]:
        row = evidence.rows.get(k)
        return votes[k], row.silhouette.mean if row is not None and row.silhouette is not None else -1.0

    return max(sorted(votes), key=rank, default=None)


def _sentence(structure: str, recommended: int | None, choices: Mapping[str, int | None], evidence: Evidence) -> str:
    """The verdict in words, with who chose what, who could not choose, and who was not asked."""
    opening = {
        CLEAR: f"Clear structure: {recommended} segments lie apart.",
        WEAK: f"Weak structure: there are groups, but no clear borders; K = {recommended} is chosen most.",
        NONE: _no_structure(evidence),
    }[structure]
    by_k: dict[int, list[str]] = {}
    for index, k in choices.items():
        if k is not None:
            by_k.setdefault(k, []).append(INDEX_NAMES[index])
    chosen = "; ".join(
        f"{formats.listed(names)} {'say' if len(names) > 1 else 'says'} {k}" for k, names in sorted(by_k.items())
    )
    silent = [index for index, k in choices.items() if k is None]
    not_asked = [INDEX_NAMES[i] for i in silent if i in _STEPS and not evidence.has_all_of(_STEPS[i])]
    undecided = [INDEX_NAMES[index] for index in silent if INDEX_NAMES[index] not in not_asked]
    sentences = [opening]
    if chosen:
        sentences.append(f"{chosen[0].upper()}{chosen[1:]}.")
    if undecided:
        sentences.append(f"No choice by {formats.listed(undecided)}.")
    users = evidence.rows[1].smallest_segment if 1 in evidence.rows else 0
    tiny = [
        str(row.k) for row in evidence.rows.values() if users and row.k > 1 and is_tiny(row.smallest_segment, users)
    ]
    if tiny:
        sentences.append(f"A segment is tiny at K = {formats.listed(tiny)}.")
    if not_asked:
        begun = any(row.resampled for row in evidence.rows.values())
        sentences.append(f"{'Not yet computed' if begun else 'Not computed'}: {formats.listed(not_asked)}.")
    return " ".join(sentences)


def _no_structure(evidence: Evidence) -> str:
    ks = [k for k in evidence.rows if k > 1]
    if not ks:
        return "Nothing to part: all users are alike in these features."
    users = evidence.rows[1].smallest_segment if 1 in evidence.rows else FEWEST_USERS
    if users < FEWEST_USERS:
        return f"Too few users to tell: {formats.counted(users, 'user')}."
    if evidence.rows[ks[-1]].densest_cut is None:
        return f"The users differ in only {ks[-1]} ways: that many segments hold one kind each."
    among = f"among K = {ks[0]} to {ks[-1]}" if len(ks) > 1 else f"at K = {ks[0]}"
    if evidence.has_all_of(GAP):
        return f"No clear structure {among}: a continuum, any K is a convenience cut."
    return f"No clear structure {among}, as far as it shows without resampling: no segments that lie apart."


_STEPS = {"gap": GAP, "prediction_strength": STRENGTH}
"""The indices that take resampling, by the step that computes them."""
