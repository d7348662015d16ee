"""A dialog that asks which segment is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core import formats
from tui.commands import hint
from tui.dialogs.dialog import AboutUsers
from tui.themes import marker, segment_colour
from tui.widgets.named import named

if TYPE_CHECKING:
    from core.analysis import Analysis


class ChooseSegmentDialog(AboutUsers[int]):
    """Answers the number of a segment, or None; ``slots`` are their colour slots, None while they are not known."""

    def __init__(self, analysis: Analysis, slots: Sequence[int | None]) -> None:
        super().__init__()
        self._analysis, self._slots = analysis, slots

    def compose(self) -> ComposeResult:
        """A row a segment."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Which segment?"
            yield OptionList(*map(self._option, range(self._analysis.k)), id="which-segment", markup=False)
            yield Static(hint(choose="takes it", close="closes"), classes="hint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer its number."""
        self.answer(event.option_index)

    def _option(self, number: int) -> Option:
        slot, users = self._slots[number], formats.counted(self._analysis.segments[number].users, "user")
        colour = segment_colour(slot, dark=self.app.current_theme.dark)
        return Option(
            Content.assemble(
                (f"{marker(slot)} ", colour),
                f"{number}  {named(self._analysis, number)}",
                (f"  {users}", "$foreground-muted"),
            )
        )
