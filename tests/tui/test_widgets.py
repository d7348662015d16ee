"""Histograms, charts and ticks as text."""

import numpy as np
import pytest

from tui.charts import Curve, Group, Mark, Scatter, draw, round_ticks
from tui.themes import marker, segment_colour
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
    assert round_ticks(low, high, 4)[0] == pytest.approx(ticks)


def test_the_elbow_marks_the_current_k():
    curve = Curve(
        tuple(range(2, 11)), tuple(1000 / k for k in range(2, 11)), "#5fa8e8", (Mark(4, 250, "◉", "#ffffff"),)
    )
    text = plain_text(curve, 60, 15)
    assert text.count("◉") == 1
    assert text.count("●") == 8
    assert len(text.rstrip("\n").splitlines()) == 15


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
def test_sixteen_segments_have_sixteen_looks(dark):
    looks = {(marker(slot), segment_colour(slot, dark=dark)) for slot in range(16)}
    assert len(looks) == 16
    assert len({colour for _, colour in looks}) == 8
