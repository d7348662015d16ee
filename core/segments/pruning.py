"""Rules made shorter: bounds and whole boxes without which a rule is no worse are left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from core.segments.conditions import Box, joined, within


def pruned(boxes: Sequence[Box], columns: Mapping[str, np.ndarray], wanted: np.ndarray) -> tuple[Box, ...]:
    """The boxes with fewer bounds, as long as they pick the ``wanted`` users (users,) as well.

    Time and again goes that without which the rule is best, as C4.5 does it (Quinlan 1993), but by F1 (van Rijsbergen
    1979), and only where the rule is no worse than before.
    """
    found = joined(boxes)
    reached = _f1(found, columns, wanted)
    while shorter := [(_f1(one, columns, wanted), one) for one in _shorter(found)]:
        best, one = max(shorter, key=lambda pair: pair[0])
        if best < reached:
            break
        found, reached = joined(one), best
    return found


def _shorter(boxes: Sequence[Box]) -> Iterator[tuple[Box, ...]]:
    """Without one of the boxes, or without one bound of one of them."""
    for number, box in enumerate(boxes):
        before, after = tuple(boxes[:number]), tuple(boxes[number + 1 :])
        if before or after:
            yield (*before, *after)
        for name, (low, high) in box.items():
            for bounds in ((-math.inf, high), (low, math.inf)):
                if bounds != (low, high):
                    wider = {**box, name: bounds}
                    yield (*before, {one: ends for one, ends in wider.items() if ends != _ANY}, *after)


def _f1(boxes: Sequence[Box], columns: Mapping[str, np.ndarray], wanted: np.ndarray) -> float:
    caught = np.any([within(box, columns) for box in boxes], axis=0)
    return float(2 * (caught & wanted).sum() / (caught.sum() + wanted.sum()))


_ANY = (-math.inf, math.inf)
