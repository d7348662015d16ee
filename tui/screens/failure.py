"""A dialog that says what went wrong and what to do, and offers to try again."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from core.errors import SegscopeError
from tui.screens.dialog import Dialog


class FailureDialog(Dialog[bool]):
    """Answers True for another try."""

    BINDINGS = [("r", "retry", "Try again"), ("enter,q", "close", "Close")]  # noqa: RUF012  (Textual's own form)

    def __init__(self, error: SegscopeError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """What happened, what to do, which keys."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "That did not work"
            yield Static(Content.styled(self._error.what, "bold"), classes="paragraph")
            yield Static(Content(self._error.remedy), classes="paragraph")
            yield Static("r tries again · Esc closes", classes="hint")

    def action_retry(self) -> None:
        """Answer that it should be tried again."""
        self.dismiss(True)
