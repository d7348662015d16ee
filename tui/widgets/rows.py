"""What a table shows: rows that are at hand as text, or that are made when they are painted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from rich.text import Text

Cell = str | Text

_NUMBER = re.compile(r"[^\w.+-]*([+-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.])")


class Rows(Protocol):
    """The rows of a table by number, from 0."""

    def __len__(self) -> int: ...

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row."""

    def order(self, column: int, descending: bool) -> Sequence[int]:
        """All rows by what stands in a column, equal ones in their own order, those without a value last."""

    def matching(self, text: str) -> Sequence[int]:
        """The rows that hold a text, in any case."""


class TextRows:
    """Rows of text: a column is sorted by its numbers where every cell is one."""

    def __init__(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row."""
        return self._rows[row]

    def order(self, column: int, descending: bool) -> Sequence[int]:
        """The rows by number, or by text in any case."""
        texts = [plain(cells[column]).strip() for cells in self._rows]
        numbers = [_number(text) for text in texts]
        without_value = [not any(char.isalnum() for char in text) for text in texts]
        if all(number is not None or none for number, none in zip(numbers, without_value, strict=True)):
            keys: list[tuple[float, str]] = [(0.0 if number is None else number, "") for number in numbers]
        else:
            keys = [(0.0, text.casefold()) for text in texts]
        present = [row for row, none in enumerate(without_value) if not none]
        present.sort(key=keys.__getitem__, reverse=descending)
        return [*present, *(row for row, none in enumerate(without_value) if none)]

    def matching(self, text: str) -> Sequence[int]:
        """The rows of which a cell holds the text."""
        wanted = text.casefold()
        return [row for row, cells in enumerate(self._rows) if any(wanted in plain(cell).casefold() for cell in cells)]


def plain(cell: Cell) -> str:
    """A cell without its style."""
    return cell if isinstance(cell, str) else cell.plain


def _number(text: str) -> float | None:
    found = _NUMBER.match(text)
    return None if found is None else float(found[1].replace(",", ""))
