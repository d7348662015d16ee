"""The notebook's rule: three words from three means, against the median user and two fixed thresholds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.features import UserFeatures

POSITIVE_ABOVE = 3.5
CRITICAL_BELOW = 3.0


def medians(features: UserFeatures) -> dict[str, float]:
    """What the rule compares with: the median number of ratings and the median standard deviation."""
    return {name: float(np.median(features.columns[name])) for name in ("num_ratings", "std_rating")}


def label(means: Mapping[str, float], median: Mapping[str, float]) -> str:
    """``Activity, Sentiment, Consistency`` for a segment with these means."""
    activity = "High Activity" if means["num_ratings"] > median["num_ratings"] else "Low Activity"
    consistency = "Varied Tastes" if means["std_rating"] > median["std_rating"] else "Consistent"
    return f"{activity}, {_sentiment(means['avg_rating'])}, {consistency}"


def _sentiment(average: float) -> str:
    if average > POSITIVE_ABOVE:
        return "Positive"
    if average < CRITICAL_BELOW:
        return "Critical"
    return "Moderate"
