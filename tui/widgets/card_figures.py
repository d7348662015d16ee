"""The figures of a segment on its card: how far its means lie from all users, then means, medians and quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from core import formats

_DEVIATIONS_SHOWN = 3.0
_LEAST_HALF, _MOST_HALF = 5, 16
"""Cells of a bar to either side of the mean user."""

_VALUE_CELLS = 6
_COLUMNS = (("mean", 9), ("median", 9), ("middle half", 17))
"""Heads of the figures, and the cells of each with its gap."""

_HEADS = ("from all users (std devs)", "from all users")


@dataclass(frozen=True)
class FeatureFigures:
    """A feature of a segment: its mean in standard deviations from all users, None while it is on its way, then what
    stands below `_COLUMNS`.
    """

    name: str
    deviation: float | None
    figures: tuple[str, str, str]


def figure_lines(features: Sequence[FeatureFigures], colour: str, width: int) -> list[Content]:
    """A head and a line a feature; of the figures as many as leave room for bars."""
    name_cells = max(len(one.name) for one in features) + 1
    room = width - name_cells - _VALUE_CELLS - 1
    columns = next(
        (columns for end in (3, 2) if room - _cells(columns := _COLUMNS[:end]) >= 2 * _LEAST_HALF), _COLUMNS[:1]
    )
    half = max(1, min(_MOST_HALF, (room - _cells(columns)) // 2))
    bar_cells = 2 * half + 1 + _VALUE_CELLS
    head = next((text for text in _HEADS if len(text) <= bar_cells), "")
    heads = "".join(f"{text:>{cells}}" for text, cells in columns)
    lines = [Content.styled(f"{' ' * name_cells}{head:<{bar_cells}}{heads}", "$foreground-muted")]
    for one in features:
        figures = "".join(f" {text:>{cells - 1}}" for text, (_, cells) in zip(one.figures, columns, strict=False))
        bar = _bar(one.deviation or 0.0, colour, half)
        value = f"{'' if one.deviation is None else formats.signed(one.deviation):>{_VALUE_CELLS}}"
        lines.append(Content.assemble(f"{one.name:<{name_cells}}", bar, value, figures))
    return lines


def _cells(columns: Sequence[tuple[str, int]]) -> int:
    return sum(cells for _, cells in columns)


def _bar(deviation: float, colour: str, half: int) -> Content:
    """A bar to the left or the right of the mean user, in half cells."""
    halves = min(2 * half, round(2 * half * abs(deviation) / _DEVIATIONS_SHOWN))
    whole, part = divmod(halves, 2)
    rest = "─" * (half - whole - part)
    left = (rest, "▐" * part + "█" * whole) if deviation < 0 else ("─" * half, "")
    right = ("█" * whole + "▌" * part, rest) if deviation >= 0 else ("", "─" * half)
    return Content.assemble(
        (left[0], "$foreground 20%"),
        (left[1], colour),
        ("┼", "$foreground-muted"),
        (right[0], colour),
        (right[1], "$foreground 20%"),
    )
