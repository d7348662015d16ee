"""Histograms as text: how high bars are, where they begin, and what stands below them."""

import math
import re

import numpy as np
import pytest

from core.data.histogram import distribution
from tests.tui.conftest import shows_a_user, until
from tui.widgets.bars import Bars, ValueAxis, bars_of_distribution
from tui.widgets.histogram import draw_bars
from tui.widgets.shares import Shares

ACTIVITY = np.r_[20, np.round(np.exp(np.random.default_rng(5).normal(4.2, 1, 600))).clip(20, 2000), 2698]
"""Numbers of ratings as ml-latest-small has them."""
AVERAGES = np.random.default_rng(5).normal(3.6, 0.5, 600).clip(0.5, 5)

SIZES = [(37, 6), (57, 13), (97, 22)]
"""Of a histogram of screen 1 at 80x24, 120x40 and 200x60."""


def lines_of(bars, width=40, height=8):
    return draw_bars(bars, width, height).plain.split("\n")


def over_an_axis(*heights, low=0.0, high=1.0):
    return Bars("T", "c", heights, tuple(map(str, range(len(heights)))), ValueAxis(low, high, low, high, digits=0))


def labels_of(line):
    """The labels in a line of ticks, with the place of each one's middle."""
    return [(found.group(), (found.start() + found.end()) / 2) for found in re.finditer(r"\S+", line)]


def test_the_tallest_bar_reaches_the_top_and_zero_stays_empty():
    lines = lines_of(over_an_axis(0, 4, 8), width=3 + 3, height=6)
    assert [line[3:] for line in lines[1:-1]] == ["  █", "  █", " ██", " ██"]


def test_a_small_count_beside_a_huge_one_is_still_seen():
    assert "▁" in lines_of(over_an_axis(1, 10**9))[-2]


@pytest.mark.parametrize("place", [0, 49, 98, 99])
def test_more_bars_than_cells_keep_the_highest(place):
    heights = [0] * 100
    heights[place] = 5
    [line] = {line[3:] for line in lines_of(over_an_axis(*heights), width=20)[1:-1]}
    assert line.count("█") == 1
    assert abs(line.index("█") + 0.5 - (place + 0.5) / 100 * 17) <= 0.5 + 1e-9


@pytest.mark.parametrize("bars", [Bars("Title", "caption", (1, 2, 3), ("1", "2", "3")), over_an_axis(1, 2, 3)])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (5, 3), (300, 80)])
def test_any_size_gives_something_no_wider_than_it(bars, size):
    assert all(len(line) <= max(size[0], 8) for line in lines_of(bars, *size))


def test_names_stand_below_their_bars_or_are_thinned_out():
    bars = Bars("T", "", (1,) * 10, tuple(f"{n / 2}" for n in range(1, 11)))
    assert lines_of(bars, width=64)[-1].split() == [f"{n / 2}" for n in range(1, 11)]
    assert lines_of(bars, width=32)[-1].split() == ["0.5", "1.5", "2.5", "3.5", "4.5"]


