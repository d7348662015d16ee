"""Short pieces side by side on as many lines as it takes; no piece is broken within."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Resize
from textual.widgets import Static


class Unbroken(Static):
    """The pieces with a separator between those of one line."""

    def __init__(self, pieces: Sequence[str], separator: str, classes: str | None = None) -> None:
        super().__init__(Content(separator.join(pieces)), classes=classes)
        self._pieces, self._separator = pieces, separator

    def on_resize(self, event: Resize) -> None:
        """Lay the pieces out again."""
        self.update(Content("\n".join(in_lines(self._pieces, self._separator, event.size.width))))


def in_lines(pieces: Sequence[str], separator: str, width: int) -> list[str]:
    """The pieces in lines that are no wider, where each piece is not."""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{separator}{piece}" if lines else piece
        if lines and Content(longer).cell_length <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines
