"""Presets: a named choice of features, scaling, algorithm, K and labelling rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.errors import UnknownPresetError

Axes = tuple[str, str]
"""Which feature runs across a scatter plot, and which upwards."""


FEWEST_FEATURES = 2
"""With fewer a preset that adapts takes its stand-ins."""


@dataclass(frozen=True)
class Preset:
    """How users are segmented unless one says otherwise.

    ``features``, ``scaling``, ``algorithm`` and ``labels`` are names of the respective tables; ``scatters`` are the two
    plots that show the segments. ``k`` is None where the evidence chooses it. Users with fewer than ``min_ratings``
    ratings are left out. A feature that a dataset lacks is refused; a preset that ``adapts`` leaves it out, or one that
    is the same for all users, and takes its ``stand_ins`` where fewer than two are left.
    """

    name: str
    features: tuple[str, ...]
    scaling: str
    algorithm: str
    k: int | None
    labels: str
    scatters: tuple[Axes, Axes]
    min_ratings: int = 1
    adapts: bool = False
    stand_ins: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """All features that it may use."""
        return (*self.features, *self.stand_ins)

    def left(self, left_out: Collection[str]) -> tuple[str, ...]:
        """Its features without some; where it adapts and fewer than two remain, its stand-ins too."""
        rest = [name for name in self.features if name not in left_out]
        if self.adapts and len(rest) < FEWEST_FEATURES:
            rest += [name for name in self.stand_ins if name not in left_out]
        return tuple(rest)

    def with_choices(
        self,
        features: Sequence[str] | None = None,
        scaling: str | None = None,
        algorithm: str | None = None,
        min_ratings: int | None = None,
    ) -> Preset:
        """The preset with what was chosen: itself or one with a name where that is the same, else a custom one.

        What is None is the preset's own; but other features are scaled as in the notebook, and labelled by what tells
        them apart.
        """
        if features is not None:
            shown = self if tuple(features) == self.features else replace(self, scatters=scatters_of(features))
            labels = self.labels if shown is self else RECOMMENDED.labels
            other = replace(shown, features=tuple(features), scaling=scaling or NOTEBOOK.scaling, labels=labels)
        else:
            other = replace(self, scaling=scaling or self.scaling)
        other = replace(other, algorithm=algorithm or self.algorithm, min_ratings=min_ratings or self.min_ratings)
        if other == self:
            return self
        if features is not None:
            other = replace(other, adapts=False, stand_ins=())
        same = (one for one in PRESETS.values() if replace(other, name=one.name) == one)
        return next(same, replace(other, name=CUSTOM))

    def with_algorithm(self, algorithm: str) -> Preset:
        """The preset with an algorithm, as `with_choices` says."""
        return self.with_choices(algorithm=algorithm)

    def using(self, features: Sequence[str]) -> Preset:
        """The same preset with the features that it uses on a dataset."""
        gone = set(self.features) - set(features)
        shown = {name for axes in self.scatters for name in axes}
        scatters = scatters_of(features) if shown & gone else self.scatters
        return replace(self, features=tuple(features), scatters=scatters)


def scatters_of(features: Sequence[str]) -> tuple[Axes, Axes]:
    """Two plots that show the first features; where there are fewer than three, those of the notebook beside them."""
    shown = list(dict.fromkeys((*features, *NOTEBOOK.features)))
    return (shown[0], shown[1]), (shown[1], shown[2])


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

RECOMMENDED = Preset(
    name="recommended",
    features=("root_num_ratings", "harshness", "residual_std"),
    scaling="standard",
    algorithm="kmeans",
    k=None,
    labels="contrast",
    scatters=(("num_ratings", "harshness"), ("harshness", "residual_std")),
    adapts=True,
    stand_ins=("popularity", "genre_entropy"),
)
"""How much users rate, and how generously and how steadily beside others; where ratings tell nothing, how popular and
how varied what they take is. Why these: docs/presets.md."""

PRESETS = {preset.name: preset for preset in (NOTEBOOK, RECOMMENDED)}


def preset_named(name: str) -> Preset:
    """The preset of that name.

    Raises:
        UnknownPresetError: there is none.
    """
    if name not in PRESETS:
        raise UnknownPresetError(f"There is no preset {name!r}.", f"The presets are: {', '.join(PRESETS)}.")
    return PRESETS[name]
