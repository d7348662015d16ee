"""Charts as text, drawn by plotext: the only place that touches it.

plotext has one global figure: a lock stands around it, and every chart is drawn from nothing.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.ansi import AnsiDecoder
from rich.color import Color
from rich.text import Text

from core.ticks import Ticks, label_line, log_ticks, round_ticks

if TYPE_CHECKING:
    import numpy as np

_MIN_WIDTH, _MIN_HEIGHT = 16, 5
_TICKS_EVERY = 12
_LINES_BELOW = 2
_DOTS_ACROSS, _DOTS_UP = 2, 4
_lock = threading.Lock()


@dataclass(frozen=True)
class Mark:
    """A point that stands out, with its sign and colour (``#rrggbb``)."""

    x: float
    y: float
    sign: str
    colour: str


@dataclass(frozen=True)
class Curve:
    """A value for each K, joined by a line, with some points marked; ``errors`` are drawn up and down."""

    ks: tuple[int, ...]
    values: tuple[float, ...]
    colour: str
    marks: tuple[Mark, ...] = ()
    errors: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Group:
    """Points of one sign and colour."""

    x: np.ndarray
    y: np.ndarray
    sign: str
    colour: str


@dataclass(frozen=True, eq=False)
class Scatter:
    """Groups of points, and their centres on top; a cell shows the group that has most points there.

    An axis on which ``logs`` says so (across, up) is logarithmic; all its values are above 0.
    """

    groups: tuple[Group, ...]
    centres: tuple[Mark, ...]
    logs: tuple[bool, bool] = (False, False)


Chart = Curve | Scatter


def draw(chart: Chart, width: int, height: int) -> list[Text]:
    """The lines of the chart in ``width`` x ``height`` cells; none where it would be too small to read."""
    if width < _MIN_WIDTH or height < _MIN_HEIGHT:
        return []
    with _lock:
        import plotext

        plotext.clear_figure()
        plotext.limit_size(False, False)
        plotext.plot_size(width, height)
        plotext.theme("clear")
        plotext.xaxes(True, False)
        plotext.yaxes(True, False)
        if isinstance(chart, Curve):
            below = _draw_curve(plotext, chart, width, height)
        else:
            below = _draw_scatter(plotext, chart, width, height)
        drawn = list(AnsiDecoder().decode(plotext.build()))
    return [*drawn[: height - 1], Text(below)]


def _draw_curve(plotext: Any, curve: Curve, width: int, height: int) -> str:
    """Draw it; gives the line of labels below its axis, which plotext would shift at the right end."""
    errors = curve.errors or (0.0,) * len(curve.ks)
    bars = [(k, value - error, value + error) for k, value, error in zip(curve.ks, curve.values, errors, strict=True)]
    rows = height - _LINES_BELOW
    up = _Axis.over(min(bar[1] for bar in bars), max(bar[2] for bar in bars), rows, _DOTS_UP)
    ticks = round_ticks(up.low, up.high, max(2, height // 4))
    across = _Axis.over(min(curve.ks), max(curve.ks), width - _margin(ticks) - 1, _DOTS_ACROSS)
    plotext.xlim(across.low, across.high)
    plotext.ylim(up.low, up.high)
    plotext.xticks(curve.ks, [str(k) for k in curve.ks])
    plotext.yticks(ticks.values, ticks.labels)

    def draw_line(ks: Sequence[float], values: Sequence[float]) -> None:
        dots = [across.in_dots(k) for k in ks], [up.in_dots(value) for value in values]
        plotext.plot(*dots, marker="braille", color=_rgb(curve.colour))

    draw_line(curve.ks, curve.values)
    for k, bottom, top in bars:
        if top > bottom:
            draw_line([k, k], [bottom, top])
    signs = {mark.x: mark for mark in curve.marks}
    for k, value in zip(curve.ks, curve.values, strict=True):
        mark = signs.get(k) or Mark(k, value, "●", curve.colour)
        plotext.scatter([k], [value], marker=mark.sign, color=_rgb(mark.colour))
    return across.labels(Ticks(curve.ks, tuple(map(str, curve.ks))), width)


def _draw_scatter(plotext: Any, scatter: Scatter, width: int, height: int) -> str:
    """Draw it; gives the line of labels below its axis."""
    is_log_across, is_log_up = scatter.logs
    groups = [(_scaled(group.x, is_log_across), _scaled(group.y, is_log_up)) for group in scatter.groups]
    across, up = _range([x for x, _ in groups]), _range([y for _, y in groups])
    plotext.xlim(*across)
    plotext.ylim(*up)
    below = _ticks(*across, max(2, width // _TICKS_EVERY), is_log_across)
    beside = _ticks(*up, max(2, height // 3), is_log_up)
    plotext.xticks(below.values, below.labels)
    plotext.yticks(beside.values, beside.labels)
    columns, rows = width - _margin(beside) - 1, height - _LINES_BELOW
    for group, (cell_columns, cell_rows) in zip(
        scatter.groups, _majorities(groups, across, up, columns, rows), strict=True
    ):
        x = [_in_cell(cell, *across, columns) for cell in cell_columns]
        y = [_in_cell(cell, *up, rows) for cell in cell_rows]
        plotext.scatter(x, y, marker=group.sign, color=_rgb(group.colour))
    for mark in scatter.centres:
        x_of_mark = math.log10(mark.x) if is_log_across else mark.x
        y_of_mark = math.log10(mark.y) if is_log_up else mark.y
        plotext.scatter([x_of_mark], [y_of_mark], marker=mark.sign, color=_rgb(mark.colour))
    return _Axis(*across, columns, _DOTS_ACROSS).labels(below, width)


@dataclass(frozen=True)
class _Axis:
    """From the middle of the first of its ``cells`` to the middle of the last; a cell has so many ``dots`` of braille.

    plotext puts signs and ticks there, but spans dots from the first dot to the last: `in_dots` makes up for it, so
    that a line runs through the signs on it.
    """

    low: float
    high: float
    cells: int
    dots: int

    @classmethod
    def over(cls, low: float, high: float, cells: int, dots: int) -> _Axis:
        """An axis, a little wider where its ends are one."""
        apart = _apart(low, high)
        return cls(low - apart, high + apart, cells, dots)

    def in_dots(self, value: float) -> float:
        """The value for which plotext draws its dot where it draws a sign for ``value``."""
        share = (value - self.low) / (self.high - self.low)
        dot = self.dots * (self.cells - 1) * share + (self.dots - 1) / 2
        return self.low + (self.high - self.low) * dot / (self.dots * self.cells - 1)

    def labels(self, ticks: Ticks, width: int) -> str:
        """The labels of ticks below this axis, which is at the right end of ``width`` cells."""
        start = width - self.cells + 0.5
        shares = [(value - self.low) / (self.high - self.low) for value in ticks.values]
        middles = [start + (self.cells - 1) * share for share in shares]
        return label_line(zip(middles, ticks.labels, strict=True), width)


def _majorities(
    groups: Sequence[tuple[np.ndarray, np.ndarray]],
    across: tuple[float, float],
    up: tuple[float, float],
    columns: int,
    rows: int,
) -> list[tuple[list[int], list[int]]]:
    """For each group the columns and rows of the cells where none has more points than it."""
    import numpy as np

    counts = np.zeros((len(groups), columns * rows), dtype=np.int64)
    for number, (x, y) in enumerate(groups):
        cells = _cells(y, *up, rows) * columns + _cells(x, *across, columns)
        counts[number] = np.bincount(cells, minlength=columns * rows)
    winner = np.where(counts.any(axis=0), counts.argmax(axis=0), -1)
    found = [np.flatnonzero(winner == number) for number in range(len(groups))]
    return [((cells % columns).tolist(), (cells // columns).tolist()) for cells in found]


def _cells(values: np.ndarray, low: float, high: float, cells: int) -> np.ndarray:
    """The cell of each value, as plotext counts them."""
    import numpy as np

    share = (values - low) / (high - low) if high > low else np.zeros(len(values))
    return np.asarray(np.floor(0.5 + (cells - 1) * share), dtype=np.int64)


def _in_cell(cell: int, low: float, high: float, cells: int) -> float:
    """A value that plotext draws in that cell."""
    return low + (high - low) * cell / max(cells - 1, 1)


def _scaled(values: np.ndarray, is_log: bool) -> np.ndarray:
    import numpy as np

    return np.log10(values) if is_log else values


def _range(columns: Sequence[np.ndarray]) -> tuple[float, float]:
    """The smallest and the largest value, a little apart where they are one."""
    low, high = float(min(column.min() for column in columns)), float(max(column.max() for column in columns))
    apart = _apart(low, high)
    return low - apart, high + apart


def _apart(low: float, high: float) -> float:
    """By how much an axis is wider on either side, so that it has a length."""
    return 0 if high > low else max(0.5, abs(low) / 100)


def _ticks(low: float, high: float, most: int, is_log: bool) -> Ticks:
    """Ticks of an axis; on a logarithmic one its ends are powers of ten."""
    if not is_log:
        return round_ticks(low, high, most)
    ticks = log_ticks(10**low, 10**high, most)
    return Ticks(tuple(math.log10(value) for value in ticks.values), ticks.labels)


def _margin(ticks: Ticks) -> int:
    return max(map(len, ticks.labels))


def _rgb(colour: str) -> tuple[int, int, int]:
    triplet = Color.parse(colour).get_truecolor()
    return triplet.red, triplet.green, triplet.blue
