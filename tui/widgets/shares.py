"""Two distributions of ratings as shares, a line a rating: bars of one, with a mark where the other ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from core import formats

if TYPE_CHECKING:
    from core.data.user import RatingShare

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BAR, _MARK = "█", "┃"
_FINE_FROM = 2
"""Ranges of ratings that are this wide are written without decimals."""


class Shares(Static):
    """The shares of a user's ratings as bars, and those of their segment as marks on them."""

    def __init__(self, segment: int) -> None:
        super().__init__()
        self._segment = segment
        self._shares: Sequence[RatingShare] = ()

    def show(self, shares: Sequence[RatingShare]) -> None:
        """Draw these."""
        self._shares = shares
        self._draw()

    def on_resize(self) -> None:
        """Draw them as wide as there is room."""
        self._draw()

    def _draw(self) -> None:
        if self._shares and self.size.width:
            self.update(draw_shares(self._shares, self._segment, self.size.width))


@dataclass(frozen=True)
class _Form:
    """The two heads, the cells between columns, the decimals of the figures, and the least cells of a bar."""

    heads: tuple[str, str]
    gap: str
    digits: int | None
    least: int


def draw_shares(shares: Sequence[RatingShare], segment: int, width: int) -> Content:
    """A head, and a line for each rating: its bar, the share of the user's ratings, and that of the segment's.

    Where there is little room, the bars stand alone.
    """
    names = _names(shares)
    name_cells = max(map(len, names))
    forms = (
        _Form((f"{_BAR} this user", f"{_MARK} segment {segment}"), "  ", 1, 20),
        _Form((f"{_BAR} user", f"{_MARK} seg."), " ", 0, 8),
        _Form((f"{_BAR} user", f"{_MARK} seg."), " ", None, 1),
    )
    form, cells = next(
        (form, cells)
        for form in forms
        if (cells := _bar_cells(form, width - name_cells - 1)) >= form.least or form is forms[-1]
    )
    highest = max(max(share.of_user, share.of_segment) for share in shares)
    lines = [_head(form, width)]
    for share, name in zip(shares, names, strict=True):
        bar = _bar(share.of_user / highest, share.of_segment / highest, max(1, cells))
        lines.append(Content.assemble((f"{name:>{name_cells}} ", "$foreground-muted"), bar, *_figures(share, form)))
    return Content("\n").join(lines)


def _bar_cells(form: _Form, width: int) -> int:
    """Cells that the figures leave for the bars."""
    return width if form.digits is None else width - sum(len(form.gap) + len(head) for head in form.heads)


def _head(form: _Form, width: int) -> Content:
    user, segment = form.heads
    keys = Content.assemble((user, "$primary"), form.gap, segment)
    room = width - keys.cell_length - len(form.gap)
    title = "Ratings"[: max(0, room)].ljust(max(0, room))
    return Content.assemble((title, "bold"), form.gap, keys)


def _figures(share: RatingShare, form: _Form) -> list[Content]:
    if form.digits is None:
        return []
    user, segment = (formats.percent(one, form.digits) for one in (share.of_user, share.of_segment))
    return [
        Content(f"{form.gap}{user:>{len(form.heads[0])}}"),
        Content.styled(f"{form.gap}{segment:>{len(form.heads[1])}}", "$foreground-muted"),
    ]


def _names(shares: Sequence[RatingShare]) -> list[str]:
    """Each rating, or from where to where each range of ratings goes."""
    if all(share.start == share.end for share in shares):
        return [formats.rating(share.start) for share in shares]
    digits = 0 if min(share.end - share.start for share in shares) >= _FINE_FROM else 2
    return [f"{formats.decimal(share.start, digits)} – {formats.decimal(share.end, digits)}" for share in shares]


def _bar(user: float, others: float, cells: int) -> Content:
    """A bar over a share of the cells, and a mark where another one would end."""
    eighths = max(round(user * cells * 8), 1) if user else 0
    whole, part = divmod(eighths, 8)
    bar = (_BAR * whole + (_EIGHTHS[part] if part else "")).ljust(cells)
    at = min(int(others * cells), cells - 1)
    mark = (_MARK, "$background on $primary" if at < whole else "$foreground")
    return Content.assemble((bar[:at], "$primary"), mark, (bar[at + 1 :], "$primary"))
