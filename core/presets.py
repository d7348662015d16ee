"""Presets: a named choice of features, scaling, K and labelling rule."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UnknownPresetError


@dataclass(frozen=True)
class Preset:
    """How users are segmented unless one says otherwise."""

    name: str
    features: tuple[str, ...]
    scaling: str
    k: int


EVIDENCE = ("none", "fast", "full")
"""How much evidence is gathered: nothing, what takes no resampling, or everything."""

DEFAULT_SEED = 42
"""The notebook's random seed."""

NOTEBOOK = Preset("notebook", ("num_ratings", "avg_rating", "std_rating"), "standard", 4)
"""The notebook, exactly."""

PRESETS = {preset.name: preset for preset in (NOTEBOOK,)}


def preset_named(name: str) -> Preset:
    """The preset of that name.

    Raises:
        UnknownPresetError: there is none.
    """
    if name not in PRESETS:
        raise UnknownPresetError(f"There is no preset {name!r}.", f"The presets are: {', '.join(PRESETS)}.")
    return PRESETS[name]
