"""The profile of segments: how far each lies from all users, feature by feature, as bars around zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from core import formats
from tui.widgets.blocks import Block
from tui.widgets.signs import Sign

LEAST_CELLS = 23
"""A narrower block cannot be read."""

_LEAST_SHOWN = 0.5
"""The axis goes so many standard deviations to either side, and farther where a bar does."""

_VALUE_CELLS = 6


def profile_blocks(
    deviations: Mapping[str, Sequence[float]], titles: Mapping[str, Content], signs: Sequence[Sign]
) -> list[Block]:
    """A block a feature; all have one axis, from the lowest of the deviations to the highest."""
    low = min(-_LEAST_SHOWN, *(min(values) for values in deviations.values()))
    high = max(_LEAST_SHOWN, *(max(values) for values in deviations.values()))
    return [_block(titles[name], values, signs, low, high) for name, values in deviations.items()]


def _block(title: Content, values: Sequence[float], signs: Sequence[Sign], low: float, high: float) -> Block:
    def draw(width: int) -> list[Content]:
        head = title.truncate(width, ellipsis=True)
        return [head, *(_line(sign, value, low, high, width) for sign, value in zip(signs, values, strict=True))]

    return Block(1 + len(signs), draw)


def _line(sign: Sign, value: float, low: float, high: float, width: int) -> Content:
    cells = max(2, width - sign.width - _VALUE_CELLS - 1)
    before = min(cells - 1, max(1, round(cells * -low / (high - low))))
    room = before if value < 0 else cells - before
    halves = min(2 * room, round(2 * room * abs(value) / (-low if value < 0 else high)))
    bar, half = "█" * (halves // 2), halves % 2
    left, right = ("▐" * half + bar, "") if value < 0 else ("", bar + "▌" * half)
    return Content.assemble(
        sign.content,
        (f"{left:>{before}}", sign.colour),
        ("│", "$foreground-muted"),
        (f"{right:<{cells - before}}", sign.colour),
        f"{formats.signed(value):>{_VALUE_CELLS}}",
    )
