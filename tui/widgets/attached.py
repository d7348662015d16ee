"""A screen that does not take a widget for one of its own once it is removed."""

from __future__ import annotations

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget


class Attached(Screen):  # type: ignore[type-arg]  # beside a screen of any result
    """A click can arrive where a notification stood that was removed, but is still painted: nothing is there."""

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What can be selected at a place of the screen."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if widget is None or widget.is_attached else (None, None)
