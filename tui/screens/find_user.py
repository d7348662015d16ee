"""A dialog that asks for a user's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from core.text import clean
from tui.screens.dialog import AboutUsers

if TYPE_CHECKING:
    from core.features import UserFeatures


class FindUserDialog(AboutUsers[int]):
    """Answers the position of the user among all users, or None."""

    def __init__(self, features: UserFeatures) -> None:
        super().__init__()
        self._features = features

    def compose(self) -> ComposeResult:
        """A question, a field, and what is wrong with the answer."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Find a user"
            yield Static(f"The id of one of the {len(self._features):,} users")
            yield Input()
            yield Static(id="problem")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer the user of that id; say so where there is none."""
        position = self._features.position(event.value)
        if position is None:
            position = self._features.position(event.value.strip())
        if position is None:
            self.query_one("#problem", Static).update(Content(f"There is no user {clean(event.value, 40)}."))
        else:
            self.dismiss(position)
