"""What a labelling rule is: it looks at all users once, then gives every segment its label."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core import formats
from core.data.scale import RatingScale
from core.features.feature import Feature
from core.features.table import UserFeatures


@dataclass(frozen=True)
class Profile:
    """A segment in figures, by feature.

    ``means`` and ``medians`` are those of its members; ``effects`` say where its median stands among all users, from -1
    (below all) over 0 (in the middle) to 1 (above all).
    """

    means: Mapping[str, float]
    medians: Mapping[str, float]
    effects: Mapping[str, float]


class Labelling(Protocol):
    """A rule that has seen the users."""

    @property
    def thresholds(self) -> Mapping[str, float]:
        """What it compares with, by name."""

    @property
    def method(self) -> str:
        """How it works on these users, in a line."""

    @property
    def summary(self) -> Sequence[str]:
        """The same in the lines of the summary."""

    @property
    def note(self) -> str:
        """What is unusual about it on these users; empty where nothing is."""

    @property
    def code_settings(self) -> Sequence[str]:
        """Python lines that set what the rule compares with."""

    def labels(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """A label for each segment."""

    def titles(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """The labels as they are shown: without words that mean nothing on these users."""

    def remarks(self, profiles: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
        """For each segment where its label could mislead: it seems to contradict its figures, or another has it too."""


@dataclass(frozen=True)
class LabelRule:
    """One way to label segments.

    ``name`` is what presets call it; ``look`` is what it makes of the users and of the features that part them; ``why``
    says in words what to keep in mind; ``code`` is Python that gives ``profile`` a column ``label``, from ``users``
    with a column ``segment``.
    """

    name: str
    look: Callable[[UserFeatures, RatingScale, Sequence[Feature]], Labelling]
    why: str
    code: str


def same_title(number: int, titles: Sequence[str]) -> list[str]:
    """Which other segments are called the same."""
    others = [str(other) for other, title in enumerate(titles) if title == titles[number] and other != number]
    if not others:
        return []
    segments = "segment" if len(others) == 1 else "segments"
    return [f"the same label as {segments} {formats.listed(others)}: compare their figures"]
