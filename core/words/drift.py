"""What changes from one dataset to another, as a colleague would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.words.comparison import alike

if TYPE_CHECKING:
    from core.comparison.drift import Drift
    from core.comparison.stability import Stability

LEGEND = (
    "PSI, the population stability index, is 0 where nothing moved; from 0.1 on a feature moved somewhat, from 0.25 on "
    "much. By chance alone it stays below the figure beside it in 95 of 100 samples."
)


def drift_lines(drift: Drift) -> list[str]:
    """What moved most, and what became of the users who are in both."""
    return [
        _most_changed(drift),
        _most_moved(drift),
        *_in_both(drift),
        *_other_scale(drift),
        *(f"{name} is not compared: {why}" for name, why in drift.lacking.items()),
    ]


def how_far(stability: Stability) -> str:
    """How far a feature moved, in a word."""
    if not stability.moved:
        return "hardly"
    return "much" if stability.moved_much else "somewhat"


def _most_changed(drift: Drift) -> str:
    if drift.first.k == 1:
        return "There is one segment, which holds everybody."
    changed = drift.most_changed
    if not changed.change:
        return "All segments have the shares that they had."
    before, after = (formats.percent(share) for share in changed.shares)
    name = drift.first.name_of(changed.segment)
    went = "grew" if changed.change > 0 else "shrank"
    return f"Segment {changed.segment} ({name}) changed most: it {went} from {before} to {after} of the users."


def _most_moved(drift: Drift) -> str:
    moved = drift.most_moved
    if moved is None:
        return "No feature moved by more than a little (a PSI of 0.1), or by more than chance."
    before, after = formats.told_apart(*moved.medians)
    index = formats.decimal(moved.stability.index)
    went = "rose" if moved.medians[1] > moved.medians[0] else "fell"
    median = f"stays at {after}" if before == after else f"{went} from {before} to {after}"
    return f"{moved.feature.title} moved most, {how_far(moved.stability)} (PSI {index}): the median {median}."


def _in_both(drift: Drift) -> list[str]:
    if drift.flow is None:
        return ["No user is in both: users are matched by their ids."]
    stay = int(drift.flow.counts.trace())
    users = f"{formats.counted(drift.in_both, 'user')} {'is' if drift.in_both == 1 else 'are'} in both"
    if drift.first.k == 1:
        return [f"{users}."]
    return [
        f"{users}, by their ids: {formats.percent(stay / drift.in_both, 0)} stay in their segment.",
        alike(drift.flow, "The first and the second segments"),
    ]


def _other_scale(drift: Drift) -> list[str]:
    if drift.departure is None or not drift.departure.is_other_scale:
        return []
    scales = drift.departure.scale, drift.departure.trained_scale
    here, before = (f"{formats.rating(low)} to {formats.rating(high)}" for low, high in scales)
    return [f"The ratings are on a scale of {here}, before of {before}: what is said of segments tells little."]
