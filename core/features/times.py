"""Features of when a user rated: for profiles, as they tell of the service as much as of its users."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core import formats
from core.engine.engine import Aggregate
from core.features import clauses
from core.features.feature import Feature, FeatureCode, Units, as_it_is

if TYPE_CHECKING:
    import numpy as np

_DAY = 86_400


def _tenure(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(np.nan_to_num((last - first) / _DAY))


def _recency(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """As long as the dataset lasts for users of whom no time is known."""
    import numpy as np

    if np.isnan(last).all():
        return np.zeros(len(last))
    end, start = float(np.nanmax(last)), float(np.nanmin(first))
    return np.asarray((end - np.nan_to_num(last, nan=start)) / _DAY)


def _per_day(ratings: np.ndarray, days: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(np.where(days > 0, ratings / np.maximum(days, 1), 0))


def _length(days: float) -> str:
    return "less than a day" if days < 1 else formats.counted(math.floor(days), "day")


def _at_least_or_most(median: float, everyone: float) -> str:
    """How long it is for at least half of those with this median, towards where it lies."""
    if median < 1:
        return _length(median)
    if median >= everyone:
        return f"{_length(median)} or more"
    return f"{_length(math.ceil(median))} or less"


def _period(median: float, everyone: float, units: Units) -> str:
    """``half of them rated for 30 days or more, the median user for less than a day``."""
    return f"half of them rated for {_at_least_or_most(median, everyone)}, the median user for {_length(everyone)}"


def _ago(median: float, everyone: float, units: Units) -> str:
    """``half of them last rated 900 days or more before the data ends, the median user 400 days``."""
    bound = _at_least_or_most(median, everyone)
    return f"half of them last rated {bound} before the data ends, the median user {_length(everyone)}"


def _days(median: float, everyone: float, units: Units) -> str:
    """``half of them rated on at least 12 different days, the median user on 3``."""
    bound = clauses.at_least_or_most(median, everyone)
    return f"half of them rated on {bound} different days, the median user on {clauses.rounded(everyone)}"


def _daily(median: float, everyone: float, units: Units) -> str:
    """``on a day on which they rate they give 35.2 ratings, the median user 24.0``."""
    ours, all_users = formats.told_apart(median, everyone)
    return f"on a day on which they rate they give {ours} ratings, the median user {all_users}"


_BY_USER = 'times = ratings.groupby("user")["seconds"]'
_DAYS = 'days = (ratings["seconds"] // 86400).groupby(ratings["user"]).nunique()'

TENURE_DAYS = Feature(
    name="tenure_days",
    title="Days from first to last rating",
    short="tenure",
    unit="days",
    digits=1,
    definition="The days between the user's first and last rating; 0 where no time is known.",
    low="a short stay",
    high="a long stay",
    needs=(Aggregate.FIRST_TIME, Aggregate.LAST_TIME),
    formula=_tenure,
    clause=_period,
    clusters=False,
    on_request=True,
    code=FeatureCode(
        "Days from first to last rating",
        "Days from first to last rating, per user",
        then=f'{_BY_USER}\nusers["tenure_days"] = ((times.max() - times.min()) / 86400).fillna(0)',
    ),
)

RECENCY_DAYS = Feature(
    name="recency_days",
    title="Days since the last rating",
    short="recency",
    unit="days",
    digits=1,
    definition="The days from the user's last rating to the last of the dataset; to its first where no time is known.",
    low="recent ratings",
    high="old ratings",
    needs=(Aggregate.FIRST_TIME, Aggregate.LAST_TIME),
    formula=_recency,
    clause=_ago,
    clusters=False,
    on_request=True,
    code=FeatureCode(
        "Days since the last rating",
        "Days since the last rating, per user",
        then=f"""\
{_BY_USER}
last = times.max().fillna(ratings["seconds"].min())
users["recency_days"] = ((ratings["seconds"].max() - last) / 86400).fillna(0)""",
    ),
)

ACTIVE_DAYS = Feature(
    name="active_days",
    title="Active days",
    short="active days",
    unit="days",
    digits=1,
    whole=True,
    definition="On how many different days (UTC) the user rated; 0 where no time is known.",
    low="few active days",
    high="many active days",
    needs=(Aggregate.ACTIVE_DAYS,),
    formula=as_it_is,
    clause=_days,
    clusters=False,
    on_request=True,
    code=FeatureCode("Active days", "Active days per user", before=(_DAYS,), then='users["active_days"] = days'),
)

RATINGS_PER_ACTIVE_DAY = Feature(
    name="ratings_per_active_day",
    title="Ratings per active day",
    short="per day",
    unit="ratings",
    digits=1,
    definition="How many ratings the user gave for each day on which they rated; 0 where no time is known.",
    low="few ratings a day",
    high="many ratings a day",
    needs=(Aggregate.RATINGS, Aggregate.ACTIVE_DAYS),
    formula=_per_day,
    clause=_daily,
    clusters=False,
    on_request=True,
    code=FeatureCode(
        "Ratings per active day",
        "Ratings per active day, per user",
        before=(_DAYS,),
        then='users["ratings_per_active_day"] = (ratings.groupby("user").size() / days).where(days > 0, 0)',
    ),
)
