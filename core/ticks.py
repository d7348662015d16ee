"""Where the ticks of an axis stand, and what is written beside them: one style everywhere, thousands separated."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_LEADING = (1, 2, 5)
_ROUNDING = 1e-9
"""What a logarithm and its power may lose, as a share."""


@dataclass(frozen=True)
class Ticks:
    """Ascending values of ticks and their labels."""

    values: tuple[float, ...]
    labels: tuple[str, ...]


def round_ticks(low: float, high: float, most: int) -> Ticks:
    """At most ``most`` multiples of 1, 2 or 5 times a power of ten from ``low`` to ``high``."""
    if not high > low:
        return Ticks((low,), (f"{low:,.{0 if low == int(low) else 2}f}",))
    exponent = math.floor(math.log10((high - low) / most))
    for step in (factor * 10.0**power for power in (exponent, exponent + 1) for factor in _LEADING):
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < most:
            break
    digits = max(0, -math.floor(math.log10(step)))
    values = tuple(number * step for number in range(first, last + 1)) or (low,)
    return Ticks(values, tuple(f"{value:,.{digits}f}" for value in values))


def log_ticks(low: float, high: float, most: int) -> Ticks:
    """At most ``most`` round numbers from ``low`` to ``high``, both above 0.

    They are powers of ten times 1, 2 and 5, or 1 and 3, or 1 alone; where these are too many, every second, third, ….
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    lowest, highest = low * (1 - _ROUNDING), high * (1 + _ROUNDING)
    candidates = [[(factor, power) for power in powers for factor in leading] for leading in (_LEADING, (1, 3))]
    candidates += [[(1, power) for power in powers[::step]] for step in range(1, len(powers) + 1)]
    for candidate in candidates:
        within = [(factor, power) for factor, power in candidate if lowest <= factor * 10.0**power <= highest]
        if len(within) <= most:
            break
    values = tuple(factor * 10.0**power for factor, power in within) or (low,)
    return Ticks(values, tuple(f"{value:,.{max(0, -math.floor(math.log10(value)))}f}" for value in values))


def label_line(labels: Iterable[tuple[float, str]], cells: int) -> str:
    """A line of ``cells`` characters with each label around its place, in cells; where two touch, the first has it."""
    line = [" "] * cells
    for middle, label in labels:
        start = max(0, min(math.floor(middle - len(label) / 2 + 0.5), cells - len(label)))
        place = line[max(0, start - 1) : start + len(label) + 1]
        if len(place) > len(label) and not "".join(place).strip():
            line[start : start + len(label)] = label
    return "".join(line)
