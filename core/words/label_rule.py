"""What a labelling rule is: it looks at all users once, then gives every segment its label."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.data.scale import RatingScale
from core.features.table import UserFeatures


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

    def labels(self, means: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
        """A label for each segment, from its means by feature."""

    def titles(self, means: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
        """The labels as they are shown: without words that mean nothing on these users."""

    def remarks(self, means: Sequence[Mapping[str, float]]) -> tuple[tuple[str, ...], ...]:
        """For each segment where its label could mislead: it seems to contradict its figures, or another has it too."""


@dataclass(frozen=True)
class LabelRule:
    """One way to label segments.

    ``name`` is what presets call it; ``look`` is what it makes of the users; ``why`` says in words what to keep in
    mind; ``code`` is Python that gives ``profile`` a column ``label``, from ``users`` with a column ``segment``.
    """

    name: str
    look: Callable[[UserFeatures, RatingScale], Labelling]
    why: str
    code: str
