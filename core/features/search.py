"""Users found by a part of their id, in any case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.features.table import UserFeatures
from core.progress import ShouldStop, never_stop, raise_if_stopped

_CHUNK = 20_000


@dataclass(frozen=True)
class Found:
    """Positions of users, the best match first, and how many there are in all."""

    positions: tuple[int, ...]
    total: int


class UserIds:
    """The ids of the users as they are searched."""

    def __init__(self, features: UserFeatures) -> None:
        self.features = features
        self._texts: dict[int, list[str]] = {}

    def like(self, text: str, most: int, should_stop: ShouldStop = never_stop) -> Found:
        """Up to ``most`` users whose id is ``text``, begins with it, or holds it, in this order; spaces around it are
        nothing, unless an id has them.

        Raises:
            Cancelled: ``should_stop`` said yes.
        """
        exact = next((at for one in (text, text.strip()) if (at := self.features.position(one)) is not None), None)
        wanted = text.strip().casefold()
        if not wanted:
            return _first([] if exact is None else [exact], [], most)
        begin: list[int] = [] if exact is None else [exact]
        within: list[int] = []
        for start in range(0, len(self.features), _CHUNK):
            raise_if_stopped(should_stop)
            for position, folded in enumerate(self._folded(start), start):
                if wanted in folded and position != exact:
                    (begin if folded.startswith(wanted) else within).append(position)
        return _first(begin, within, most)

    def _folded(self, start: int) -> Sequence[str]:
        if start not in self._texts:
            self._texts[start] = [str(one).casefold() for one in self.features.ids[start : start + _CHUNK].tolist()]
        return self._texts[start]


def _first(begin: list[int], within: list[int], most: int) -> Found:
    return Found(tuple([*begin[:most], *within[: max(most - len(begin), 0)]]), len(begin) + len(within))
