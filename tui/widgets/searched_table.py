"""A table of a dialog with a field that searches it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tui.commands import BY_ID
from tui.widgets.safe_table import SafeTable


class SearchField(Input):
    """What is searched for: Enter goes back to the table with what was found, Esc with everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "submit", show=False),
        Binding("escape", "give_up", show=False),
    ]

    def action_give_up(self) -> None:
        """Search for nothing."""
        self.value = ""
        self.post_message(self.Submitted(self, ""))


class SearchedTable(Vertical):
    """The table, and below it the field as long as it is needed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(BY_ID["find"].keys, "search", show=False)]

    def __init__(self, placeholder: str, id: str | None = None) -> None:
        super().__init__()
        self._placeholder, self._table_id = placeholder, id

    def compose(self) -> ComposeResult:
        """The field waits unseen."""
        yield SafeTable(id=self._table_id, cursor_type="row")
        field = SearchField(placeholder=self._placeholder)
        field.display = False
        yield field

    def action_search(self) -> None:
        """Ask what to search for."""
        field = self.query_one(SearchField)
        field.display = True
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the rows that hold it."""
        event.stop()
        self.query_one(SafeTable).search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go back to the table."""
        event.stop()
        self.query_one(SafeTable).focus()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Leave the field where it says what was searched for."""
        event.input.display = bool(event.value.strip())
