"""A chart that fills its widget and is drawn again when the size changes."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.charts import Chart, draw


class Plot(Widget):
    """Shows a `tui.charts` chart line by line, which is quicker than as one text; nothing while there is none."""

    chart: reactive[Chart | None] = reactive[Chart | None](None)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: tuple[Chart, Size, list[Strip]] | None = None

    def render_line(self, y: int) -> Strip:
        """One line of the chart at the present size."""
        lines = [] if self.chart is None else self._lines(self.chart)
        return lines[y] if y < len(lines) else Strip.blank(self.content_size.width, self.rich_style)

    def as_text(self) -> str:
        """The chart as it is drawn."""
        return "" if self.chart is None else "\n".join(line.text.rstrip() for line in self._lines(self.chart))

    def _lines(self, chart: Chart) -> list[Strip]:
        size = self.content_size
        if self._drawn is None or self._drawn[0] is not chart or self._drawn[1] != size:
            strips = [Strip(line.render(self.app.console)) for line in draw(chart, size.width, size.height)]
            style = self.rich_style
            lines = [strip.adjust_cell_length(size.width).apply_style(style) for strip in strips]
            self._drawn = (chart, size, lines)
        return self._drawn[2]
