"""Conditions on users: boxes in the features' own units, joined where they touch, in words and as SQL."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from core import formats
from core.features.feature import Feature, Units

Box = Mapping[str, tuple[float, float]]
"""For each feature that matters the bounds of its values: above the first, up to the second; infinite where there is
none. Without features it holds all users."""

ALL_USERS = "all users"


def within(box: Box, columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Whether each user (users,) lies in a box."""
    inside = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for name, (low, high) in box.items():
        inside &= (columns[name] > low) & (columns[name] <= high)
    return inside


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The same users in fewer boxes: two that differ in one feature alone, and touch there, are one."""
    found = list(boxes)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if (both := _one_of_two(one, other)) is not None:
                return joined([both, *(box for box in found if box is not one and box is not other)])
    return tuple(found)


def _one_of_two(one: Box, other: Box) -> Box | None:
    names = [name for name in {**one, **other} if one.get(name, _ANY) != other.get(name, _ANY)]
    if len(names) != 1:
        return None
    (low, high), (other_low, other_high) = one.get(names[0], _ANY), other.get(names[0], _ANY)
    if max(low, other_low) > min(high, other_high):
        return None
    bounds = min(low, other_low), max(high, other_high)
    return {name: bounds if name == names[0] else one[name] for name in one if name != names[0] or bounds != _ANY}


def in_words(boxes: Sequence[Box], features: Mapping[str, Feature], units: Units) -> str:
    """``more than 412 ratings and average rating up to 3.5; or …``."""
    said = [_box_in_words(box, features, units) for box in boxes]
    return "; or ".join(said)


def as_sql(boxes: Sequence[Box]) -> str:
    """The users in any of the boxes, from a table as users.csv of an export."""
    chosen = [" AND ".join(f'"{name}" {bound}' for name, bound in _comparisons(box)) for box in boxes]
    if not all(chosen):
        return 'SELECT "user" FROM users'
    if len(chosen) == 1:
        return f'SELECT "user" FROM users WHERE {chosen[0]}'
    return 'SELECT "user" FROM users WHERE ' + " OR ".join(f"({one})" for one in chosen)


def as_query(boxes: Sequence[Box]) -> str:
    """The same users of a frame as pandas' ``DataFrame.query`` takes it; there are bounds in each box."""
    chosen = [" and ".join(f"{name} {bound}" for name, bound in _comparisons(box)) for box in boxes]
    return " or ".join(f"({one})" for one in chosen) if len(chosen) > 1 else chosen[0]


def _comparisons(box: Box) -> list[tuple[str, str]]:
    """``num_ratings`` and ``> 412``."""
    return [
        (name, f"{sign} {_literal(bound)}")
        for name, bounds in box.items()
        for sign, bound in zip((">", "<="), bounds, strict=True)
        if math.isfinite(bound)
    ]


def _literal(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else repr(bound)


def _box_in_words(box: Box, features: Mapping[str, Feature], units: Units) -> str:
    said = [_bounds_in_words(features[name], low, high, units) for name, (low, high) in box.items()]
    return formats.listed(said) if said else ALL_USERS


def _bounds_in_words(feature: Feature, low: float, high: float, units: Units) -> str:
    if feature.whole and feature.unit:
        return f"{_whole(low, high)} {feature.unit.replace('item', units.item)}"
    written = [formats.plain(bound) for bound in (low, high)]
    if not math.isfinite(low):
        return f"{feature.in_words} up to {written[1]}"
    above = f"{feature.in_words} above {written[0]}"
    return f"{above} up to {written[1]}" if math.isfinite(high) else above


def _whole(low: float, high: float) -> str:
    if not math.isfinite(low):
        return f"at most {formats.count(int(high))}"
    if not math.isfinite(high):
        return f"more than {formats.count(int(low))}"
    return f"{formats.count(int(low) + 1)} to {formats.count(int(high))}"


_ANY = (-math.inf, math.inf)
