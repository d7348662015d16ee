"""Equal labels told apart: by what differs most, and where words do not do, by figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core import formats
from core.features.feature import Feature
from core.words.label_rule import Profile
from core.words.speaking import Speaking

TYPICAL = "typical"
"""The label of a segment of which no feature is named."""

_MOST_ADDED = 2
_MOST_DIGITS = 13


def told_apart(labels: Sequence[str], profiles: Sequence[Profile], speaking: Speaking) -> list[str]:
    """The labels, those that are equal with something added.

    Equal ones are parted where the effects of one feature that the label does not name leave the widest gap: those
    above it that lie above the middle of all users are "rather" high, those below both "rather" low. After two such
    words come figures: medians, else means, with as many digits as tell them apart. Only segments whose figures are
    all equal keep the same label.
    """
    told = list(labels)
    for members in _groups(labels, range(len(labels))):
        _part(told, members, profiles, speaking, speaking.features, _MOST_ADDED)
    return told


def _groups(labels: Sequence[str], numbers: Sequence[int]) -> list[list[int]]:
    """The numbers of segments that share a label with another one."""
    by_label: dict[str, list[int]] = {}
    for number in numbers:
        by_label.setdefault(labels[number], []).append(number)
    return [members for members in by_label.values() if len(members) > 1]


def _part(
    told: list[str],
    members: list[int],
    profiles: Sequence[Profile],
    speaking: Speaking,
    features: Sequence[Feature],
    more: int,
) -> None:
    free = [one for one in features if one.low not in told[members[0]] and one.high not in told[members[0]]]
    widest = max(free, key=lambda one: _widest_gap(members, profiles, one)[0], default=None)
    if not more or widest is None or _widest_gap(members, profiles, widest)[0] == 0:
        _add_figures(told, members, profiles, speaking)
        return
    _, lower, upper = _widest_gap(members, profiles, widest)
    if profiles[upper[0]].effects[widest.name] > 0:
        _add(told, upper, f"rather {widest.high}")
    if profiles[lower[-1]].effects[widest.name] < 0:
        _add(told, lower, f"rather {widest.low}")
    rest = [one for one in free if one != widest]
    for part in (lower, upper):
        if len(part) > 1:
            _part(told, part, profiles, speaking, rest, more - 1)


def _widest_gap(
    members: list[int], profiles: Sequence[Profile], feature: Feature
) -> tuple[float, list[int], list[int]]:
    """The widest gap between the effects of segments, and the segments below and above it, in their order."""
    ordered = sorted(members, key=lambda number: profiles[number].effects[feature.name])
    effects = [profiles[number].effects[feature.name] for number in ordered]
    gaps = [high - low for low, high in pairwise(effects)]
    cut = max(range(len(gaps)), key=gaps.__getitem__) + 1
    return gaps[cut - 1], ordered[:cut], ordered[cut:]


def _add(told: list[str], members: Sequence[int], words: str) -> None:
    for number in members:
        joint = ", but " if told[number] == TYPICAL else ", "
        told[number] = f"{told[number]}{joint}{words}"


def _add_figures(told: list[str], members: list[int], profiles: Sequence[Profile], speaking: Speaking) -> None:
    """Add the first figure that tells all of them apart, else the one that tells most, until none tells any."""
    figures = [
        written
        for kind in ("median", "mean")
        for feature in speaking.candidates
        if len(set(written := _written(kind, feature, members, profiles))) > 1
    ]
    if not figures:
        return
    best = max(figures, key=lambda written: len(set(written)))
    for number, figure in zip(members, best, strict=True):
        told[number] = f"{told[number]} ({figure})"
    for same in _groups(told, members):
        _add_figures(told, same, profiles, speaking)


def _written(kind: str, feature: Feature, members: Sequence[int], profiles: Sequence[Profile]) -> list[str]:
    """A figure of segments, with as few digits as tell all apart that differ."""
    chosen = [profiles[number] for number in members]
    values = [(one.medians if kind == "median" else one.means)[feature.name] for one in chosen]
    for digits in range(_MOST_DIGITS):
        texts = [formats.decimal(value, digits) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return [f"{kind} {feature.short} {text}" for text in texts]
