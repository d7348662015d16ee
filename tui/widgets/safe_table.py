"""A table whose cells are never read as markup, and that never holds more rows than it paints quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.widgets import DataTable

MAX_ROWS = 500


@dataclass(frozen=True)
class Column:
    """A head, and whether its cells are numbers."""

    head: str
    number: bool = False


class SafeTable(DataTable[Text]):
    """A DataTable filled in one go from text that `core.text` has cleaned."""

    def on_mount(self) -> None:
        """Let the cursor keep the colours of the cells."""
        self.cursor_foreground_priority = "renderable"

    def fill(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str | Text]], heights: Sequence[int] = ()
    ) -> None:
        """Show these rows, at most `MAX_ROWS` of them; the cursor keeps its row."""
        row, scroll = self.cursor_row, self.scroll_offset
        self.clear(columns=True)
        shown = [
            [_cell(cell, column) for cell, column in zip(cells, columns, strict=True)] for cells in rows[:MAX_ROWS]
        ]
        for position, column in enumerate(columns):
            head = Text(column.head, justify="right" if column.number else "left")
            self.add_column(head, width=max(map(_width, [head, *(cells[position] for cells in shown)])))
        for number, cells in enumerate(shown):
            self.add_row(*cells, height=heights[number] if heights else 1)
        self.move_cursor(row=min(row, max(self.row_count - 1, 0)), animate=False)
        self.scroll_to(*scroll, animate=False)

    def as_text(self) -> str:
        """Heads and rows, tab-separated, a line a row."""
        heads = [column.label.plain for column in self.ordered_columns]
        rows = [[cell.plain for cell in self.get_row_at(row)] for row in range(self.row_count)]
        return "\n".join("\t".join(" ".join(cell.split()) for cell in cells) for cells in [heads, *rows])


def _width(cell: Text) -> int:
    """Cells of the longest line; given to the table, it need not lay itself out twice."""
    return max((line.cell_len for line in cell.split("\n")), default=0)


def first_of(shown: int, total: int) -> str:
    """``first 500 of 2,131``, nothing where all are shown."""
    return "" if shown >= total else f"first {shown:,} of {total:,}"


def _cell(cell: str | Text, column: Column) -> Text:
    text = cell if isinstance(cell, Text) else Text(cell)
    if column.number:
        text.justify = "right"
    return text
