"""A dialog that asks what a segment is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.commands import hint
from tui.dialogs.dialog import AboutUsers

if TYPE_CHECKING:
    from core.analysis import Analysis


class NameDialog(AboutUsers[str]):
    """Answers a name, an empty one to take it back, or None."""

    def __init__(self, analysis: Analysis, segment: int) -> None:
        super().__init__()
        self._analysis, self._segment = analysis, segment

    def compose(self) -> ComposeResult:
        """The label that stays beside the name, and a field with the present name."""
        from core.segments.names import LONGEST

        label = self._analysis.segments[self._segment].title
        with Vertical(classes="dialog narrow") as box:
            box.border_title = f"Name segment {self._segment}"
            yield Static(Content.assemble("Its label: ", (label, "bold")))
            yield Input(
                self._analysis.names.get(self._segment, ""), max_length=LONGEST, placeholder="a name of your own"
            )
            yield Static("An empty name takes it back.", classes="hint")
            yield Static(hint(choose="names it", close="closes"), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer the name as it is kept."""
        from core.segments.names import clean_name

        self.answer(clean_name(event.value))
