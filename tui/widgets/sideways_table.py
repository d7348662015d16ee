"""A table that may be wider than its place: no figure is cut, the first column stays, arrow keys move the others."""

from __future__ import annotations

from itertools import accumulate, pairwise

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widgets import DataTable

_STEP = 10
"""Cells a key press, along a column that is wider than its place."""

_LEAST_OF_TEXT = 12
"""Cells of a text that are worth showing though it goes on."""

_MORE_LEFT, _MORE_RIGHT, _CUT = "‹", "›", "…"


class SidewaysTable(DataTable[Text]):
    """Left and right move by a column; ``‹`` and ``›`` in the head say on which side there are more."""

    def on_resize(self) -> None:
        """Another part of the columns fits."""
        self.hold_first_column()

    def hold_first_column(self) -> None:
        """Keep the first column in view where it leaves room for others."""
        first = self.ordered_columns[:1]
        fits = all(2 * column.get_render_width(self) <= self._width() for column in first)
        self.fixed_columns = len(first) if fits else 0

    def action_cursor_left(self) -> None:
        """Towards the first column."""
        before = [start for start in self._stops() if start < self.scroll_offset.x]
        self.scroll_to(x=before[-1] if before else 0, animate=False)

    def action_cursor_right(self) -> None:
        """Towards the last column."""
        after = [start for start in self._stops() if start > self.scroll_offset.x]
        self.scroll_to(x=after[0] if after else self.max_scroll_x, animate=False)

    def render_line(self, y: int) -> Strip:
        """A line with blanks where a part of a column would stand, and the signs in the head."""
        strip = super().render_line(y).crop(0, self._width())
        if self.max_scroll_x == 0:
            return strip
        fixed, left, right = self._whole_from_to()
        pieces = [strip.crop(0, fixed), _blank(strip.crop(fixed, left)), strip.crop(left, right)]
        pieces.append(_blank(strip.crop(right, strip.cell_length)))
        strip = Strip.join(pieces)
        if y == 0:
            return self._with_signs(strip, fixed)
        is_cut = right == strip.cell_length and not strip.text.endswith(" ")
        return _put(strip, right - 1, _CUT) if is_cut else strip

    def _with_signs(self, head: Strip, fixed: int) -> Strip:
        if self.scroll_offset.x > 0:
            head = _put(head, max(0, fixed - 1), _MORE_LEFT)
        if self.scroll_offset.x < self.max_scroll_x:
            head = _put(head, head.cell_length - 1, _MORE_RIGHT)
        return head

    def _starts(self) -> list[int]:
        """Where the columns begin that move, and the last one ends, in cells from the first of them."""
        widths = [column.get_render_width(self) for column in self.ordered_columns[self.fixed_columns :]]
        return list(accumulate(widths, initial=0))

    def _stops(self) -> list[int]:
        """Where the view can begin: at every column, and at every few cells of one that is wider than its place."""
        starts, room = self._starts(), self._room()
        stops: list[int] = []
        for start, end in pairwise(starts):
            stops += range(start, end - room, _STEP) if end - start > room else [start]
            stops += [end - room] if end - start > room else []
        return stops

    def _room(self) -> int:
        """Cells beside the first column."""
        return self._width() - self._get_fixed_offset().left

    def _width(self) -> int:
        """Cells of a line, without the scrollbar."""
        return int(self.scrollable_content_region.width)

    def _whole_from_to(self) -> tuple[int, int, int]:
        """Where on the line the first column ends, and from where to where the others are seen whole.

        A column that is wider than its place is seen as far as it goes, and so is the last one where it is text.
        """
        fixed, shift, starts, room = self._get_fixed_offset().left, self.scroll_offset.x, self._starts(), self._room()
        seen = [
            (max(start - shift, 0), min(end - shift, room))
            for column, (start, end) in zip(self.ordered_columns[self.fixed_columns :], pairwise(starts), strict=True)
            if (start >= shift and end <= shift + room)
            or (end - start > room and start < shift + room and end > shift)
            or (column.label.justify != "right" and shift <= start <= shift + room - _LEAST_OF_TEXT)
        ]
        left, right = (seen[0][0], seen[-1][1]) if seen else (0, 0)
        return fixed, fixed + left, fixed + right


def _blank(strip: Strip) -> Strip:
    """Nothing, on the same background."""
    return Strip(
        [
            Segment(" " * segment.cell_length, Style(bgcolor=segment.style.bgcolor) if segment.style else None)
            for segment in strip
        ]
    )


def _put(strip: Strip, cell: int, sign: str) -> Strip:
    """The strip with a sign in one cell."""
    under = strip.crop(cell, cell + 1)
    style = next((segment.style for segment in under), None)
    return Strip.join([strip.crop(0, cell), Strip([Segment(sign, style)]), strip.crop(cell + 1, strip.cell_length)])
