"""A table that may be wider than its place: the first column stays, the arrow keys move the others."""

from __future__ import annotations

from tui.widgets.safe_table import SafeTable

_STEP = 10
"""Cells a key press: about one column of figures."""


class SidewaysTable(SafeTable):
    """Left and right scroll by about a column."""

    def on_mount(self) -> None:
        """Keep the first column in view."""
        self.fixed_columns = 1

    def action_cursor_left(self) -> None:
        """Towards the first column."""
        self.scroll_relative(x=-_STEP, animate=False)

    def action_cursor_right(self) -> None:
        """Towards the last column."""
        self.scroll_relative(x=_STEP, animate=False)
