"""What is said of a feature where it is chosen: what it is, and why one should think twice."""

from __future__ import annotations

from collections.abc import Mapping

from core import formats
from core.features.feature import Feature

FOR_PROFILES = "For profiles: these tell of the service as much as of its users; they can be chosen all the same."
"""Said of the features that are not meant for segmenting."""


def defined(feature: Feature) -> str:
    """Its definition, and who proposed it."""
    return f"{feature.definition} ({feature.source})" if feature.source else feature.definition


def alike_in_words(alike: Mapping[str, float], titles: Mapping[str, str]) -> str:
    """``says nearly the same as Number of items (r = 0.99)``, of the nearest first; nothing without any."""
    nearest = sorted(alike, key=lambda name: -abs(alike[name]))
    same = [_with_r(titles[name], alike[name]) for name in nearest if alike[name] > 0]
    opposite = [_with_r(titles[name], alike[name]) for name in nearest if alike[name] < 0]
    parts = [
        *([f"says nearly the same as {formats.listed(same)}"] if same else []),
        *([f"says nearly the opposite of {formats.listed(opposite)}"] if opposite else []),
    ]
    return ", ".join(parts)


def _with_r(title: str, r: float) -> str:
    return f"{title} (r = {formats.decimal(r)})"
