"""Histograms, charts and ticks as text."""

import numpy as np
import pytest

from tui.charts import Curve, Group, Mark, Scatter, draw
from tui.session import LARGEST_K
from tui.themes import marker, segment_colour
from tui.ticks import log_ticks, round_ticks
from tui.widgets.histogram import Bars, draw_bars


def lines_of(bars, width=40, height=8):
    return draw_bars(bars, width, height).plain.split("\n")


def plain_text(chart, width, height):
    return "\n".join(line.plain for line in draw(chart, width, height))


def test_the_tallest_bar_reaches_the_top_and_zero_stays_empty():
    lines = lines_of(Bars("T", "c", (0, 4, 8), ("a", "b", "c")), width=3 + 3, height=6)
    assert [line[3:] for line in lines[1:-1]] == ["  █", "  █", " ██", " ██"]


def test_a_small_count_beside_a_huge_one_is_still_seen():
    lines = lines_of(Bars("T", "", (1, 10**9), ("a", "b")))
    assert "▁" in lines[-2]


def test_more_bars_than_cells_keep_the_highest():
    lines = lines_of(Bars("T", "", tuple([0] * 99 + [5]), ("0", "1")), width=20)
    assert lines[-2].endswith("█")


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (300, 80)])
def test_any_size_gives_something_no_wider_than_it(size):
    lines = lines_of(Bars("Title", "caption", (1, 2, 3), ("1", "2", "3"), gap=1), *size)
    assert all(len(line) <= max(size[0], 8) for line in lines)


def test_ticks_stand_below_their_bars_or_are_thinned_out():
    bars = Bars("T", "", (1,) * 10, tuple(f"{n / 2}" for n in range(1, 11)), gap=1)
    assert lines_of(bars, width=64)[-1].split() == [f"{n / 2}" for n in range(1, 11)]
    assert lines_of(bars, width=32)[-1].split() == ["0.5", "1.5", "2.5", "3.5", "4.5"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(20, 2698, [1000, 2000]), (0.17, 2.09, [0.5, 1.0, 1.5, 2.0]), (-3, 3, [-2, 0, 2]), (5, 5, [5])],
)
def test_ticks_are_round_numbers_within_the_range(low, high, ticks):
    assert round_ticks(low, high, 4).values == pytest.approx(ticks)


def test_the_elbow_marks_the_current_k():
    curve = Curve(
        tuple(range(2, 11)), tuple(1000 / k for k in range(2, 11)), "#5fa8e8", (Mark(4, 250, "◉", "#ffffff"),)
    )
    text = plain_text(curve, 60, 15)
    assert text.count("◉") == 1
    assert text.count("●") == 8
    assert len(text.rstrip("\n").splitlines()) == 15


ELBOW = (1269.6, 914.5, 759.5, 638.0, 529.2, 466.8, 423.8, 381.0, 343.3)
"""The WCSS of ml-latest-small for K = 2 to 10."""


def rows_of_signs(lines, signs="●◉○"):
    """For each column that holds a sign, from left to right, the row of it."""
    found = [(column, row) for row, line in enumerate(lines) for column, sign in enumerate(line) if sign in signs]
    return [row for _, row in sorted(found)]


@pytest.mark.parametrize("size", [(78, 6), (46, 24), (110, 40)])
def test_every_mark_of_a_curve_lies_within_half_a_row_of_its_value(size):
    lines = [line.plain for line in draw(Curve(tuple(range(2, 11)), ELBOW, "#5fa8e8"), *size)]
    last = size[1] - 3
    exact = [last * (ELBOW[0] - value) / (ELBOW[0] - ELBOW[-1]) for value in ELBOW]
    assert all(abs(row - wanted) <= 0.5 for row, wanted in zip(rows_of_signs(lines), exact, strict=True))


