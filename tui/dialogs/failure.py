"""A dialog that says what went wrong and what to do, and offers to try again."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from core.errors import SegscopeError
from tui.commands import hint
from tui.dialogs.dialog import Dialog
from tui.remedies import remedy_in_app


class FailureDialog(Dialog[bool]):
    """Answers True for another try."""

    BINDINGS: ClassVar[list[BindingType]] = [("r", "retry", "Try again"), ("enter,q", "close", "Close")]

    def __init__(self, error: SegscopeError, *, can_retry: bool) -> None:
        super().__init__()
        self._error, self._can_retry = error, can_retry

    def compose(self) -> ComposeResult:
        """What happened, what to do, which keys."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "That did not work"
            yield Static(Content.styled(self._error.what, "bold"), classes="paragraph")
            yield Static(Content(remedy_in_app(self._error)), classes="paragraph")
            said = {"retry": "tries again"} if self._can_retry else {}
            yield Static(hint(**said, close="closes"), classes="hint")

    def action_retry(self) -> None:
        """Answer that it should be tried again."""
        if self._can_retry:
            self.answer(True)
