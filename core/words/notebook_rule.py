"""The notebook's rule: three words from three means, against the median user and two thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core import formats
from core.data.scale import STARS, RatingScale
from core.features.table import UserFeatures
from core.words.label_rule import LabelRule

POSITIVE_ABOVE = 3.5
CRITICAL_BELOW = 3.0


@dataclass(frozen=True)
class NotebookLabelling:
    """What the means of a segment are compared with.

    The medians over all users of the number of ratings and of their standard deviation, and two ratings: the notebook's
    3.5 and 3.0 on its scale of 0.5 to 5, else where they lie on the scale of the data.
    """

    median_num_ratings: float
    median_std_rating: float
    positive_above: float
    critical_below: float
    scale: RatingScale

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The two ratings."""
        return {"positive_above": self.positive_above, "critical_below": self.critical_below}

    @property
    def method(self) -> str:
        """The three comparisons in a line."""
        return (
            f"mean ratings against the median user's {formats.decimal(self.median_num_ratings, 1)}; mean average: "
            f"Positive above {formats.decimal(self.positive_above)}, Critical below "
            f"{formats.decimal(self.critical_below)}; mean spread against the median user's "
            f"{formats.decimal(self.median_std_rating)}"
        )

    @property
    def summary(self) -> Sequence[str]:
        """The three comparisons in two lines."""
        return (
            f"activity and spread: a segment's mean against the median user "
            f"({formats.decimal(self.median_num_ratings, 1)} ratings, std dev "
            f"{formats.decimal(self.median_std_rating)})",
            f"sentiment: Positive above {formats.decimal(self.positive_above)}, Critical below "
            f"{formats.decimal(self.critical_below)}",
        )

    @property
    def note(self) -> str:
        """Where the two ratings lie, on a scale that is not the notebook's."""
        if self.scale.is_stars:
            return ""
        return (
            f"The ratings run from {formats.rating(self.scale.low)} to {formats.rating(self.scale.high)}, not from "
            f"{STARS[0]:g} to {STARS[1]:g}: labels say Positive above {formats.decimal(self.positive_above)} and "
            f"Critical below {formats.decimal(self.critical_below)}, where {POSITIVE_ABOVE} and {CRITICAL_BELOW} lie "
            "when mapped linearly."
        )

    @property
    def code_settings(self) -> Sequence[str]:
        """The two ratings as Python."""
        return (f"POSITIVE_ABOVE, CRITICAL_BELOW = {self.positive_above!r}, {self.critical_below!r}",)

    def labels(self, means: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
        """``Activity, Sentiment, Consistency`` for each segment."""
        return tuple(map(self._label, means))

    def _label(self, means: Mapping[str, float]) -> str:
        activity = "High Activity" if means["num_ratings"] > self.median_num_ratings else "Low Activity"
        consistency = "Varied Tastes" if means["std_rating"] > self.median_std_rating else "Consistent"
        return f"{activity}, {self._sentiment(means['avg_rating'])}, {consistency}"

    def _sentiment(self, average: float) -> str:
        if average > self.positive_above:
            return "Positive"
        if average < self.critical_below:
            return "Critical"
        return "Moderate"


def notebook_labelling(features: UserFeatures, scale: RatingScale) -> NotebookLabelling:
    """The rule for these users and their scale."""
    return NotebookLabelling(
        median_num_ratings=float(np.median(features.columns["num_ratings"])),
        median_std_rating=float(np.median(features.columns["std_rating"])),
        positive_above=scale.mapped(POSITIVE_ABOVE) if not scale.is_stars else POSITIVE_ABOVE,
        critical_below=scale.mapped(CRITICAL_BELOW) if not scale.is_stars else CRITICAL_BELOW,
        scale=scale,
    )


_CODE = """\
def label(segment):
    activity = "High Activity" if segment["num_ratings"] > users["num_ratings"].median() else "Low Activity"
    tastes = "Varied Tastes" if segment["std_rating"] > users["std_rating"].median() else "Consistent"
    if segment["avg_rating"] > POSITIVE_ABOVE:
        sentiment = "Positive"
    elif segment["avg_rating"] < CRITICAL_BELOW:
        sentiment = "Critical"
    else:
        sentiment = "Moderate"
    return f"{activity}, {sentiment}, {tastes}"


profile["label"] = users.groupby("segment").mean().apply(label, axis=1)
profile"""

NOTEBOOK_RULE = LabelRule(
    name="notebook",
    look=notebook_labelling,
    why="Three words from three means: against the median user, and against two ratings. "
    "Activity is very skewed, so that the *mean* of most segments lies above the *median* user.",
    code=_CODE,
)
"""The notebook's own."""
