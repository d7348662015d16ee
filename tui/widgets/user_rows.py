"""Users as rows of a table: their id, how far they are from a centre where they are members of a segment, features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import formats
from core.features.catalogue import FEATURES
from core.text import clean

if TYPE_CHECKING:
    import numpy as np

    from core.features.table import UserFeatures
    from core.segments.members import Members


class UserRows:
    """All users by id, or the members of a segment in their order."""

    def __init__(self, features: UserFeatures, members: Members | None = None) -> None:
        self._features, self._members = features, members
        self._folded: list[str] = []

    def __len__(self) -> int:
        return len(self._features) if self._members is None else len(self._members.positions)

    def cells(self, row: int) -> Sequence[str]:
        """What is shown of a user."""
        at = row if self._members is None else self._members.positions[row]
        distance = [] if self._members is None else [formats.decimal(float(self._members.distances[row]))]
        columns = self._features.columns
        figures = (FEATURES[name].of_user(columns[name][at]) for name in self._features.telling_first)
        return [clean(self._features.ids[at]), *distance, *figures]

    def order(self, column: int, descending: bool) -> Sequence[int]:
        """The users by their id, their distance or a feature."""
        values = self._values(column)
        if descending:
            found: list[int] = (len(values) - 1 - values[::-1].argsort(kind="stable")[::-1]).tolist()
        else:
            found = values.argsort(kind="stable").tolist()
        return found

    def matching(self, text: str) -> Sequence[int]:
        """The users whose id holds the text."""
        if not self._folded:
            self._folded = [str(one).casefold() for one in self._of_rows(self._features.ids).tolist()]
        wanted = text.casefold()
        return [row for row, folded in enumerate(self._folded) if wanted in folded]

    def _values(self, column: int) -> np.ndarray:
        columns = [self._of_rows(self._features.ids)]
        columns += [] if self._members is None else [self._members.distances]
        names = self._features.telling_first
        if column < len(columns):
            return columns[column]
        return self._of_rows(self._features.columns[names[column - len(columns)]])

    def _of_rows(self, values: np.ndarray) -> np.ndarray:
        return values if self._members is None else values[self._members.positions]
