"""A picture in blocks, one a feature: as many beside each other as it takes to see them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.content import Content

_BETWEEN = 3
"""Cells between two blocks."""


@dataclass(frozen=True)
class Block:
    """``draw`` gives its ``height`` lines for a width."""

    height: int
    draw: Callable[[int], Sequence[Content]]


def arranged(blocks: Sequence[Block], width: int, height: int, least: int) -> list[Content]:
    """The lines of blocks of one height, none narrower than ``least`` where there is room for that.

    They go from left to right, then down, beyond ``height`` where they do not fit.
    """
    columns = _columns(blocks, width, height, least)
    each = (width - _BETWEEN * (columns - 1)) // columns
    lines: list[Content] = []
    for start in range(0, len(blocks), columns):
        drawn = [block.draw(each) for block in blocks[start : start + columns]]
        lines += [Content("")] * bool(lines)
        lines += [Content(" " * _BETWEEN).join(map(_padded(each), line)) for line in zip(*drawn, strict=True)]
    return lines


def _columns(blocks: Sequence[Block], width: int, height: int, least: int) -> int:
    """As few as it takes to fit in the height, else as many as fit in the width."""
    most = max(1, min(len(blocks), (width + _BETWEEN) // (least + _BETWEEN)))
    for columns in range(1, most):
        rows = -(-len(blocks) // columns)
        if rows * (blocks[0].height + 1) - 1 <= height:
            return columns
    return most


def _padded(width: int) -> Callable[[Content], Content]:
    return lambda line: line.truncate(width, pad=True)
