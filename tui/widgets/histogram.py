"""A histogram in eighth blocks (plotext draws halves at best), as wide and high as its widget."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from core import formats
from core.ticks import label_line
from tui.widgets.bars import Bars

_EIGHTHS = " ▁▂▃▄▅▆▇█"


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
        counts = [f"{name}\t{height}" for name, height in zip(self.bars.names, self.bars.heights, strict=True)]
        return "\n".join([f"{self.bars.title}  {self.bars.caption}", *counts])


def draw_bars(bars: Bars, width: int, height: int) -> Content:
    """The histogram as text: title, ``height - 2`` lines of bars, ticks."""
    title = Content.assemble((bars.title, "bold"), ("  " + bars.caption, "$foreground-muted"))
    top = formats.count(max(bars.heights, default=0))
    margin = len(top) + 2
    gap = 1 if bars.axis is None else 0
    edges = _edges(len(bars.heights), width - margin, gap)
    columns = _columns(bars.heights, edges, gap)
    rows = max(1, height - 2)
    lines = [title.truncate(width, ellipsis=True)]
    for row, drawn in enumerate(_rows(columns, rows)):
        axis = f"{top} ┤" if row == 0 else ("0 ┼" if row == rows - 1 else "│")
        lines.append(Content.assemble((axis.rjust(margin), "$foreground-muted"), (drawn, "$primary")))
    if bars.axis is None:
        ticks = _below_bars(bars.names, [margin + round(edge) for edge in edges], gap)
    else:
        cells = len(columns)
        labels = [(margin + bars.axis.share(value) * cells, label) for value, label in bars.axis.ticks(cells)]
        ticks = label_line(labels, margin + cells)
    lines.append(Content.styled(ticks, "$foreground-muted"))
    return Content("\n").join(lines)


def _edges(bars: int, width: int, gap: int) -> list[float]:
    """Where each bar begins, and the end of the last, in cells; bars with gaps are equally wide."""
    if gap and width >= bars * (gap + 1):
        width -= width % bars
    return [bar * max(width, 0) / bars for bar in range(bars + 1)]


def _columns(heights: Sequence[int], edges: Sequence[float], gap: int) -> list[int]:
    """One height a cell; a narrow bar has the cell of its middle, and of those that share one the highest shows."""
    columns = [0] * round(edges[-1])
    for height, start, end in zip(heights, edges, edges[1:], strict=False):
        first, after = round(start), round(end) - gap
        if after <= first:
            first = int((start + end) / 2)
            after = first + 1
        for cell in range(first, min(after, len(columns))):
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
