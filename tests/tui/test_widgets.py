"""Charts as text."""

import numpy as np
import pytest

from tui.charts import Curve, Group, Mark, Scatter, draw
from tui.session import LARGEST_K
from tui.themes import marker, segment_colour


def plain_text(chart, width, height):
    return "\n".join(line.plain for line in draw(chart, width, height))


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


def test_a_log_axis_spreads_what_is_skewed_and_has_the_ticks_of_the_values():
    x = np.array([20.0, 60.0, 70.0, 80.0, 2698.0])
    plain, logged = (
        plain_text(Scatter((Group(x, x, "●", "#e69f00"),), (), logs), 60, 20) for logs in ((False,) * 2, (True,) * 2)
    )
    assert plain.count("●") < logged.count("●") == 5
    assert "100" in logged.splitlines()[-1].split()


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
