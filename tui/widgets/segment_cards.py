"""The cards of all segments: as many beside each other as can be read, and the arrows between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, VerticalScroll

from tui.widgets.segment_card import SegmentCard

if TYPE_CHECKING:
    from core.analysis import Analysis
    from tui.session import Session

_LEAST_CELLS = 56
"""A narrower card cannot be read."""

_BETWEEN, _FRAME = 1, 4


class SegmentCards(ItemGrid):
    """Painted by `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(arrow, f"move('{arrow}')", show=False) for arrow in ("left", "right", "up", "down")
    ]

    _columns = 1

    @property
    def focused_segment(self) -> int | None:
        """The number of the segment whose card has the focus."""
        return next((number for number, card in enumerate(self.cards) if card.has_focus), None)

    @property
    def cards(self) -> list[SegmentCard]:
        """Those of the segments, by their number."""
        return list(self.query_children(SegmentCard).results())

    def show(self, session: Session, analysis: Analysis, width: int, more: int) -> None:
        """Paint one card a segment, in ``width`` cells; cards are added and removed as K changes.

        Where all stand beside each other, they have up to ``more`` features by which the segments were not made.
        """
        self._columns = columns_for(analysis.k, width)
        self.styles.grid_size_columns = self._columns
        room = (width - _BETWEEN * (self._columns - 1)) // self._columns - _FRAME
        cards = self.cards
        for card in cards[analysis.k :]:
            card.remove()
        fresh = [SegmentCard() for _ in range(analysis.k - len(cards))]
        if fresh:
            self.mount(*fresh)
        features = features_of(analysis, more if self._columns == analysis.k else 0)
        portraits = [None] * analysis.k if session.portraits is None else session.portraits.segments
        for segment, portrait, card in zip(analysis.segments, portraits, [*cards, *fresh], strict=False):
            card.show(analysis, segment, portrait, session.slot(segment.id), features, room)

    def action_move(self, arrow: str) -> None:
        """Go to the card beside, above or below; first to the end of a card that is cut off, and beyond all of them."""
        number, cards = self.focused_segment, self.cards
        if number is None:
            raise SkipAction
        step = {"left": -1, "right": 1, "up": -self._columns, "down": self._columns}[arrow]
        if self._goes_on(cards[number], arrow) or number + step >= len(cards):
            raise SkipAction
        if number + step >= 0:
            cards[number + step].focus()
        else:
            self._around.focus()
            self._around.scroll_home(animate=False)

    @property
    def _around(self) -> VerticalScroll:
        return self.query_ancestor(VerticalScroll)

    def _goes_on(self, card: SegmentCard, arrow: str) -> bool:
        """Whether a card is cut off where the arrow points to."""
        place, seen = card.region, self._around.region
        return place.bottom > seen.bottom if arrow == "down" else arrow == "up" and place.y < seen.y


def features_of(analysis: Analysis, more: int) -> list[str]:
    """The features that the segments were made by, and up to so many others, as people are told of them."""
    users = analysis.description.features
    made_by, all_names = users.told(analysis.preset.features), users.told(users.telling_first)
    return [*made_by, *[name for name in all_names if name not in made_by][:more]]


def columns_for(segments: int, width: int) -> int:
    """As many columns as can be read, and no more than it takes to fill as few rows."""
    most = max(1, (width + _BETWEEN) // (_LEAST_CELLS + _BETWEEN))
    rows = -(-segments // most)
    return -(-segments // rows)
