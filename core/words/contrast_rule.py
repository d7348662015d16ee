"""The contrast rule: a label says where the middle of a segment lies outside the middle half of all users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core import formats
from core.data.scale import RatingScale
from core.features.feature import Feature
from core.features.table import UserFeatures
from core.words.contrast_code import CODE, settings
from core.words.contrast_ties import TYPICAL, told_apart
from core.words.label_rule import LabelRule, Profile, same_title
from core.words.speaking import Speaking, named

OUTSIDE, VERY = 0.5, 0.8
"""A feature is named from the first effect on: the segment's median lies outside the middle half of all users. From the
second on, in the outer tenth of them at one end, it is named with "very"."""

MOST_NAMED = 3


@dataclass(frozen=True)
class Named:
    """A feature that a segment differs in, with its effect."""

    feature: Feature
    effect: float

    @property
    def words(self) -> str:
        """``many ratings``, ``very many ratings``."""
        words = self.feature.high if self.effect > 0 else self.feature.low
        return emphasised(words) if abs(self.effect) >= VERY else words


@dataclass(frozen=True)
class ContrastLabelling:
    """The features that may be named, those of the preset that speak."""

    speaking: Speaking

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The two effects."""
        return {"named_from_effect": OUTSIDE, "very_from_effect": VERY}

    @property
    def method(self) -> str:
        """The comparison in a line."""
        return (
            f"the median of a segment among all users: named outside the middle half of them (effect {OUTSIDE}), "
            f"very in the outer tenth at one end (effect {VERY}), at most {MOST_NAMED} features; "
            "where labels are equal, rather … says what tells them apart most"
        )

    @property
    def summary(self) -> Sequence[str]:
        """The same in two lines."""
        return (
            f"a segment's median among all users: named outside their middle half (effect {OUTSIDE}), very from {VERY}",
            f"at most {MOST_NAMED} features; where labels are equal, rather … says what tells them apart most",
        )

    @property
    def note(self) -> str:
        """Which features do not speak, and why."""
        repeated = [
            f"{names[0]} says nearly the same as {names[1]}"
            for feature in self.speaking.candidates
            if (before := self.speaking.repeating.get(feature.name)) and (names := named([feature, before]))
        ]
        silent = named(self.speaking.silent)
        sentences = [
            *([f"{formats.listed(repeated)}: labels name the other"] if repeated else []),
            *([f"all users have the same {formats.listed(silent)}: labels do not speak of it"] if silent else []),
        ]
        return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)

    @property
    def code_settings(self) -> Sequence[str]:
        """The words of the features that speak as Python."""
        return settings(self.speaking.features)

    def labels(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """``Many ratings, harsh``, or ``Typical``; two are the same only where all their figures are equal."""
        found = [[one.words for one in self.named(profile)] for profile in profiles]
        labels = told_apart([", ".join(words) or TYPICAL for words in found], profiles, self.speaking)
        return tuple(f"{label[0].upper()}{label[1:]}" for label in labels)

    def titles(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """The labels."""
        return self.labels(profiles)

    def remarks(self, profiles: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
        """Equal labels."""
        titles = self.titles(profiles)
        return tuple(tuple(same_title(number, titles)) for number in range(len(profiles)))

    def named(self, profile: Profile) -> tuple[Named, ...]:
        """What the label of a segment names, the largest effect first."""
        found = [Named(feature, profile.effects[feature.name]) for feature in self.speaking.features]
        differing = [one for one in found if abs(one.effect) >= OUTSIDE]
        return tuple(sorted(differing, key=lambda one: -abs(one.effect))[:MOST_NAMED])


def contrast_labelling(users: UserFeatures, scale: RatingScale, parting: Sequence[Feature]) -> ContrastLabelling:
    """The rule for these users and the features that part them."""
    return ContrastLabelling(Speaking(users, tuple(parting)))


def emphasised(words: str) -> str:
    """The words with "very", behind their article where they have one."""
    article, _, rest = words.partition(" ")
    return f"{article} very {rest}" if article in ("a", "an") else f"very {words}"


CONTRAST_RULE = LabelRule(
    name="contrast",
    look=contrast_labelling,
    why="Where the *median* of a segment stands among all users, from -1 (below all) over 0 (in the middle) to 1 "
    f"(above all): a feature is named from {OUTSIDE} on, outside the middle half of the users.",
    code=CODE,
)
"""What an expert would say of a segment."""
