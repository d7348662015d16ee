"""The signs of segments: marker, number and colour, as pictures and their legends write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui.themes import marker, segment_colour

if TYPE_CHECKING:
    from tui.session import Session


@dataclass(frozen=True)
class Sign:
    """The sign of a segment; ``number`` is as wide as that of every other."""

    marker: str
    number: str
    colour: str

    @property
    def content(self) -> Content:
        """As it stands before a line."""
        return Content.assemble((self.marker, self.colour), f" {self.number} ")

    @property
    def width(self) -> int:
        """Cells of the content."""
        return len(self.marker) + len(self.number) + 2


def signs_of(session: Session, k: int, *, dark: bool) -> list[Sign]:
    """The signs of the segments of the current K, by their number."""
    digits = len(str(k - 1))
    slots = [session.slot(segment) for segment in range(k)]
    return [
        Sign(marker(slot), f"{segment:>{digits}}", segment_colour(slot, dark=dark))
        for segment, slot in enumerate(slots)
    ]


def legend(signs: Sequence[Sign]) -> Content:
    """All of them in a line."""
    return Content("  ").join(Content.assemble((sign.marker, sign.colour), f" {sign.number.strip()}") for sign in signs)
