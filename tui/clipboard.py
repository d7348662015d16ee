"""What is copied: the table or card in focus, else the answer of the screen, else the text around the focus."""

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
from tui.widgets.in_short import InShort
from tui.widgets.plot import Plot
from tui.widgets.safe_table import SafeTable
from tui.widgets.segment_card import SegmentCard
from tui.widgets.silhouette_plot import SilhouettePlot


def copy(app: App[Any]) -> str:
    """Send the table or the text in focus to the terminal's clipboard (OSC 52), which gives no answer; what to say."""
    focused, answer = app.screen.focused, app.screen.query(InShort)
    if isinstance(focused, SegmentCard):
        return _send_sql(app, focused)
    if answer and not isinstance(focused, SafeTable):
        return _send_answer(app, answer.first())
    text = text_in_focus(app.screen)
    if not text:
        return "There is nothing to copy here."
    return send(app, text, formats.counted(text.count("\n") + 1, "line"))


def send(app: App[Any], text: str, what: str) -> str:
    """Send a text to the terminal's clipboard; what to say of it."""
    app.copy_to_clipboard(text)
    return f"{what} sent to the clipboard, if the terminal lets it (OSC 52)."


def _send_sql(app: App[Any], card: SegmentCard) -> str:
    if not card.sql:
        return f"There is no short rule for segment {card.segment}, and no SQL."
    return send(app, card.sql, f"The SQL that picks segment {card.segment} was")


def _send_answer(app: App[Any], answer: InShort) -> str:
    return send(app, answer.text, "The paragraph was") if answer.text else "The paragraph is not written yet."


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
