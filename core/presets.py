"""Presets: a named choice of features, scaling, algorithm, K and labelling rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import UnknownPresetError

Axes = tuple[str, str]
"""Which feature runs across a scatter plot, and which upwards."""


@dataclass(frozen=True)
class Preset:
    """How users are segmented unless one says otherwise.

    ``features``, ``scaling``, ``algorithm`` and ``labels`` are names of the respective tables; ``scatters`` are the two
    plots that show the segments.
    """

    name: str
    features: tuple[str, ...]
    scaling: str
    algorithm: str
    k: int
    labels: str
    scatters: tuple[Axes, Axes]

    def with_algorithm(self, algorithm: str) -> Preset:
        """The preset with an algorithm: itself where that is its own, else a custom one."""
        return self if algorithm == self.algorithm else replace(self, name=CUSTOM, algorithm=algorithm)


CUSTOM = "custom"
"""What a preset is called of which something was chosen."""

DEFAULT_SEED = 42
"""The notebook's random seed."""

NOTEBOOK = Preset(
    name="notebook",
    features=("num_ratings", "avg_rating", "std_rating"),
    scaling="standard",
    algorithm="kmeans",
    k=4,
    labels="notebook",
    scatters=(("num_ratings", "avg_rating"), ("avg_rating", "std_rating")),
)
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
