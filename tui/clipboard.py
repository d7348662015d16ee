"""What is copied: the table in focus, else the text of what has the focus, of the screen or the dialog."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, Tab

from tui.widgets.histogram import Histogram
from tui.widgets.safe_table import SafeTable


def text_in_focus(screen: Screen[object]) -> str:
    """The table in focus, tab-separated with its heads, or all text around the focus; empty where there is none."""
    focused = screen.focused
    if isinstance(focused, SafeTable):
        return focused.as_text()
    for part in (focused, *screen.query("#body"), *screen.query(".dialog")):
        if part is not None and (texts := list(_texts(part))):
            return "\n\n".join(texts)
    return ""


def _texts(part: Widget) -> Iterator[str]:
    for widget in part.walk_children(Widget):
        if not all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget)):
            continue
        if isinstance(widget, SafeTable | Histogram):
            text = widget.as_text()
        elif isinstance(widget, Static) and not isinstance(widget, Tab) and not widget.has_class("hint"):
            text = widget.visual.plain if isinstance(widget.visual, Content) else ""
        else:
            continue
        if text.strip():
            yield text
