"""The notebook's rule: three words from three means, against the median user and two thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from core import formats
from core.data.scale import STARS, RatingScale
from core.features.feature import Feature
from core.features.table import UserFeatures
from core.words.label_rule import LabelRule, Profile, same_title

POSITIVE_ABOVE = 3.5
CRITICAL_BELOW = 3.0

_DIGITS = {"num_ratings": 1, "avg_rating": 2, "std_rating": 2}

_NO_SENTIMENT = "no word for sentiment, as ratings do not tell it here"


@dataclass(frozen=True)
class NotebookLabelling:
    """What the means of a segment are compared with.

    The medians over all users of the number of ratings and of their standard deviation, and two ratings: the notebook's
    3.5 and 3.0 on its scale of 0.5 to 5, else where they lie on the scale of the data. ``lowest`` and ``highest`` are
    ratings, ``mean_user`` has the mean of each feature over all users.
    """

    median_num_ratings: float
    median_std_rating: float
    positive_above: float
    critical_below: float
    scale: RatingScale
    lowest: float
    highest: float
    mean_user: Mapping[str, float]

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The two ratings."""
        return {"positive_above": self.positive_above, "critical_below": self.critical_below}

    @property
    def method(self) -> str:
        """The comparisons in a line."""
        if not self.scale.graded:
            return (
                f"mean ratings against the median user's {formats.decimal(self.median_num_ratings, 1)}; mean spread "
                f"against the median user's {formats.decimal(self.median_std_rating)}; {_NO_SENTIMENT}"
            )
        return (
            f"mean ratings against the median user's {formats.decimal(self.median_num_ratings, 1)}; mean average: "
            f"Positive above {formats.decimal(self.positive_above)}, Critical below "
            f"{formats.decimal(self.critical_below)}; mean spread against the median user's "
            f"{formats.decimal(self.median_std_rating)}"
        )

    @property
    def summary(self) -> Sequence[str]:
        """The comparisons in two lines."""
        sentiment = (
            f"Positive above {formats.decimal(self.positive_above)}, Critical below "
            f"{formats.decimal(self.critical_below)}"
        )
        return (
            f"activity and spread: a segment's mean against the median user "
            f"({formats.decimal(self.median_num_ratings, 1)} ratings, std dev "
            f"{formats.decimal(self.median_std_rating)})",
            f"sentiment: {sentiment}" if self.scale.graded else _NO_SENTIMENT,
        )

    @property
    def note(self) -> str:
        """Why there is no word for sentiment, or where the two ratings lie on a scale that is not the notebook's."""
        lowest, highest = formats.rating(self.lowest), formats.rating(self.highest)
        if not self.scale.graded:
            found = (
                f"All ratings are {lowest}"
                if self.lowest == self.highest
                else f"The ratings, {lowest} to {highest}, are counts (whole numbers with a long tail)"
            )
            return (
                f"{found}: they do not say how much somebody liked something, so labels are shown without the word for "
                "sentiment, which only the JSON label keeps."
            )
        if self.scale.is_stars:
            return ""
        low, high = formats.rating(self.scale.low), formats.rating(self.scale.high)
        mostly = "" if (low, high) == (lowest, highest) else f", mostly {low} to {high}"
        return (
            f"The ratings run from {lowest} to {highest}{mostly}, not from "
            f"{STARS[0]:g} to {STARS[1]:g}: labels say Positive above {formats.decimal(self.positive_above)} and "
            f"Critical below {formats.decimal(self.critical_below)}, where {POSITIVE_ABOVE} and {CRITICAL_BELOW} lie "
            "when mapped linearly."
        )

    @property
    def code_settings(self) -> Sequence[str]:
        """The two ratings as Python."""
        return (f"POSITIVE_ABOVE, CRITICAL_BELOW = {self.positive_above!r}, {self.critical_below!r}",)

    def labels(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """``Activity, Sentiment, Consistency`` for each segment."""
        return tuple(self._label(one.means) for one in profiles)

    def titles(self, profiles: Sequence[Profile]) -> tuple[str, ...]:
        """The labels, without the word for sentiment where ratings do not tell it."""
        if self.scale.graded:
            return self.labels(profiles)
        return tuple(f"{self._activity(one.means)}, {self._consistency(one.means)}" for one in profiles)

    def remarks(self, profiles: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
        """Where a word stands on the other side of the mean user than of what it compares with, and equal labels."""
        titles = self.titles(profiles)
        return tuple(
            (*self._contradictions(one.means), *same_title(number, titles)) for number, one in enumerate(profiles)
        )

    def _contradictions(self, means: Mapping[str, float]) -> list[str]:
        compared = [
            ("num_ratings", self._activity(means), self.median_num_ratings, "the median user's "),
            ("std_rating", self._consistency(means), self.median_std_rating, "the median user's "),
        ]
        if self.scale.graded and (sentiment := self._sentiment(means["avg_rating"])) != "Moderate":
            threshold = self.positive_above if sentiment == "Positive" else self.critical_below
            compared.insert(1, ("avg_rating", sentiment, threshold, ""))
        found = []
        for name, word, threshold, whose in compared:
            mean, mean_user = means[name], self.mean_user[name]
            written = partial(formats.decimal, digits=_DIGITS[name])
            is_above = mean > threshold
            if written(mean) != written(mean_user) and is_above != (mean > mean_user):
                sides = ("above", "below") if is_above else ("not above", "above")
                found.append(
                    f"{word}: mean {written(mean)}, {sides[0]} {whose}{written(threshold)}, {sides[1]} the mean user's "
                    f"{written(mean_user)}"
                )
        return found

    def _label(self, means: Mapping[str, float]) -> str:
        return f"{self._activity(means)}, {self._sentiment(means['avg_rating'])}, {self._consistency(means)}"

    def _activity(self, means: Mapping[str, float]) -> str:
        return "High Activity" if means["num_ratings"] > self.median_num_ratings else "Low Activity"

    def _consistency(self, means: Mapping[str, float]) -> str:
        return "Varied Tastes" if means["std_rating"] > self.median_std_rating else "Consistent"

    def _sentiment(self, average: float) -> str:
        if average > self.positive_above:
            return "Positive"
        if average < self.critical_below:
            return "Critical"
        return "Moderate"


def notebook_labelling(
    features: UserFeatures, scale: RatingScale, parting: Sequence[Feature] = ()
) -> NotebookLabelling:
    """The rule for these users and their scale, whatever features part them."""
    return NotebookLabelling(
        median_num_ratings=float(np.median(features.columns["num_ratings"])),
        median_std_rating=float(np.median(features.columns["std_rating"])),
        positive_above=scale.mapped(POSITIVE_ABOVE) if not scale.is_stars else POSITIVE_ABOVE,
        critical_below=scale.mapped(CRITICAL_BELOW) if not scale.is_stars else CRITICAL_BELOW,
        scale=scale,
        lowest=float(features.columns["min_rating"].min()),
        highest=float(features.columns["max_rating"].max()),
        mean_user={name: summary.mean for name, summary in features.summaries.items()},
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
