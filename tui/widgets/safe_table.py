"""A table whose cells are never read as markup; it paints a page of its rows at a time, and reaches them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.events import Click
from textual.widgets import DataTable

from core import formats
from tui.commands import BY_ID
from tui.widgets.rows import Cell, Rows, TextRows, plain
from tui.widgets.sideways_table import SidewaysTable

PAGE = 200
"""So many rows are painted quickly; the next ones take their place where the cursor or the view comes to the end."""

MOST_COPIED = 5_000
"""So many rows are copied; terminals take no more."""

_ASCENDING, _DESCENDING = " ▲", " ▼"


@dataclass(frozen=True)
class Column:
    """A head, and whether its cells are numbers; they are cut beyond ``most`` cells, where it is above 0."""

    head: str
    number: bool = False
    most: int = 0


class SafeTable(SidewaysTable):
    """A DataTable filled in one go from text that `core.text` has cleaned.

    Rows are named by their number in what it was filled with, however they are sorted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(BY_ID[name].keys, BY_ID[name].call, show=False) for name in ("sort", "reverse")),
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    _columns: Sequence[Column] = ()
    _rows: Rows = TextRows(())
    _heights: Sequence[int] = ()
    _order: Sequence[int] = ()
    _first = 0
    _footer = 0
    _whole = True
    _sorted: tuple[str, bool] | None = None
    _wanted = ""
    _is_turning = False

    def on_mount(self) -> None:
        """Let the cursor keep the colours of the cells."""
        self.cursor_foreground_priority = "renderable"

    def fill(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]] | Rows,
        heights: Sequence[int] = (),
        *,
        footer: int = 0,
        whole: bool = True,
    ) -> None:
        """Show these rows, sorted and searched as those before; the cursor keeps its place.

        The last ``footer`` rows stay the last; rows that are not the ``whole`` are not sorted.
        """
        place, scroll = self._first + self.cursor_row, self.scroll_offset
        self._columns, self._heights, self._footer, self._whole = columns, heights, footer, whole
        self._rows = TextRows(rows) if isinstance(rows, Sequence) else rows
        self._arrange()
        first = self._first if place < min(self._first + PAGE, len(self._order)) else self._page_around(place)
        self._paint(first, place)
        self.scroll_to(*scroll, animate=False)

    @property
    def total(self) -> int:
        """How many rows there are to see, of every page."""
        return len(self._order)

    def number(self, cursor_row: int) -> int:
        """The row that stands where the cursor is or was."""
        return int(self._order[self._first + cursor_row])

    def move_to(self, number: int) -> None:
        """Put the cursor on a row, on the first where it is not to be seen."""
        self._turn_to(next((place for place, row in enumerate(self._order) if row == number), 0))

    def sort_by(self, head: str) -> None:
        """Let what it is filled with be sorted by a column, until another one is chosen."""
        self._sorted = head, False

    def sort_by_next(self) -> bool:
        """Sort by the column after the one that it is sorted by, at last by none; False where it cannot be sorted."""
        at = self._sorted_at
        return self._sort(0 if at is None else at + 1, descending=False)

    def reverse(self) -> bool:
        """The other way round; False where it cannot be sorted."""
        at, descending = self._sorted_at, self._sorted is not None and self._sorted[1]
        return self._sort(at or 0, descending=not descending)

    def _on_click(self, event: Click) -> None:  # type: ignore[override]  # Textual calls both, this one first
        """A click whose place was looked up before the table was filled with fewer columns hits nothing."""
        if event.style.meta.get("column", 0) >= len(self._columns):
            event.prevent_default()

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """A click on a head sorts by it, another one the other way round."""
        event.stop()
        if event.column_index == self._sorted_at:
            self.reverse()
        else:
            self._sort(event.column_index, descending=False)

    def search(self, text: str) -> None:
        """Show only the rows that hold a text."""
        self._wanted = text.strip()
        self._arrange()
        self._paint(0, 0)

    def as_text(self) -> str:
        """Heads and rows, tab-separated, a line a row."""
        shown = [self._rows.cells(int(row)) for row in self._order[:MOST_COPIED]]
        lines = [[column.head for column in self._columns], *([plain(cell) for cell in cells] for cells in shown)]
        cut = first_of(len(shown), self.total)
        return "\n".join(["\t".join(" ".join(cell.split()) for cell in line) for line in lines] + [cut] * bool(cut))

    def action_scroll_top(self) -> None:
        """Go to the first row of all."""
        self._turn_to(0)

    def action_scroll_bottom(self) -> None:
        """Go to the last row of all."""
        self._turn_to(self.total - 1)

    def action_page_up(self) -> None:
        """Go up by as many rows as are seen."""
        self._page(-1, super().action_page_up)

    def action_page_down(self) -> None:
        """Go down by as many rows as are seen."""
        self._page(1, super().action_page_down)

    def _page(self, direction: int, within_the_page: Callable[[], None]) -> None:
        if self.total <= PAGE:
            within_the_page()
            return
        rows = max(1, self.scrollable_content_region.height - self.header_height)
        self._turn_to(max(0, min(self._first + self.cursor_row + direction * rows, self.total - 1)))

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Turn the page where the cursor has come to its end."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)
        if not self._is_turning and self._is_cut_at(new_coordinate.row):
            self._turn_to(self._first + new_coordinate.row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Turn the page where the view has come to its end."""
        super().watch_scroll_y(old_value, new_value)
        if self._is_turning or round(old_value) == round(new_value):
            return
        if new_value >= self.max_scroll_y and self._is_cut_at(self.row_count - 1):
            self._turn_to(self._first + self.row_count - 1)
        elif new_value <= 0 and self._is_cut_at(0):
            self._turn_to(self._first)

    @property
    def _sorted_at(self) -> int | None:
        """The column that it is sorted by."""
        heads = [column.head for column in self._columns]
        return heads.index(self._sorted[0]) if self._sorted is not None and self._sorted[0] in heads else None

    def _sort(self, at: int, *, descending: bool) -> bool:
        if not self._whole or not self.total:
            return False
        self._sorted = (self._columns[at].head, descending) if at < len(self._columns) else None
        self._arrange()
        self._paint(0, 0)
        return True

    def _arrange(self) -> None:
        """Which rows are shown, and in which order."""
        body = len(self._rows) - self._footer
        order: Sequence[int] = range(body)
        if self._whole and self._sorted is not None and (at := self._sorted_at) is not None:
            order = [row for row in self._rows.order(at, self._sorted[1]) if row < body]
        if self._wanted:
            found = set(self._rows.matching(self._wanted))
            order = [row for row in order if row in found]
        self._order = [*order, *range(body, len(self._rows))] if self._footer else order

    def _is_cut_at(self, row: int) -> bool:
        """Whether rows follow after this one of the page, or come before it, that are on no page now."""
        last = self.row_count - 1
        return (row == 0 and self._first > 0) or (row == last >= 0 and self._first + last + 1 < self.total)

    def _page_around(self, place: int) -> int:
        """Where the page begins that has a place in its middle."""
        return max(0, min(place - PAGE // 2, self.total - PAGE))

    def _turn_to(self, place: int) -> None:
        """Put the cursor on a place of the order, on another page where it has to be."""
        first = self._page_around(place)
        on_page = self._first <= place < self._first + self.row_count and not self._is_cut_at(place - self._first)
        if on_page or first == self._first:
            self.move_cursor(row=place - self._first)
        else:
            self._paint(first, place)

    def _paint(self, first: int, place: int) -> None:
        """Paint the page that begins there, with the cursor on a place of the order."""
        self._is_turning = True
        self._first = first
        self.clear(columns=True)
        page = [int(row) for row in self._order[first : first + PAGE]]
        shown = [
            [_cell(cell, column) for cell, column in zip(self._rows.cells(row), self._columns, strict=True)]
            for row in page
        ]
        for position, column in enumerate(self._columns):
            head = Text(column.head + self._sign(position), justify="right" if column.number else "left")
            width = max(map(_width, [head, *(cells[position] for cells in shown)]))
            self.add_column(head, width=min(width, column.most or width) + self._gap(position))
        self.hold_first_column()
        for row, cells in zip(page, shown, strict=True):
            self.add_row(*cells, height=self._heights[row] if self._heights else 1)
        self.move_cursor(row=min(max(place - first, 0), max(self.row_count - 1, 0)), animate=False)
        self.call_after_refresh(self._turned)

    def _turned(self) -> None:
        self._is_turning = False

    def _gap(self, position: int) -> int:
        """Cells that keep a column apart where cells are not padded: before numbers, and between two of text."""
        beside = self._columns[position : position + 2]
        is_apart = beside[0].number or not any(column.number for column in beside)
        return 1 if is_apart and not self.cell_padding else 0

    def _sign(self, position: int) -> str:
        if not self._whole or self._sorted is None or position != self._sorted_at:
            return ""
        return _DESCENDING if self._sorted[1] else _ASCENDING


def _width(cell: Text) -> int:
    """Cells of the longest line; given to the table, it need not lay itself out twice."""
    return max((line.cell_len for line in cell.split("\n")), default=0)


def first_of(shown: int, total: int) -> str:
    """``first 500 of 2,131``, nothing where all are shown."""
    return "" if shown >= total else f"first {formats.count(shown)} of {formats.count(total)}"


def _cell(cell: Cell, column: Column) -> Text:
    text = cell if isinstance(cell, Text) else Text(cell)
    if column.number:
        text.justify = "right"
    if column.most and text.cell_len > column.most:
        text = text.copy()
        text.truncate(column.most, overflow="ellipsis")
    return text
