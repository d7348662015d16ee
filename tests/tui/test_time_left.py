"""The time left: from nothing but reports and a clock."""

import pytest

from core.progress import Progress
from tui.time_left import Pace


def pace_after(reports):
    """The pace after (second, share) of one task, or (second, share, task)."""
    pace = Pace()
    for now, share, *task in reports:
        pace = pace.after(Progress(*task or ["Counting"], share), now)
    return pace


@pytest.mark.parametrize(
    ("reports", "words"),
    [
        ([], ""),
        ([(0, None), (5, None)], ""),
        ([(0, 0.0)], ""),
        ([(0, 0.0), (0.9, 0.5)], ""),
        ([(0, 0.0), (60, 0.019)], ""),
        ([(0, 0.0), (1, 0.5)], "1 s left"),
        ([(0, 0.0), (1, 0.25)], "3 s left"),
        ([(100, 0.0), (101, 0.25)], "3 s left"),
        ([(0, 0.6), (2, 0.8)], "2 s left"),
        ([(0, 0.0), (10, 0.3)], "25 s left"),
        ([(0, 0.0), (14.5, 0.2)], "1 min left"),
        ([(0, 0.0), (30, 0.2)], "2 min left"),
        ([(0, 0.0), (60, 0.02)], "49 min left"),
        ([(0, 0.0), (3600, 0.25)], "3 h left"),
        ([(0, 0.0), (5, 0.5), (9, 1.0)], ""),
        ([(0, 0.0), (5, 0.5), (6, None)], ""),
    ],
)
def test_the_time_left_is_said_once_it_can_be_known(reports, words):
    assert pace_after(reports).words(now=reports[-1][0] if reports else 0) == words


def test_it_counts_down_between_reports():
    pace = pace_after([(0, 0.0), (2, 0.25)])
    assert [pace.words(now) for now in (2, 3, 5, 7.9, 9)] == [
        "6 s left",
        "5 s left",
        "3 s left",
        "1 s left",
        "1 s left",
    ]


@pytest.mark.parametrize("task", [("Counting",), ("Fitting K = 4",)])
def test_it_starts_anew_where_the_share_falls(task):
    slow = [(0, 0.0), (100, 0.5)]
    assert pace_after([*slow, (101, 0.0, *task)]).words(101) == ""
    assert pace_after([*slow, (101, 0.0, *task), (103, 0.5, *task)]).words(103) == "2 s left"


def test_another_task_with_the_same_share_starts_anew():
    reports = [(0, 0.0, "Waiting"), (100, 0.0, "Fitting K = 4"), (101, 0.5, "Fitting K = 4")]
    assert pace_after(reports).words(101) == "1 s left"


def test_steps_that_go_on_with_the_share_are_one_task():
    steps = [(second, second / 10, f"Fitting K = {second + 2}") for second in range(5)]
    assert pace_after(steps).words(4) == "6 s left"


def test_a_leap_of_one_report_does_not_make_it_jump():
    even = [(tenth / 10, tenth / 1000) for tenth in range(121)]
    assert pace_after(even).words(12) == "1 min left"
    assert pace_after([*even, (12.1, 0.5)]).words(12.1) == "1 min left"
    assert pace_after([*even, (12.1, 0.5), (25, 0.8)]).words(25) == "7 s left"


def test_what_takes_longer_than_was_thought_is_estimated_again():
    late = [(0, 0.0), (2, 0.5), (6, 0.5)]
    assert pace_after(late).words(6) == "6 s left"


def lefts(reports):
    """The seconds left after each report with which they are known."""
    pace, left = Pace(), []
    for now, share in reports:
        pace = pace.after(Progress("Counting", share), now)
        left += [pace.end - now] if pace.end is not None else []
    return left


def test_work_that_slows_down_a_little_lets_the_time_left_fall_more_slowly_not_rise():
    """A mixture's gap statistic as it went: by the share that was done alone, 22 s would be left, 27, 30, 25 …."""
    slower = [(0, 0), (0.5, 0.02), (1.1, 0.04), (1.7, 0.06), (2.7, 0.08), (3.1, 0.11), (3.6, 0.14), (4, 0.17)]
    left = lefts(slower)
    assert len(left) == 6
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == 6


def test_work_that_takes_far_longer_than_was_thought_says_so_before_that_time_is_over():
    slow = [(10 + second, 0.5 + second / 1000) for second in range(10)]
    left = lefts([(0, 0.0), *slow])
    assert left[0] == 10
    assert min(left) > 3
