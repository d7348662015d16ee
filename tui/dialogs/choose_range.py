"""A dialog that asks for the range of K that is compared."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.dialogs.dialog import Dialog

_RANGE = re.compile(r"\s*(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\s*")


class ChooseRangeDialog(Dialog[range]):
    """Answers a range of K within the ``widest``, or None."""

    def __init__(self, current: range, widest: range) -> None:
        super().__init__()
        self._current, self._first, self._last = current, widest[0], widest[-1]

    def compose(self) -> ComposeResult:
        """A question, a field, and what is wrong with the answer."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Range of K"
            yield Static(f"The K to compare, within {self._first} to {self._last}")
            yield Input(value=f"{self._current[0]} - {self._current[-1]}", select_on_focus=True)
            yield Static(id="problem")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer a range; say what is wrong with anything else."""
        found = _RANGE.fullmatch(event.value)
        first, last = (int(found[1]), int(found[2])) if found else (0, 0)
        if self._first <= first < last <= self._last:
            self.answer(range(first, last + 1))
        else:
            example = f"{self._first} - {min(12, self._last)}"
            self.query_one("#problem", Static).update(
                f"Type two numbers from {self._first} to {self._last}, the smaller first, as in {example}."
            )
