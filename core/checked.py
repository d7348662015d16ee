"""Values of JSON from elsewhere that are what they have to be."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.text import clean


def text(value: object) -> str:
    """A text; TypeError where it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def whole(value: object, least: int) -> int:
    """A whole number from ``least``; ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{clean(value, 20)} is not a whole number from {least}")
    return value


def numbers(values: Sequence[object], size: int) -> np.ndarray:
    """So many finite numbers (size,); ValueError where they are not."""
    if len(values) != size:
        raise ValueError(f"{len(values)} numbers where {size} belong")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{value!r} is not a number")
    return np.array(values, dtype=np.float64)