def test_no_mark_is_drawn_below_a_tick_that_its_value_exceeds():
    lines = [line.plain for line in draw(Curve(tuple(range(2, 11)), ELBOW, "#5fa8e8"), 78, 6)]
    [tick] = [row for row, line in enumerate(lines) if line.startswith("  500")]
    assert rows_of_signs(lines)[4] <= tick


@pytest.mark.parametrize("height", range(8, 20))
def test_the_line_runs_through_its_marks(height):
    flat = Curve((2, 3, 4, 5), (0.0, 6.0, 6.0, 10.0), "#5fa8e8")
    lines = [line.plain for line in draw(flat, 60, height)]
    row = rows_of_signs(lines)[1]
    assert row == rows_of_signs(lines)[2]
    between = lines[row].split("●")[1]
    assert between
    assert " " not in between


def test_a_curve_without_a_slope_is_drawn():
    assert plain_text(Curve((2, 3), (1.0, 1.0), "#5fa8e8"), 40, 9).count("●") == 2


def test_log_ticks_are_round_and_thinned_out_where_they_are_too_many():
    assert log_ticks(20, 2698, 7).labels == ("20", "50", "100", "200", "500", "1,000", "2,000")
    assert log_ticks(20, 2698, 4).labels == ("30", "100", "300", "1,000")
    assert log_ticks(20, 2698, 3).labels == ("100", "1,000")
    assert log_ticks(0.07, 2, 2).labels == ("0.1", "1")
    assert len(log_ticks(1e-6, 1e9, 3).labels) <= 3


def test_a_log_axis_spreads_what_is_skewed_and_has_the_ticks_of_the_values():
    x = np.array([20.0, 60.0, 70.0, 80.0, 2698.0])
    plain, logged = (
        plain_text(Scatter((Group(x, x, "●", "#e69f00"),), (), logs), 60, 20) for logs in ((False,) * 2, (True,) * 2)
    )
    assert plain.count("●") < logged.count("●") == 5
    assert "100" in logged.splitlines()[-1].split()


def test_counts_on_a_histogram_are_written_as_ticks_are():
    assert "11,250 ┤" in lines_of(Bars("T", "", (11_250, 1_040), ("a", "b")))[1]
    assert " 1,040 ┤" in " " + lines_of(Bars("T", "", (1_040, 5), ("a", "b")))[1]


def test_a_chart_is_the_same_when_drawn_again():
    points = np.linspace(0, 1, 50)
    scatter = Scatter((Group(points, points**2, "▲", "#e69f00"),), (Mark(0.5, 0.5, "✚", "#ffffff"),))
    assert plain_text(scatter, 50, 12) == plain_text(scatter, 50, 12)
    assert "✚" in plain_text(scatter, 50, 12)


def test_a_cell_shows_the_segment_with_most_points_in_it_whatever_the_order():
    corners = np.array([0.0, 1.0])
    many = Group(np.array([*corners, *[0.5] * 9]), np.array([*corners, *[0.5] * 9]), "●", "#e69f00")
    few = Group(np.array([0.5, 0.25]), np.array([0.5, 0.75]), "▲", "#56b4e9")
    for groups in ((many, few), (few, many)):
        plain = plain_text(Scatter(groups, ()), 60, 20)
        assert (plain.count("●"), plain.count("▲")) == (3, 1)


def test_every_lone_point_is_seen():
    x = np.arange(10.0)
    plain = plain_text(Scatter((Group(x, x % 3, "■", "#009e73"),), ()), 60, 20)
    assert plain.count("■") == 10


def test_a_chart_without_room_is_empty():
    assert draw(Curve((2, 3), (2.0, 1.0), "#ffffff"), 5, 2) == []


@pytest.mark.parametrize("dark", [True, False])
def test_as_many_segments_as_can_be_shown_have_as_many_signs(dark):
    looks = {(marker(slot), segment_colour(slot, dark=dark)) for slot in range(LARGEST_K)}
    assert len({sign for sign, _ in looks}) == LARGEST_K
    assert len({colour for _, colour in looks}) == 8
