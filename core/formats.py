"""How numbers are written, the same on screen and in reports."""

from __future__ import annotations

import math
from collections.abc import Sequence

UNDEFINED = "–"
"""Stands where there is no number."""

_LARGEST_PLAIN = 1e15


def count(value: int) -> str:
    """A whole number with thousands separated: ``100,836``."""
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """``1 user``, ``610 users``."""
    return f"{count(value)} {noun}" if value == 1 else f"{count(value)} {noun}s"


def decimal(value: float | None, digits: int = 2) -> str:
    """A real number with ``digits`` decimals and thousands separated: ``1,061.9``."""
    if value is None or not math.isfinite(value):
        return UNDEFINED
    if abs(value) >= _LARGEST_PLAIN:
        return f"{value:.{digits}e}"
    without_minus_zero = round(value, digits) + 0.0
    return f"{without_minus_zero:,.{digits}f}"


def signed(value: float, digits: int = 1) -> str:
    """A deviation with its sign, ``+1.5``; one that rounds to zero has none."""
    text = decimal(value, digits)
    return f"+{text}" if round(value, digits) > 0 else text


def size(number_of_bytes: int) -> str:
    """A file's size: ``800 bytes``, ``12.3 kB``, ``4.0 MB``."""
    if number_of_bytes < 1000:
        return counted(number_of_bytes, "byte")
    unit = "kB" if number_of_bytes < 1_000_000 else "MB"
    return f"{decimal(number_of_bytes / (1000 if unit == 'kB' else 1_000_000), 1)} {unit}"


def percent(share: float, digits: int = 1) -> str:
    """A share of 0 to 1 as ``44.3 %``."""
    return f"{decimal(100 * share, digits)} %"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def ranges(numbers: Sequence[int]) -> str:
    """Ascending whole numbers, runs of three or more in short: ``2``, ``2 and 3``, ``2 and 4 to 10``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [[f"{run[0]} to {run[-1]}"] if len(run) > 2 else list(map(str, run)) for run in runs]
    return listed([word for run in words for word in run])


def rating(value: float) -> str:
    """A rating with up to two decimals, at least one: ``0.5``, ``5.0``, ``3.25``."""
    text = decimal(value)
    return text[:-1] if text.endswith("0") and "e" not in text else text


def plain(value: float) -> str:
    """A number with up to two decimals, none where it is whole: ``4``, ``3.5``, ``1,000``."""
    text = decimal(value)
    return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")


def told_apart(one: float, other: float, fewest: int = 1) -> tuple[str, str]:
    """Two numbers with the ``fewest`` decimals, or with as many more, up to three, as it takes to tell them apart."""
    written = [(decimal(one, digits), decimal(other, digits)) for digits in range(fewest, 4)]
    return next((texts for texts in written if texts[0] != texts[1]), written[0])


def about(value: float, digits: int = 2) -> str:
    """A number that is that of a sample: ``~ 0.33``."""
    return f"~ {decimal(value, digits)}"


def estimate(value: float, error: float, digits: int = 2) -> str:
    """A number that was not computed in full, with its error: ``~ 759.5 ± 0.3``."""
    return f"~ {decimal(value, digits)} ± {decimal(error, digits)}"
