"""What changes from one segmentation to another one, as a colleague would say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import formats
from core.clustering.algorithms import ALGORITHMS
from core.presets import CUSTOM

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.comparison.comparing import Comparison
    from core.comparison.flow import Division, Flow
    from core.comparison.tree import Tree

_ALIKE = ((0.9, "nearly alike"), (0.8, "much alike"), (0.65, "partly alike"), (0.1, "little alike"))
"""From which adjusted Rand index on (Steinley 2004; the last is ours)."""

_SHARES = (
    (1 / 5, "a fifth"),
    (1 / 4, "a quarter"),
    (1 / 3, "a third"),
    (1 / 2, "half"),
    (2 / 3, "two thirds"),
    (3 / 4, "three quarters"),
)
_NEAR = 0.015
"""So near a share is called by its name."""

_INDICES = (
    "adjusted Rand index {rand} (0 as by chance, 1 the same segments), variation of information {bits} bits "
    "(0 the same segments)"
)


def titles(first: Analysis, second: Analysis) -> tuple[str, str]:
    """What tells two segmentations apart: ``K = 4`` and ``K = 5``, ``preset notebook, K = 4`` and …"""
    ks = tuple(f"K = {one.k}" for one in (first, second))
    presets = [one.preset for one in (first, second)]
    if presets[0] == presets[1]:
        return ks[0], ks[1]
    if (presets[0].features, presets[0].scaling) == (presets[1].features, presets[1].scaling):
        names = [ALGORITHMS[preset.algorithm].title for preset in presets]
    else:
        names = [_preset(one) for one in (first, second)]
    if names[0] == names[1]:
        names = [f"first {names[0]}", f"second {names[1]}"]
    return f"{names[0]}, {ks[0]}", f"{names[1]}, {ks[1]}"


def _preset(analysis: Analysis) -> str:
    preset = analysis.preset
    return f"{', '.join(preset.features)} ({preset.scaling})" if preset.name == CUSTOM else f"preset {preset.name}"


def comparison_lines(comparison: Comparison) -> list[str]:
    """How alike two segmentations are, what splits from what, and what the tree of K says."""
    names = titles(comparison.first, comparison.second)
    left_out = zip(names, reversed(names), (comparison.only_in_first, comparison.only_in_second), strict=True)
    return [
        alike(comparison.flow, " and ".join(names)),
        *flow_lines(comparison.flow, names),
        *(f"{formats.counted(users, 'user')} of {one} left out by {other}." for one, other, users in left_out if users),
        *tree_lines(comparison.tree),
    ]


def alike(flow: Flow, both: str) -> str:
    """How alike two partitions are; ``both`` is what they are called."""
    figures = _INDICES.format(
        rand=formats.decimal(flow.adjusted_rand), bits=formats.decimal(flow.variation_of_information)
    )
    return f"{both} {_how_alike(flow)}: {figures}."


def _how_alike(flow: Flow) -> str:
    if flow.adjusted_rand == 1:
        return "part the users in the same way"
    if 1 in flow.counts.shape:
        return "cannot agree, as one of them has a single segment"
    words = next((words for bound, words in _ALIKE if flow.adjusted_rand >= bound), "hardly more alike than by chance")
    return f"part the users {words}"


def flow_lines(flow: Flow, names: tuple[str, str]) -> list[str]:
    """What splits, what comes together, and what has no match."""
    lines = [
        *(_split(one, flow, names) for one in flow.splits),
        *(_union(one, flow, names) for one in flow.unions),
    ]
    if lines or flow.adjusted_rand == 1:
        return lines
    return ["No segment is cut: beside the one to which most of its users go, no other takes a tenth of them."]


def _split(division: Division, flow: Flow, names: tuple[str, str]) -> str:
    """``K = 5 cuts segment 0: 71 % of its users go to segment 0, a quarter to the new segment 4.``"""
    (first, share), *others = division.parts
    goes = f"{_share(share)} of its users go to {_called(first, flow.new)}"
    rest = [f"{_share(part)} to {_called(one, flow.new)}" for one, part in others]
    return f"{names[1]} cuts segment {division.segment} of {names[0]}: {formats.listed([goes, *rest])}."


def _union(division: Division, flow: Flow, names: tuple[str, str]) -> str:
    (first, share), *others = division.parts
    comes = f"{_share(share)} of its users come from segment {first}"
    rest = [f"{_share(part)} from segment {one}" for one, part in others]
    called = _called(division.segment, flow.new)
    return f"{called[0].upper()}{called[1:]} of {names[1]} is made of several: {formats.listed([comes, *rest])}."


def _called(segment: int, new: Sequence[int]) -> str:
    return f"the new segment {segment}" if segment in new else f"segment {segment}"


def _share(share: float) -> str:
    """``a quarter``, or ``71 %``."""
    named = next((name for part, name in _SHARES if abs(share - part) <= _NEAR), None)
    return named or ("all" if share == 1 else formats.percent(share, 0))


def tree_lines(tree: Tree) -> list[str]:
    """How many users move against the flow of a tree of K; nothing of a tree with fewer than two levels."""
    if len(tree.levels) < 2:
        return []
    first, last = tree.levels[0].k, tree.levels[-1].k
    if not tree.against:
        return [f"From K = {first} to K = {last} segments only split: nobody moves against the flow."]
    worst = max(tree.levels, key=lambda level: level.against)
    step = f"most at K = {worst.k} ({formats.percent(worst.against)})"
    return [
        f"From K = {first} to K = {last}, {formats.percent(tree.against)} of the users move against the flow at least "
        f"once, {step}: they come from another segment than most users of theirs, a sign that segments are not stable."
    ]
