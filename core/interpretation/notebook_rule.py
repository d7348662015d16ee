"""The notebook's rule: three words from three means, against the median user and two thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.features import UserFeatures
from core.scale import RatingScale

POSITIVE_ABOVE = 3.5
CRITICAL_BELOW = 3.0


@dataclass(frozen=True)
class Rule:
    """What the means of a segment are compared with.

    The medians over all users of the number of ratings and of their standard deviation, and two ratings: the notebook's
    3.5 and 3.0 on its scale of 0.5 to 5, else where they lie on the scale of the data.
    """

    median_num_ratings: float
    median_std_rating: float
    positive_above: float
    critical_below: float

    def label(self, means: Mapping[str, float]) -> str:
        """``Activity, Sentiment, Consistency`` for a segment with these means."""
        activity = "High Activity" if means["num_ratings"] > self.median_num_ratings else "Low Activity"
        consistency = "Varied Tastes" if means["std_rating"] > self.median_std_rating else "Consistent"
        return f"{activity}, {self._sentiment(means['avg_rating'])}, {consistency}"

    def _sentiment(self, average: float) -> str:
        if average > self.positive_above:
            return "Positive"
        if average < self.critical_below:
            return "Critical"
        return "Moderate"


def rule_for(features: UserFeatures, scale: RatingScale) -> Rule:
    """The rule for these users and their scale."""
    return Rule(
        median_num_ratings=float(np.median(features.columns["num_ratings"])),
        median_std_rating=float(np.median(features.columns["std_rating"])),
        positive_above=scale.mapped(POSITIVE_ABOVE) if not scale.is_stars else POSITIVE_ABOVE,
        critical_below=scale.mapped(CRITICAL_BELOW) if not scale.is_stars else CRITICAL_BELOW,
    )
