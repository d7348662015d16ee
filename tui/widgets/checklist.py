"""Rows that are each chosen or not, as a list to go up and down in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

_CHOSEN, _NOT_CHOSEN = "[x] ", "[ ] "


class Checklist(OptionList):
    """All are chosen at first; the space bar and a click change a row, Enter is for the dialog around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Change", show=False),
        Binding("enter", "done", "Done", show=False),
    ]

    class Changed(Message):
        """Other rows are chosen."""

    class Done(Message):
        """It is as it is wanted."""

    def __init__(self, rows: Mapping[str, Content], id: str) -> None:
        super().__init__(*(Option(_prompt(row, True), id=name) for name, row in rows.items()), id=id)
        self._rows = dict(rows)
        self._chosen = set(rows)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the rows that are chosen, in their order."""
        return tuple(name for name in self._rows if name in self._chosen)

    def show_rows(self, rows: Mapping[str, Content]) -> None:
        """Say something else of the same rows."""
        self._rows = dict(rows)
        for name in rows:
            self._paint(name)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the row."""
        event.stop()
        name = event.option_id or ""
        self._chosen ^= {name}
        self._paint(name)
        self.post_message(self.Changed())

    def action_done(self) -> None:
        """Leave it as it is."""
        self.post_message(self.Done())

    def _paint(self, name: str) -> None:
        self.replace_option_prompt(name, _prompt(self._rows[name], name in self._chosen))


def _prompt(row: Content, is_chosen: bool) -> Content:
    return Content.assemble(_CHOSEN if is_chosen else _NOT_CHOSEN, row)
