"""The evidence in words: how indices are written in tables, and what speaks for and against one K."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core import formats
from core.evidence.evidence import GAP, RESTARTS, STABILITY, STRENGTH, Evidence, KEvidence
from core.evidence.prediction import STRONG
from core.evidence.stability import PATTERN, STABLE, VALID
from core.evidence.valleys import SPARSE, Cut
from core.evidence.verdict import (
    INDEX_NAMES,
    REASONABLE_SILHOUETTE,
    SIGNIFICANT,
    SUBSTANTIAL_SILHOUETTE,
    Verdict,
    beats_one_cloud,
    is_tiny,
    lies_apart,
)
from core.knee import Knee

CHOSEN = "*"
"""Marks the K that the index of a column chooses."""


@dataclass(frozen=True)
class Column:
    """A column of the evidence table: its head, also a short one, its cell, and the index that chooses a K by it."""

    head: str
    short: str
    write: Callable[[KEvidence], str]
    index: str = ""
    step: str = ""
    """The step of resampling that the column takes."""


def _silhouette(row: KEvidence) -> str:
    if row.silhouette is None:
        return formats.UNDEFINED
    mean, error = row.silhouette.mean, row.silhouette.error
    return formats.decimal(mean, 3) if error is None else formats.estimate(mean, error, 3)


def _gap(row: KEvidence) -> str:
    return formats.UNDEFINED if row.gap is None else formats.decimal(row.gap.value, 3)


def _strength(row: KEvidence) -> str:
    return formats.decimal(None if row.prediction_strength is None else row.prediction_strength.mean)


def _stability(row: KEvidence) -> str:
    """A sign a segment, the same as in the legend."""
    return formats.UNDEFINED if row.jaccard is None else "".join(map(stability_sign, row.jaccard))


def _restarts(row: KEvidence) -> str:
    if row.restarts is None:
        return formats.UNDEFINED
    return formats.percent(row.restarts.spread, 1) + ("!" if row.restarts.improved else "")


def _cut(row: KEvidence) -> str:
    """The density of the densest cut, ``<`` where it is a valley."""
    if row.densest_cut is None:
        return formats.UNDEFINED
    return ("< " if row.densest_cut.p_value < SIGNIFICANT else "") + formats.decimal(row.densest_cut.density)


def stability_sign(jaccard: float) -> str:
    """A circle for each of Hennig's bands: stable, valid, a pattern, not to be trusted."""
    return next((sign for bound, sign in ((STABLE, "●"), (VALID, "◕"), (PATTERN, "◐")) if jaccard >= bound), "○")


COLUMNS = (
    Column("silhouette", "silh.", _silhouette, "silhouette"),
    Column("CH", "CH", lambda row: formats.decimal(row.calinski_harabasz, 0), "calinski_harabasz"),
    Column("DB", "DB", lambda row: formats.decimal(row.davies_bouldin), "davies_bouldin"),
    Column("gap", "gap", _gap, "gap", step=GAP),
    Column("strength", "strength", _strength, "prediction_strength", step=STRENGTH),
    Column("stable", "stable", _stability, step=STABILITY),
    Column("cut", "cut", _cut),
    Column("spread", "spread", _restarts, step=RESTARTS),
    Column("smallest", "smallest", lambda row: formats.count(row.smallest_segment)),
)
"""The columns of the evidence table, after K, WCSS and the explained share."""


def knees_in_words(knees: Sequence[Knee]) -> str:
    """Where the knee is, the range it was taken over, and how it moves when the range ends earlier."""
    if not knees or knees[-1].last < knees[-1].first + 2:
        return "No knee: it takes at least three K."
    last = knees[-1]
    over = f"K = {last.first} to {last.last}"
    found = f"Knee at K = {last.k} over {over}" if last.k is not None else f"No knee over {over}"
    others: dict[int | None, list[int]] = {}
    for knee in knees[:-1]:
        if knee.k != last.k:
            others.setdefault(knee.k, []).append(knee.last)
    moved = [
        f"{'none' if k is None else f'K = {k}'} where the range ends at {formats.listed(list(map(str, ends)), 'or')}"
        for k, ends in others.items()
    ]
    return f"{found}; {'; '.join(moved)}." if moved else f"{found}."


