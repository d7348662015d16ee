"""A table of rows that are each chosen or not."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.safe_table import SafeTable


class FeatureTable(SafeTable):
    """The space bar and a click on the row in focus select it; Enter is for the page around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select_cursor", "Change", show=False),
        Binding("enter", "done", "Done", show=False),
    ]

    class Done(Message):
        """It is as it is wanted."""

    def on_mount(self) -> None:
        """Leave room for the notes."""
        self.cell_padding = 0

    def action_done(self) -> None:
        """Leave it as it is."""
        self.post_message(self.Done())
