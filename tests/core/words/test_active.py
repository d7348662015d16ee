"""Since when and how recently the users of a segment are active, in a few words."""

import pytest

from core.words.active import active_in_short


@pytest.mark.parametrize(
    ("tenure", "recency", "said"),
    [
        (0.02, 0.5, "within a day, the last time on the data's last day (medians)"),
        (30.9, 1.0, "over 30 days, the last time 1 day before the data ends (medians)"),
        (800.0, 5708.3, "over 2 years, the last time 16 years before the data ends (medians)"),
    ],
)
def test_days_are_whole_and_long_times_are_years(tenure, recency, said):
    assert active_in_short({"tenure_days": tenure, "recency_days": recency}) == said


def test_without_times_nothing_is_said():
    assert active_in_short({"num_ratings": 3.0}) == ""
