"""A histogram in eighth blocks (plotext draws halves at best), as wide and high as its widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from core import formats

_EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Bars:
    """What a histogram shows: a title with what is worth knowing beside it, heights, and what stands below.

    ``bins`` names every bar where the ticks do not.
    """

    title: str
    caption: str
    heights: tuple[int, ...]
    ticks: tuple[str, ...]
    gap: int = 0
    bins: tuple[str, ...] = ()


class Histogram(Widget):
    """A title line, bars from zero with the largest count beside them, and the ticks below."""

    bars: reactive[Bars | None] = reactive[Bars | None](None)

    def render(self) -> Content:
        """The histogram at the present size."""
        if self.bars is None:
            return Content("")
        return draw_bars(self.bars, self.content_size.width, self.content_size.height)

    def as_text(self) -> str:
        """The title, and the count of each bar with what it counts."""
        if self.bars is None:
            return ""
        names = self.bars.bins or self.bars.ticks
        counts = [f"{name}\t{height}" for name, height in zip(names, self.bars.heights, strict=True)]
        return "\n".join([f"{self.bars.title}  {self.bars.caption}", *counts])


def draw_bars(bars: Bars, width: int, height: int) -> Content:
    """The histogram as text: title, ``height - 2`` lines of bars, ticks."""
    title = Content.assemble((bars.title, "bold"), ("  " + bars.caption, "$foreground-muted"))
    top = formats.count(max(bars.heights, default=0))
    margin = len(top) + 2
    edges = _edges(len(bars.heights), width - margin, bars.gap)
    columns = _columns(bars.heights, edges, bars.gap)
    rows = max(1, height - 2)
    lines = [title.truncate(width, ellipsis=True)]
    for row, cells in enumerate(_rows(columns, rows)):
        axis = f"{top} ┤" if row == 0 else ("0 ┼" if row == rows - 1 else "│")
        lines.append(Content.assemble((axis.rjust(margin), "$foreground-muted"), (cells, "$primary")))
    if bars.gap:
        ticks = _below_bars(bars.ticks, [margin + edge for edge in edges], bars.gap)
    else:
        ticks = " " * margin + _spread(bars.ticks, len(columns))
    lines.append(Content.styled(ticks, "$foreground-muted"))
    return Content("\n").join(lines)


def _edges(bars: int, width: int, gap: int) -> list[int]:
    """The cell where each bar begins, and the end of the last; bars with gaps are equally wide."""
    if gap and width >= bars * (gap + 1):
        width -= width % bars
    return [bar * max(width, 0) // bars for bar in range(bars + 1)]


def _columns(heights: Sequence[int], edges: Sequence[int], gap: int) -> list[int]:
    """One height a cell; of bars that must share a cell, the highest shows."""
    columns = [0] * edges[-1]
    for height, start, end in zip(heights, edges, edges[1:], strict=False):
        for cell in range(start, max(end - gap, start + 1)):
            if cell < len(columns):
                columns[cell] = max(columns[cell], height)
    return columns


def _rows(columns: Sequence[int], rows: int) -> list[str]:
    """The bars from the top line to the bottom one; what is above zero shows at least an eighth."""
    highest = max(columns, default=0) or 1
    eighths = [max(1, round(column * rows * 8 / highest)) if column else 0 for column in columns]
    return [
        "".join(_EIGHTHS[min(8, max(0, eighth - 8 * below))] for eighth in eighths) for below in reversed(range(rows))
    ]


def _below_bars(ticks: Sequence[str], edges: Sequence[int], gap: int) -> str:
    """A tick below the middle of each bar, or of every second, third, ... where they would touch."""
    longest, bar = max(map(len, ticks)), edges[1] - edges[0]
    step = -(-(longest + 1) // max(bar, 1))
    line = [" "] * edges[-1]
    for tick, start in list(zip(ticks, edges, strict=False))[::step]:
        begin = max(0, min(start + (bar - gap - len(tick)) // 2, len(line) - len(tick)))
        line[begin : begin + len(tick)] = tick
    return "".join(line)


def _spread(ticks: Sequence[str], width: int) -> str:
    """The ticks at equal distances, the first at the left end and the last at the right."""
    if len(ticks) < 2:
        return "".join(ticks)
    line = [" "] * max(width, len(ticks[-1]))
    free = 0
    for number, tick in enumerate(ticks):
        middle = (len(line) - 1) * number / (len(ticks) - 1)
        start = min(max(round(middle - len(tick) / 2), 0), len(line) - len(tick))
        if start >= free:
            line[start : start + len(tick)] = tick
            free = start + len(tick) + 1
    return "".join(line)
