"""What dialogs share: a framed box in the middle, Esc closes it."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A box on top of the screen; Esc answers None."""

    BINDINGS = [  # noqa: RUF012  (Textual's own form)
        Binding("escape", "close", "Close", show=False),
        Binding("y", "app.copy", "Copy", show=False),
    ]

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class AboutUsers(Dialog[Result]):
    """A dialog about users of the dataset that is open: it goes when another one comes."""
