"""How numbers are written, the same on screen and in reports."""

from __future__ import annotations

import math

UNDEFINED = "–"
"""Stands where there is no number."""


def count(value: int) -> str:
    """A whole number with thousands separated: ``100,836``."""
    return f"{value:,}"


def decimal(value: float | None, digits: int = 2) -> str:
    """A real number with ``digits`` decimals and thousands separated: ``1,061.9``."""
    if value is None or not math.isfinite(value):
        return UNDEFINED
    if abs(value) >= 1e15:
        return f"{value:.{digits}e}"
    return f"{value:,.{digits}f}"


def percent(share: float, digits: int = 1) -> str:
    """A share of 0 to 1 as ``44.3 %``."""
    return f"{decimal(100 * share, digits)} %"


def rating(value: float) -> str:
    """A rating without needless decimals, at least one: ``0.5``, ``5.0``, ``3.25``."""
    short = f"{value:,.4g}" if abs(value) < 1e4 else f"{value:.4g}"
    return short if any(mark in short for mark in ".en") else f"{short}.0"
