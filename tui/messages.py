"""What screens tell the app."""

from __future__ import annotations

from textual.message import Message


class ChosenK(Message):
    """A screen wants another K."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self.k = k


class ChosenSegment(Message):
    """A screen wants to show the users of a segment."""

    def __init__(self, segment: int) -> None:
        super().__init__()
        self.segment = segment


class NamedSegment(Message):
    """A screen wants to name a segment, or one that is still to be chosen."""

    def __init__(self, segment: int | None) -> None:
        super().__init__()
        self.segment = segment
