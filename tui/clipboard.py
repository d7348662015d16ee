"""What is copied: the table in focus, else the text of what has the focus, of the screen or the dialog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, Tab

from core import formats
from tui.widgets.histogram import Histogram
from tui.widgets.plot import Plot
from tui.widgets.safe_table import SafeTable
from tui.widgets.silhouette_plot import SilhouettePlot


def copy(app: App[Any]) -> str:
    """Send the table or the text in focus to the terminal's clipboard (OSC 52), which gives no answer; what to say."""
    text = text_in_focus(app.screen)
    if not text:
        return "There is nothing to copy here."
    app.copy_to_clipboard(text)
    lines = formats.counted(text.count("\n") + 1, "line")
    return f"{lines} sent to the clipboard, if the terminal lets it (OSC 52)."


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
        if isinstance(widget, SafeTable | Histogram | Plot | SilhouettePlot):
            text = widget.as_text()
        elif isinstance(widget, Static) and not isinstance(widget, Tab) and not widget.has_class("hint"):
            text = widget.visual.plain if isinstance(widget.visual, Content) else ""
        else:
            continue
        if text.strip():
            yield text
