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
    shares = [formats.percent(share, 0) for share in found.shares if share > 0]
    ends = ends_in_words(found, features)
    return [f"{line} ({share} of how the users differ)" for line, share in zip(ends, shares, strict=True)]


def ends_in_words(found: PrincipalMap, features: Mapping[str, Feature]) -> list[str]:
    """A line for each axis: ``right: many ratings; left: few ratings``."""
    return [_line(found, axis, features) for axis in range(len(_ENDS)) if found.shares[axis] > 0]


def shares_in_words(found: PrincipalMap) -> str:
    """``45 % across, 31 % up: shares of how the users differ``."""
    across, up = (formats.percent(share, 0) for share in found.shares)
    return f"{across} across, {up} up: shares of how the users differ"


def sample_in_words(found: PrincipalMap, users: int) -> str:
    """``10,000 of 200,948 users; ``; empty where all are on the map."""
    shown = len(found.positions)
    return "" if shown == users else f"{formats.count(shown)} of {formats.counted(users, 'user')}; "


def _line(found: PrincipalMap, axis: int, features: Mapping[str, Feature]) -> str:
    loadings = dict(zip(found.features, found.loadings[axis].tolist(), strict=True))
    largest = max(map(abs, loadings.values()))
    ordered = sorted(loadings.items(), key=lambda item: -abs(item[1]))
    named = {name: part for name, part in ordered if abs(part) >= _SPOKEN_OF * largest}
    towards = [features[name].high if part > 0 else features[name].low for name, part in named.items()]
    away = [features[name].low if part > 0 else features[name].high for name, part in named.items()]
    forward, back = _ENDS[axis]
    return f"{forward}: {formats.listed(towards)}; {back}: {formats.listed(away)}"
