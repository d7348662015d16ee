"""Charts as text, drawn by plotext: the only place that touches it.

plotext has one global figure: a lock stands around it, and every chart is drawn from nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.ansi import AnsiDecoder
from rich.color import Color
from rich.text import Text

if TYPE_CHECKING:
    import numpy as np

_MIN_WIDTH, _MIN_HEIGHT = 16, 5
_TICKS_EVERY = 12
_LINES_BELOW = 2
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
    """Groups of points, and their centres on top; a cell shows the group that has most points there."""

    groups: tuple[Group, ...]
    centres: tuple[Mark, ...]


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
            _draw_curve(plotext, chart, height)
        else:
            _draw_scatter(plotext, chart, width, height)
        return list(AnsiDecoder().decode(plotext.build()))


def _draw_curve(plotext: Any, curve: Curve, height: int) -> None:
    errors = curve.errors or (0.0,) * len(curve.ks)
    bars = [(k, value - error, value + error) for k, value, error in zip(curve.ks, curve.values, errors, strict=True)]
    low, high = min(bar[1] for bar in bars), max(bar[2] for bar in bars)
    rows = height - _LINES_BELOW
    signs = {mark.x: mark for mark in curve.marks}
    plotext.plot(curve.ks, curve.values, marker="braille", color=_rgb(curve.colour))
    for k, bottom, top in bars:
        if top > bottom:
            plotext.plot([k, k], [bottom, top], marker="braille", color=_rgb(curve.colour))
    for k, value in zip(curve.ks, curve.values, strict=True):
        mark = signs.get(k) or Mark(k, value, "●", curve.colour)
        on_the_line = _in_cell(_braille_cell(value, low, high, rows), low, high, rows)
        plotext.scatter([k], [on_the_line], marker=mark.sign, color=_rgb(mark.colour))
    plotext.xticks(curve.ks, [str(k) for k in curve.ks])
    _ticks(plotext.yticks, low, high, max(2, height // 4))


def _draw_scatter(plotext: Any, scatter: Scatter, width: int, height: int) -> None:
    across, up = _range([group.x for group in scatter.groups]), _range([group.y for group in scatter.groups])
    plotext.xlim(*across)
    plotext.ylim(*up)
    _ticks(plotext.xticks, *across, max(2, width // _TICKS_EVERY))
    margin = _ticks(plotext.yticks, *up, max(2, height // 3))
    columns, rows = width - margin - 1, height - _LINES_BELOW
    for group, (cell_columns, cell_rows) in zip(
        scatter.groups, _majorities(scatter.groups, across, up, columns, rows), strict=True
    ):
        x = [_in_cell(cell, *across, columns) for cell in cell_columns]
        y = [_in_cell(cell, *up, rows) for cell in cell_rows]
        plotext.scatter(x, y, marker=group.sign, color=_rgb(group.colour))
    for mark in scatter.centres:
        plotext.scatter([mark.x], [mark.y], marker=mark.sign, color=_rgb(mark.colour))


def _majorities(
    groups: Sequence[Group], across: tuple[float, float], up: tuple[float, float], columns: int, rows: int
) -> list[tuple[list[int], list[int]]]:
    """For each group the columns and rows of the cells where none has more points than it."""
    import numpy as np

    counts = np.zeros((len(groups), columns * rows), dtype=np.int64)
    for number, group in enumerate(groups):
        cells = _cells(group.y, *up, rows) * columns + _cells(group.x, *across, columns)
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


def _braille_cell(value: float, low: float, high: float, cells: int) -> int:
    """The cell through which a braille line, four dots to a cell, passes at that value."""
    share = (value - low) / (high - low) if high > low else 0.0
    return int(0.5 + (4 * cells - 1) * share) // 4


def _range(columns: Sequence[np.ndarray]) -> tuple[float, float]:
    """The smallest and the largest value, a little apart where they are one."""
    low, high = float(min(column.min() for column in columns)), float(max(column.max() for column in columns))
    apart = 0 if high > low else max(0.5, abs(low) / 100)
    return low - apart, high + apart


def _ticks(set_ticks: Callable[[list[float], list[str]], object], low: float, high: float, most: int) -> int:
    """Set round numbers within the range, at most ``most``, thousands separated; the length of the longest."""
    ticks, digits = round_ticks(low, high, most)
    labels = [f"{tick:,.{digits}f}" for tick in ticks]
    set_ticks(ticks, labels)
    return max(map(len, labels))


def round_ticks(low: float, high: float, most: int) -> tuple[list[float], int]:
    """Multiples of 1, 2 or 5 times a power of ten from ``low`` to ``high``, and the decimals that they need."""
    import math

    if not high > low:
        return [low], 0 if low == int(low) else 2
    exponent = math.floor(math.log10((high - low) / most))
    for step in (factor * 10.0**power for power in (exponent, exponent + 1) for factor in (1, 2, 5)):
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < most:
            break
    digits = max(0, -math.floor(math.log10(step)))
    return [number * step for number in range(first, last + 1)] or [low], digits


def _rgb(colour: str) -> tuple[int, int, int]:
    triplet = Color.parse(colour).get_truecolor()
    return triplet.red, triplet.green, triplet.blue
