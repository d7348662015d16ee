"""A dialog that asks for K."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.validation import Integer
from textual.widgets import Input, Static

from tui.dialogs.dialog import Dialog

_MOST_DIGITS = 9


class ChooseKDialog(Dialog[int]):
    """Answers a K from ``lowest`` to ``highest``, or None."""

    def __init__(self, current: int, lowest: int, highest: int) -> None:
        super().__init__()
        self._current, self._lowest, self._highest = current, lowest, highest

    def compose(self) -> ComposeResult:
        """A question, a field, and what is wrong with the answer."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Number of segments"
            yield Static(f"K, from {self._lowest} to {self._highest:,}")
            yield Input(
                value=str(self._current),
                restrict=r"\d*",  # Textual's own check of integers takes forever with a sign behind many digits
                max_length=_MOST_DIGITS,
                select_on_focus=True,
                validate_on=["submitted"],
                validators=[Integer(self._lowest, self._highest)],
            )
            yield Static(id="problem")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer a K within the range; say what is wrong with any other."""
        if event.validation_result is not None and event.validation_result.is_valid:
            self.answer(int(event.value))
        else:
            self.query_one("#problem", Static).update(f"Type a whole number from {self._lowest} to {self._highest:,}.")
