"""A chart that fills its widget and is drawn again when the size changes."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from tui.charts import Chart, draw


class Plot(Widget):
    """Shows a `tui.charts` chart; nothing while there is none."""

    chart: reactive[Chart | None] = reactive[Chart | None](None)

    def render(self) -> Text:
        """The chart at the present size."""
        if self.chart is None:
            return Text("")
        return draw(self.chart, self.content_size.width, self.content_size.height)
