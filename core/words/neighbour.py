"""Where a user stands between the segments, as a colleague would say it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core import formats

if TYPE_CHECKING:
    from core.segments.neighbour import Neighbour

_AS_FAR = 1.05
"""Up to so many times as far, the other segment is hardly farther."""

_NO_DOUBT = 0.995
"""From this probability on there is no doubt."""


def neighbour_in_words(found: Neighbour | None) -> str:
    """``In segment 2, 0.62 from its centre; segment 0 is 1.4 times as far (0.87).``"""
    if found is None:
        return "In the only segment."
    return _by_distance(found) if found.probability is None else _by_probability(found, found.probability)


def _by_distance(found: Neighbour) -> str:
    own, other = formats.decimal(found.distance), formats.decimal(found.other_distance)
    if math.isinf(found.ratio):
        return f"At the centre of segment {found.segment}; segment {found.other} is next nearest ({other} away)."
    place = f"In segment {found.segment}, {own} from its centre"
    if found.ratio < 1:
        return f"{place}; the centre of segment {found.other} is nearer ({other})."
    if found.ratio < _AS_FAR:
        return f"{place}, but on the border: segment {found.other} is hardly farther ({other})."
    return f"{place}; segment {found.other} is {formats.decimal(found.ratio, 1)} times as far ({other})."


def _by_probability(found: Neighbour, probability: float) -> str:
    if probability >= _NO_DOUBT:
        return f"In segment {found.segment} without doubt; segment {found.other} is next nearest."
    own, other = (formats.percent(one or 0.0, 0) for one in (probability, found.other_probability))
    return f"In segment {found.segment} with a probability of {own}; of segment {found.other} with {other}."
