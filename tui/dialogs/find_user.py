"""A dialog that asks for a user's id."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.dialogs.dialog import AboutUsers


class FindUserDialog(AboutUsers[str]):
    """Answers what was typed, or None; ``users`` is how many there are, None while it is not known."""

    def __init__(self, users: int | None, text: str = "", problem: str = "") -> None:
        super().__init__()
        self._users, self._text, self._problem = users, text, problem

    def compose(self) -> ComposeResult:
        """A question, a field, and what was wrong with the answer before."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Find a user"
            yield Static("The id of a user" if self._users is None else f"The id of one of the {self._users:,} users")
            yield Input(self._text, select_on_focus=True)
            yield Static(Content(self._problem), id="problem")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.answer(event.value)
