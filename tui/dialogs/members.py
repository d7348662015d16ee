"""A page with the members of a segment, those first that are nearest to its centre."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from core.features.catalogue import FEATURES
from core.text import clean
from tui.clipboard import send
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import SegmentPage
from tui.remedies import on_one_line_in_app
from tui.themes import marker, segment_colour
from tui.widgets.bottom import ActivityLine
from tui.widgets.named import named
from tui.widgets.safe_table import MOST_COPIED, Column, SafeTable
from tui.widgets.searched_table import SearchedTable
from tui.widgets.unbroken import Unbroken
from tui.widgets.user_rows import UserRows

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.errors import SegscopeError
    from core.segments.members import Members

_DISTANCE = "distance"


def _show_nobody(position: int) -> None:
    """Do nothing."""


def _write_nothing() -> None:
    """Do nothing."""


class MembersPage(SegmentPage[None]):
    """Calls ``show_user`` with the position of a chosen user among all users, and ``write`` for a file of the members.

    ``slot`` is the colour slot of the segment, None while it is not known.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID["copy"].keys, "copy_ids", "Copy the ids", show=False),
        Binding(BY_ID["export"].keys, "write", "Write a file", show=False),
    ]

    def __init__(self, analysis: Analysis, segment: int, slot: int | None) -> None:
        super().__init__(analysis)
        self.segment, self._slot = segment, slot
        self.show_user: Callable[[int], None] = _show_nobody
        self.write: Callable[[], None] = _write_nothing
        self._members: Members | None = None

    def compose(self) -> ComposeResult:
        """Who they are, the table, and what the keys do."""
        segment = self.analysis.segments[self.segment]
        with Vertical(classes="dialog page", id="members-page") as box:
            box.border_title = Content(f"Members of segment {segment.id}")
            yield Static(id="members-head")
            yield SearchedTable("a part of the id")
            yield Static(id="members-failure", classes="hint")
            yield ActivityLine("closes")
            yield Static("distance to the centre in scaled units: the nearest stand for the segment", classes="hint")
            keys = hint(
                choose="opens",
                find="searches",
                sort="sorts",
                reverse="farthest first",
                copy="copies ids",
                export="writes CSV",
                sideways="columns",
                close="closes",
            )
            yield Unbroken(keys.split(" · "), " · ", classes="hint")

    def on_mount(self) -> None:
        """Show what has arrived by now."""
        table = self.query_one(SafeTable)
        table.sort_by(_DISTANCE)
        table.focus()
        self.watch(self.app, "activity", self.query_one(ActivityLine).show)
        self.watch(self.app, "theme", self._paint_head)
        self._paint()

    def show(self, members: Members) -> None:
        """Fill the table."""
        self._members = members
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why there are no members."""
        place = self.query_one("#members-failure", Static)
        place.update(Content.styled(f"{on_one_line_in_app(error)} {hint(retry='tries again.')}", "$error"))
        place.display = True

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Show the user of that row."""
        if self._members is not None:
            row = self.query_one(SafeTable).number(event.cursor_row)
            self.show_user(int(self._members.positions[row]))

    def action_copy_ids(self) -> None:
        """Send the ids of all members to the clipboard, a line each."""
        ids = self.analysis.description.features.ids[self.analysis.partition.labels == self.segment]
        text = "\n".join(clean(user, sys.maxsize) for user in ids.tolist())
        said = send(self.app, text, formats.counted(len(ids), "user id"))
        if len(ids) > MOST_COPIED:
            said += f" Many terminals take no text as long as this: {hint(export='writes a file.')}"
        self.app.clear_notifications()
        self.notify(said, markup=False, timeout=8)

    def action_write(self) -> None:
        """Write the members and their features into a file."""
        self.write()

    def _paint_head(self) -> None:
        segment = self.analysis.segments[self.segment]
        sign = "" if self._slot is None else f"{marker(self._slot)} "
        of_all = f"  {formats.counted(segment.users, 'user')}, {formats.percent(segment.share)} of all"
        self.query_one("#members-head", Static).update(
            Content.assemble(
                (sign, segment_colour(self._slot, dark=self.app.current_theme.dark)),
                (f"{segment.id}  {named(self.analysis, segment.id)}", "bold"),
                (of_all, "$foreground-muted"),
            )
        )

    def _paint(self) -> None:
        if self._members is None:
            return
        features = self.analysis.description.features
        heads = [_DISTANCE, *(FEATURES[name].short for name in features.telling_first)]
        columns = [Column("user"), *(Column(head, number=True) for head in heads)]
        self.query_one("#members-failure").display = False
        self.query_one(SafeTable).fill(columns, UserRows(features, self._members))
