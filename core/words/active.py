"""Since when and how recently the users of a segment are active, in a few words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core import formats

_DAYS_OF_A_YEAR = 365.25
_YEARS_FROM = 2 * _DAYS_OF_A_YEAR
"""What lasts so many days is said in years."""


def active_in_short(medians: Mapping[str, float]) -> str:
    """``over 30 days, the last time 4 years before the data ends (medians)``; empty where no times are known."""
    if "tenure_days" not in medians or "recency_days" not in medians:
        return ""
    tenure, recency = medians["tenure_days"], medians["recency_days"]
    how_long = "within a day" if tenure < 1 else f"over {_length(tenure)}"
    last = "on the data's last day" if recency < 1 else f"{_length(recency)} before the data ends"
    return f"{how_long}, the last time {last} (medians)"


def _length(days: float) -> str:
    if days >= _YEARS_FROM:
        return formats.counted(round(days / _DAYS_OF_A_YEAR), "year")
    return formats.counted(math.floor(days), "day")
