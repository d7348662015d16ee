"""Charts as text, drawn by plotext: the only place that touches it.

plotext has one global figure: a lock stands around it, and every chart is drawn from nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.color import Color
from rich.text import Text

if TYPE_CHECKING:
    import numpy as np

MAX_POINTS = 4_000
"""A scatter plot draws at most about so many points, evenly taken from every group."""

_MIN_WIDTH, _MIN_HEIGHT = 16, 5
_TICKS_EVERY = 12
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
    """A value for each K, joined by a line, with some points marked."""

    ks: tuple[int, ...]
    values: tuple[float, ...]
    colour: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, eq=False)
class Group:
    """Points of one sign and colour."""

    x: np.ndarray
    y: np.ndarray
    sign: str
    colour: str


@dataclass(frozen=True, eq=False)
class Scatter:
    """Groups of points, the largest drawn first so that small ones stay visible, and their centres on top."""

    groups: tuple[Group, ...]
    centres: tuple[Mark, ...]


Chart = Curve | Scatter


def draw(chart: Chart, width: int, height: int) -> Text:
    """The chart in ``width`` x ``height`` cells; empty where it would be too small to read."""
    if width < _MIN_WIDTH or height < _MIN_HEIGHT:
        return Text("")
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
        return Text.from_ansi(plotext.build(), no_wrap=True)


def _draw_curve(plotext, curve: Curve, height: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    colour = _rgb(curve.colour)
    plotext.plot(curve.ks, curve.values, marker="braille", color=colour)
    plotext.scatter(curve.ks, curve.values, marker="●", color=colour)
    for mark in curve.marks:
        plotext.scatter([mark.x], [mark.y], marker=mark.sign, color=_rgb(mark.colour))
    plotext.xticks(curve.ks, [str(k) for k in curve.ks])
    _ticks(plotext.yticks, min(curve.values), max(curve.values), max(2, height // 4))


def _draw_scatter(plotext, scatter: Scatter, width: int, height: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    total = sum(len(group.x) for group in scatter.groups)
    step = max(1, -(-total // MAX_POINTS))
    for group in sorted(scatter.groups, key=lambda group: -len(group.x)):
        plotext.scatter(group.x[::step].tolist(), group.y[::step].tolist(), marker=group.sign, color=_rgb(group.colour))
    for mark in scatter.centres:
        plotext.scatter([mark.x], [mark.y], marker=mark.sign, color=_rgb(mark.colour))
    _ticks(plotext.xticks, *_range([group.x for group in scatter.groups]), max(2, width // _TICKS_EVERY))
    _ticks(plotext.yticks, *_range([group.y for group in scatter.groups]), max(2, height // 3))


def _range(columns: Sequence[np.ndarray]) -> tuple[float, float]:
    return float(min(column.min() for column in columns)), float(max(column.max() for column in columns))


def _ticks(set_ticks, low: float, high: float, most: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Round numbers within the range, at most ``most`` of them, thousands separated."""
    ticks, digits = round_ticks(low, high, most)
    set_ticks(ticks, [f"{tick:,.{digits}f}" for tick in ticks])


def round_ticks(low: float, high: float, most: int) -> tuple[list[float], int]:
    """Multiples of 1, 2 or 5 times a power of ten from ``low`` to ``high``, and the decimals that they need."""
    import math

    if not high > low:
        return [low], 2
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
