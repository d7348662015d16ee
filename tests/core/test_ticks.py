"""Where ticks stand, and how they are written."""

import pytest

from core.ticks import label_line, log_ticks, round_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(20, 2698, [1000, 2000]), (0.17, 2.09, [0.5, 1.0, 1.5, 2.0]), (-3, 3, [-2, 0, 2]), (5, 5, [5])],
)
def test_ticks_are_round_numbers_within_the_range(low, high, ticks):
    assert round_ticks(low, high, 4).values == pytest.approx(ticks)


def test_log_ticks_are_round_and_thinned_out_where_they_are_too_many():
    assert log_ticks(20, 2698, 7).labels == ("20", "50", "100", "200", "500", "1,000", "2,000")
    assert log_ticks(20, 2698, 4).labels == ("30", "100", "300", "1,000")
    assert log_ticks(20, 2698, 3).labels == ("100", "1,000")
    assert log_ticks(0.07, 2, 2).labels == ("0.1", "1")
    assert len(log_ticks(1e-6, 1e9, 3).labels) <= 3


def test_labels_stand_around_their_places_and_the_first_of_two_that_touch_stays():
    assert label_line([(0.5, "2"), (4.5, "33"), (9.5, "10")], 10) == "2   33  10"
    assert label_line([(0, "1,000"), (9, "9"), (5.5, "5")], 10) == "1,000    9"
    assert label_line([(2, "100,000,000")], 5) == " " * 5
