"""What the directions of the map mean, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core import formats

if TYPE_CHECKING:
    from core.features.feature import Feature
    from core.segments.map import PrincipalMap

_ENDS = (("right", "left"), ("up", "down"))

_SPOKEN_OF = 0.5
"""A feature is named where its part in a direction is at least this share of the largest."""


def directions_in_words(found: PrincipalMap, features: Mapping[str, Feature]) -> list[str]:
    """A line for each axis: ``right: many ratings; left: few ratings (45 % of how the users differ)``."""
    return [_line(found, axis, features) for axis in range(len(_ENDS)) if found.shares[axis] > 0]


def _line(found: PrincipalMap, axis: int, features: Mapping[str, Feature]) -> str:
    loadings = dict(zip(found.features, found.loadings[axis].tolist(), strict=True))
    largest = max(map(abs, loadings.values()))
    ordered = sorted(loadings.items(), key=lambda item: -abs(item[1]))
    named = {name: part for name, part in ordered if abs(part) >= _SPOKEN_OF * largest}
    towards = [features[name].high if part > 0 else features[name].low for name, part in named.items()]
    away = [features[name].low if part > 0 else features[name].high for name, part in named.items()]
    forward, back = _ENDS[axis]
    share = formats.percent(found.shares[axis], 0)
    return f"{forward}: {formats.listed(towards)}; {back}: {formats.listed(away)} ({share} of how the users differ)"
