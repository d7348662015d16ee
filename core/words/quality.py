"""What is said of rows, ratings and users that are out of the ordinary, or left out."""

from __future__ import annotations

from core import formats
from core.data.dataset import Quality
from core.data.scale import RatingScale


def left_out(quality: Quality) -> str:
    """What was left out and why, in one line; empty where nothing was."""
    if not quality.dropped:
        return ""
    reasons = ", ".join(f"{reason} {formats.count(n)}" for reason, n in quality.dropped.items())
    share = formats.percent(quality.rows_dropped / quality.rows_read)
    share = "< 0.1 %" if share == "0.0 %" else share
    rows = formats.counted(quality.rows_read, "row")
    return f"{formats.count(quality.rows_dropped)} of {rows} left out ({share}): {reasons}."


def left_out_users(users: int, min_ratings: int) -> str:
    """``38 users with fewer than 30 ratings``; empty where nobody is left out."""
    few = f"fewer than {formats.counted(min_ratings, 'rating')}"
    return f"{formats.counted(users, 'user')} with {few}" if users else ""


def outside(scale: RatingScale) -> str:
    """What is said of the ratings outside their scale; empty where there are none."""
    if not scale.outside:
        return ""
    ratings = formats.counted(scale.outside, "rating")
    return f"{ratings} outside the scale {formats.rating(scale.low)} to {formats.rating(scale.high)}: kept."
