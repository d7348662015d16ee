"""The charts of the app as they are drawn: every mark lies within half a cell of its value, at every size."""

import math
import re

import pytest

from core.evidence.indices import evidence_curves
from tests.tui.conftest import until
from tui.charts import Curve
from tui.themes import CENTRE_MARKER
from tui.widgets.histogram import Histogram
from tui.widgets.plot import Plot

SIZES = [(80, 24), (120, 40), (200, 60)]
HALF = 0.5 + 1e-6
LABEL = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|-\d.*")


@pytest.fixture
def skewed(tmp_path):
    """Forty users with a few ratings, and some with many."""
    folder = tmp_path / "skewed"
    folder.mkdir()
    given = [*(10 + user % 9 for user in range(40)), 60, 150, 390, 1100]
    rows = [
        f"{user},{item},{1 + (user * 7 + item * item) % (3 + user % 3)}"
        for user, n in enumerate(given)
        for item in range(n)
    ]
    (folder / "ratings.csv").write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    return folder


class Drawn:
    """A chart read back from its characters: rows and columns count from its lower left, values from its ends."""

    def __init__(self, plot, ends, logs=(False, False)):
        self.text = plot.as_text()
        width = plot.content_size.width
        *body, axis, self.below = [line.ljust(width) for line in self.text.split("\n")]
        self.start = axis.index("└") + 1
        self.columns, self.rows = width - self.start, len(body)
        self.area = [line[self.start :] for line in reversed(body)]
        self.beside = [(row, line[: self.start - 1].strip()) for row, line in enumerate(reversed(body))]
        self.ends, self.logs = ends, logs

    def place(self, *values):
        """Where a point lies, in columns and rows."""
        shares = []
        for value, (low, high), is_log in zip(values, self.ends, self.logs, strict=True):
            value, low, high = (math.log(one) if is_log else one for one in (value, low, high))
            shares.append((value - low) / (high - low))
        return shares[0] * (self.columns - 1), shares[1] * (self.rows - 1)

    def signs(self, wanted):
        return [
            (column, row, sign)
            for row, line in enumerate(self.area)
            for column, sign in enumerate(line)
            if sign in wanted
        ]

    def check_ticks(self):
        """They lie beside or below their values, and each axis is written in one style."""
        below = [(found.group(), found.start(), found.end()) for found in re.finditer(r"\S+", self.below)]
        beside = [(row, label) for row, label in self.beside if label]
        assert below
        assert beside
        for label, first, after in below:
            column, _ = self.place(number(label), self.ends[1][0])
            middle = (first + after - 1) / 2 - self.start
            assert abs(middle - column) <= HALF or self.below.endswith(label)
        for row, label in beside:
            assert abs(self.place(self.ends[0][0], number(label))[1] - row) <= HALF
        for labels in ([label for label, *_ in below], [label for _, label in beside]):
            assert all(LABEL.fullmatch(label) for label in labels)
            assert len({len(label.partition(".")[2]) for label in labels}) == 1


def number(label):
    return float(label.replace(",", ""))


def is_near(place, cell):
    return all(abs(wanted - at) <= HALF for wanted, at in zip(place, cell, strict=True))


async def sized(app, pilot, size, *widgets):
    """Give the terminal another size, and wait until the widgets have theirs."""
    await pilot.resize_terminal(*size)
    await until(pilot, lambda: app.size == size and all(widget.size.height for widget in widgets))


async def test_every_curve_over_k(run_app, small):
    async with run_app(small, evidence="full") as (app, pilot):
        await pilot.press("2")
        plot = app.screen.query_one(Plot)
        drawn = set()
        for _, curve in evidence_curves():
            for size in SIZES:
                await sized(app, pilot, size, plot)
                if isinstance(plot.chart, Curve):
                    check_curve(plot)
                    drawn.add(curve.title)
            await pilot.press("c")
            await pilot.pause()
        assert len(drawn) == len(evidence_curves())


def check_curve(plot):
    curve = plot.chart
    errors = curve.errors or (0,) * len(curve.ks)
    low = min(value - error for value, error in zip(curve.values, errors, strict=True))
    high = max(value + error for value, error in zip(curve.values, errors, strict=True))
    drawn = Drawn(plot, ((min(curve.ks), max(curve.ks)), (low, high)))
    signs = drawn.signs("●◉○")
    assert len(signs) == len(curve.ks)
    for k, value, (column, row, _) in zip(curve.ks, curve.values, sorted(signs), strict=True):
        assert is_near(drawn.place(k, value), (column, row)), drawn.text
    drawn.check_ticks()


@pytest.mark.parametrize("data", ["small", "skewed"])
async def test_scatter_plots(run_app, request, data):
    async with run_app(request.getfixturevalue(data)) as (app, pilot):
        await pilot.press("3")
        plots = app.screen.query("#scatters Plot")
        for size in SIZES:
            await sized(app, pilot, size, *plots)
            assert any(plot.chart.logs[0] for plot in plots) == (data == "skewed")
            for plot in plots:
                check_scatter(plot)


def check_scatter(plot):
    groups, centres = plot.chart.groups, plot.chart.centres
    ends = [
        (min(getattr(group, axis).min() for group in groups), max(getattr(group, axis).max() for group in groups))
        for axis in ("x", "y")
    ]
    drawn = Drawn(plot, ends, plot.chart.logs)
    points = {
        group.sign: [drawn.place(x, y) for x, y in zip(group.x.tolist(), group.y.tolist(), strict=True)]
        for group in groups
    }
    signs = drawn.signs("".join(points))
    assert signs
    for column, row, sign in signs:
        assert any(is_near(place, (column, row)) for place in points[sign]), drawn.text
    on_top = [(column, row) for column, row, _ in drawn.signs(CENTRE_MARKER)]
    for mark in centres:
        assert any(is_near(drawn.place(mark.x, mark.y), cell) for cell in on_top), drawn.text
    shown = [(column, row) for column, row, _ in signs] + on_top
    for place in (place for places in points.values() for place in places):
        assert any(is_near(place, cell) for cell in shown), drawn.text
    drawn.check_ticks()


async def test_the_map_of_the_segments(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("3", "w", "w", "w")
        plot = app.screen.query_one("#segment-map Plot")
        for size in SIZES:
            await sized(app, pilot, size, plot)
            check_scatter(plot)


async def test_histograms_say_their_scale_and_write_their_ticks_in_one_style(run_app, skewed):
    async with run_app(skewed) as (app, pilot):
        per_user, averages = (
            app.screen.query_one(f"#histogram-{name}", Histogram) for name in ("per-user", "averages")
        )
        for size in SIZES:
            await sized(app, pilot, size, per_user)
            title, *_, ticks = per_user.render().plain.split("\n")
            assert title.startswith("Ratings per user (log)  mean 51.")
            labels = ticks.split()
            assert (labels[0], labels[-1]) == ("10", "1,100")
            assert all(re.fullmatch(r"\d{1,3}|\d,\d{3}", label) for label in labels)
        assert sum(int(line.split("\t")[1]) for line in per_user.as_text().splitlines()[1:]) == 44
        assert "(log)" not in averages.render().plain