def speaks_for(evidence: Evidence, verdict: Verdict, k: int) -> list[str]:
    """What speaks for one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None:
        return []
    choosing = [INDEX_NAMES[index] for index, choice in verdict.choices.items() if choice == k]
    found = [f"chosen by {formats.listed(choosing, 'and')}"] if choosing else []
    if lies_apart(row):
        found.append("there are valleys between its segments")
    if row.silhouette is not None and row.silhouette.mean > REASONABLE_SILHOUETTE:
        found.append(f"a silhouette above {REASONABLE_SILHOUETTE}")
    if row.prediction_strength is not None and row.prediction_strength.mean >= STRONG:
        found.append(f"predicted by half of the users (strength {formats.decimal(row.prediction_strength.mean)})")
    if row.jaccard is not None and min(row.jaccard) >= VALID:
        found.append("all segments come back among other users")
    return found


def speaks_against(evidence: Evidence, k: int) -> list[str]:
    """What speaks against one K, in short phrases."""
    row = evidence.rows.get(k)
    if row is None or k < 2:
        return []
    found = []
    silhouettes = {other.k: other.silhouette.mean for other in evidence.rows.values() if other.silhouette is not None}
    if len(silhouettes) > 1 and min(silhouettes, key=silhouettes.__getitem__) == k:
        found.append("the lowest silhouette of all")
    elif row.silhouette is not None and row.silhouette.mean <= SUBSTANTIAL_SILHOUETTE:
        found.append(f"a silhouette of only {formats.decimal(row.silhouette.mean)}")
    if row.densest_cut is not None and row.densest_cut.p_value >= SIGNIFICANT:
        found.append(_about_cut(row.densest_cut))
    if beats_one_cloud(row, evidence.rows.get(1)) is False:
        found.append("the gap is no larger than that of a single cloud")
    if row.prediction_strength is not None and row.prediction_strength.mean < STRONG:
        share = formats.percent(row.prediction_strength.mean, 0)
        found.append(f"in its weakest segment half of the users predict only {share} of the pairs")
    if row.jaccard is not None and (doubtful := [n for n, value in enumerate(row.jaccard) if value < VALID]):
        found.append(f"{_segments(doubtful)} come back only in part among other users")
    if row.restarts is not None and row.restarts.improved:
        found.append("more restarts find a lower WCSS")
    users = evidence.rows[1].smallest_segment if 1 in evidence.rows else row.smallest_segment
    if is_tiny(row.smallest_segment, users):
        found.append(f"a segment of {formats.counted(row.smallest_segment, 'user')}")
    return found


def _about_cut(cut: Cut) -> str:
    if cut.density < SPARSE:
        return "too few users beside a cut to tell whether it is a valley"
    return f"a cut runs through users {formats.decimal(cut.density, 1)} times as dense as beside it"


def _segments(numbers: Sequence[int]) -> str:
    named = formats.listed(list(map(str, numbers)), "and")
    return f"segment {named}" if len(numbers) == 1 else f"segments {named}"


INDEX_LEGEND = (
    "silhouette: nearer to the own segment than to the next, 1 at best; CH: Caliński–Harabasz, the higher the better; "
    "DB: Davies–Bouldin, the lower the better; gap: tighter than a cloud without groups; strength: does half of the "
    "users predict the other, 1 at best; stable: does each segment come back among other users; cut: how dense the "
    "densest cut between segments is, against beside it (< for a valley); spread: how far the worst restart lies above "
    "the best (! where more restarts find a lower WCSS); smallest: users of the smallest segment."
)

STABILITY_LEGEND = f"● stable, from {STABLE}; ◕ valid, from {VALID}; ◐ a pattern, from {PATTERN}; ○ not to be trusted"
