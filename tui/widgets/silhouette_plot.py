"""A silhouette plot in eighth blocks: for each segment the widths of its users, the widest first (Rousseeuw 1987)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

_EIGHTHS = " ▏▎▍▌▋▊▉"
_CAPTION_CELLS = 30
_MEAN = "┊"


@dataclass(frozen=True)
class Blade:
    """One segment: its caption, the widths of its users in descending order, its colour (``#rrggbb``)."""

    caption: str
    widths: tuple[float, ...]
    colour: str


class SilhouettePlot(Widget):
    """Bars to the right of zero for users who belong, to the left for those nearer to another segment."""

    blades: reactive[tuple[Blade, ...]] = reactive[tuple[Blade, ...]](())

    def render(self) -> Content:
        """The plot at the present size."""
        return Content("\n").join(self._lines())

    def as_text(self) -> str:
        """The plot as it is drawn."""
        return "\n".join(line.plain.rstrip() for line in self._lines())

    def _lines(self) -> list[Content]:
        return draw_blades(self.blades, self.content_size.width, self.content_size.height)


def draw_blades(blades: Sequence[Blade], width: int, height: int) -> list[Content]:
    """The lines of the plot: each segment has its share of the height, at least one line, and one line is the scale."""
    if not blades or width <= _CAPTION_CELLS + 8:
        return []
    users = sum(len(blade.widths) for blade in blades)
    mean = sum(sum(blade.widths) for blade in blades) / users
    left = max((-min(blade.widths) for blade in blades), default=0.0)
    cells = width - _CAPTION_CELLS - 1
    zero = round(cells * max(0.0, left) / (1 + max(0.0, left)))
    lines = []
    for blade, rows in zip(blades, _rows([len(blade.widths) for blade in blades], height - 1), strict=True):
        for row in range(rows):
            value = blade.widths[min(len(blade.widths) - 1, int((row + 0.5) * len(blade.widths) / rows))]
            caption = blade.caption if row == 0 else ""
            bar = _bar(value, zero, cells, zero + int(mean * (cells - zero)))
            lines.append(
                Content.assemble(
                    (f"{caption:<{_CAPTION_CELLS}}"[:_CAPTION_CELLS], blade.colour), " ", *_painted(bar, blade)
                )
            )
    lines.append(Content.styled(_scale(zero, cells, mean), "$foreground-muted"))
    return lines


def _rows(users: Sequence[int], height: int) -> list[int]:
    """Lines for each segment, together as many as there are, at least one each."""
    spare = max(0, height - len(users))
    shares = [spare * n / sum(users) for n in users]
    rows = [1 + int(share) for share in shares]
    for segment in sorted(range(len(users)), key=lambda n: int(shares[n]) - shares[n])[: spare - sum(map(int, shares))]:
        rows[segment] += 1
    return rows


def _bar(value: float, zero: int, cells: int, mean: int) -> list[str]:
    """The cells of one bar, with the line of the mean where no bar covers it."""
    line = [" "] * cells
    if value >= 0:
        eighths = round(value * (cells - zero) * 8)
        full = eighths // 8
        line[zero : zero + full] = "█" * full
        if eighths % 8 and zero + full < cells:
            line[zero + full] = _EIGHTHS[eighths % 8]
    else:
        full = min(zero, round(-value * (cells - zero)))
        line[zero - full : zero] = "█" * full
    if 0 <= mean < cells and line[mean] == " ":
        line[mean] = _MEAN
    return line


def _painted(bar: Sequence[str], blade: Blade) -> list[tuple[str, str]]:
    return [(cell, "$foreground-muted" if cell == _MEAN else blade.colour) for cell in bar]


def _scale(zero: int, cells: int, mean: float) -> str:
    line = [" "] * (cells + _CAPTION_CELLS + 1)
    for text, cell in (("0", zero), ("1", cells - 1), (f"mean {mean:.2f}", zero + int(mean * (cells - zero)))):
        start = min(max(0, _CAPTION_CELLS + 1 + cell), len(line) - len(text))
        if all(char == " " for char in line[max(0, start - 1) : start + len(text) + 1]):
            line[start : start + len(text)] = text
    return "".join(line)