def test_counts_are_written_as_ticks_are():
    assert "11,250 ┤" in lines_of(over_an_axis(11_250, 1_040))[1]
    assert " 1,040 ┤" in " " + lines_of(over_an_axis(1_040, 5))[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bins", [8, 30, 50])
def test_every_bar_lies_within_half_a_cell_of_its_bin(size, bins):
    cells = size[0] - 3
    for number in range(bins):
        bars = lines_of(over_an_axis(*(int(n == number) for n in range(bins))), *size)[-2][3:]
        first, after = bars.index("█"), bars.rindex("█") + 1
        start, end = number / bins * cells, (number + 1) / bins * cells
        assert abs((first + after) / 2 - (start + end) / 2) <= 0.5
        if end - start > 1:
            assert max(abs(first - start), abs(after - end)) <= 0.5


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("values", "digits"), [(ACTIVITY, 0), (AVERAGES, 2)], ids=["log", "linear"])
def test_every_tick_lies_within_half_a_cell_of_its_value_unless_it_would_stick_out(size, values, digits):
    shown = distribution(values, 50)
    line = lines_of(bars_of_distribution("T", shown, digits), *size)[-1]
    margin = len(f"{max(shown.counts):,}") + 2
    low, high = (math.log(end) if shown.is_log else end for end in (values.min(), values.max()))
    ticks = labels_of(line)
    assert len(ticks) > 2
    for label, middle in ticks[:-1]:
        value = float(label.replace(",", ""))
        share = ((math.log(value) if shown.is_log else value) - low) / (high - low)
        written = 0.5 * 10**-digits / (high - low) * (size[0] - margin)
        assert abs(margin + share * (size[0] - margin) - middle) <= 0.5 + written * (not shown.is_log)
    assert line.endswith(ticks[-1][0])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("values", "digits"), [(ACTIVITY, 0), (AVERAGES, 2), (ACTIVITY / 7, 2), (ACTIVITY / 1e5, 2), (ACTIVITY * 1e4, 0)]
)
def test_the_ticks_of_an_axis_have_one_style(size, values, digits):
    line = lines_of(bars_of_distribution("T", distribution(values, 50), digits), *size)[-1]
    labels = line.split()
    assert len({len(label.partition(".")[2]) for label in labels}) == 1
    assert all(re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?", label) for label in labels)
    numbers = [float(label.replace(",", "")) for label in labels]
    assert numbers == sorted(set(numbers))


def test_a_logarithmic_axis_says_so_and_has_bins_that_are_equal_in_the_log():
    bars = bars_of_distribution("Ratings per user", distribution(ACTIVITY, 50), digits=0)
    assert lines_of(bars, 80)[0].startswith("Ratings per user (log)  mean ")
    edges = [[float(edge.replace(",", "")) for edge in name.split(" – ")] for name in bars.names]
    ratio = (2698 / 20) ** (1 / 50)
    assert [high / low for low, high in edges] == pytest.approx([ratio] * 50, rel=0.01)
    assert (edges[0][0], edges[-1][1]) == (20, 2698)
    assert sum(bars.heights) == len(ACTIVITY)


def test_an_axis_of_one_value_has_it_in_its_middle():
    line = lines_of(bars_of_distribution("T", distribution(np.full(9, 3.0), 30), digits=2), 33)[-1]
    [(label, middle)] = labels_of(line)
    assert label == "3.00"
    assert abs(middle - (3 + 15)) <= 0.5


@pytest.mark.parametrize("values", [[-1e100, 1e100], [1e-300, 1e100], [5e-324, 1e-300], [3.0, math.nextafter(3, 4)]])
def test_any_finite_values_have_an_axis(values):
    counts = np.array(values * 5 + [values[0]] * 90)
    lines = lines_of(bars_of_distribution("T", distribution(counts, 50), digits=1), 60)
    assert all(len(line) <= 60 for line in lines)


async def test_a_users_counts_are_compared_in_bins_that_are_equal_in_the_logarithm(run_app, tmp_path):
    plays = [1 + 3000 // (1 + item) for item in range(200)]
    path = tmp_path / "plays.csv"
    rows = [f"{user},{item},{count + user % 3}" for user in range(12) for item, count in enumerate(plays)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    async with run_app(path) as (app, pilot):
        await pilot.press("slash", "3", "enter")
        await until(pilot, lambda: shows_a_user(app))
        _, *rows = app.screen.query_one(Shares).visual.plain.splitlines()
        bins = [re.match(r" *([\d,]+) – ([\d,]+) .*?(\d+) % +(\d+) %$", row).groups() for row in rows]
        start, end, *_ = ([float(edge.replace(",", "")) for edge in edges] for edges in zip(*bins, strict=True))
        assert (start[0], end[-1]) == (16, 3001)
        assert np.ptp(np.log(end) - np.log(start)) < 0.1
        for shares in list(zip(*bins, strict=True))[2:]:
            assert sum(map(int, shares)) == pytest.approx(100, abs=3)
