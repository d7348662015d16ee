"""A dialog with the members of a segment, the nearest to its centre first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from core.features.catalogue import FEATURES
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Arriving
from tui.remedies import on_one_line_in_app
from tui.widgets.safe_table import Column, SafeTable
from tui.widgets.searched_table import SearchedTable
from tui.widgets.unbroken import Unbroken
from tui.widgets.user_rows import UserRows

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.errors import SegscopeError
    from core.segments.members import Members


class MembersDialog(Arriving[int]):
    """Answers the position of the chosen user among all users, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "close", "Close", show=False),
        Binding(BY_ID["help"].keys, BY_ID["help"].call, "Help", show=False),
    ]

    def __init__(self, analysis: Analysis, segment: int) -> None:
        super().__init__()
        self.analysis, self.segment = analysis, segment
        self._members: Members | None = None

    def compose(self) -> ComposeResult:
        """The table and what the keys do."""
        segment = self.analysis.segments[self.segment]
        with Vertical(classes="dialog") as box:
            box.border_title = Content(f"Segment {segment.id}: {segment.title}")
            box.border_subtitle = formats.counted(segment.users, "user")
            yield SearchedTable("a part of the id")
            yield Static(id="members-failure", classes="hint")
            keys = hint(choose="shows the user", find="searches", sort="sorts", sideways="columns", close="closes")
            yield Static("nearest to the centre first (in standard deviations)", classes="hint")
            yield Unbroken(keys.split(" · "), " · ", classes="hint")

    def on_mount(self) -> None:
        """Show what has arrived by now."""
        self.query_one(SafeTable).focus()
        self._paint()

    def show(self, members: Members) -> None:
        """Fill the table."""
        self._members = members
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why there are no members."""
        self.query_one("#members-failure", Static).update(
            Content.styled(f"{on_one_line_in_app(error)} {hint(retry='tries again.')}", "$error")
        )

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Answer the user of that row."""
        if self._members is not None:
            row = self.query_one(SafeTable).number(event.cursor_row)
            self.answer(int(self._members.positions[row]))

    def _paint(self) -> None:
        if self._members is None:
            return
        features = self.analysis.description.features
        heads = ["distance", *(FEATURES[name].short for name in features.telling_first)]
        columns = [Column("user"), *(Column(head, number=True) for head in heads)]
        self.query_one("#members-failure", Static).update("")
        self.query_one(SafeTable).fill(columns, UserRows(features, self._members))
