"""The notebook's features in sentences: clauses from the median of a segment and that of all users."""

from __future__ import annotations

import math

from core import formats
from core.features.feature import Units


def ratings_given(median: float, everyone: float, units: Units) -> str:
    """``half of them gave at least 881 ratings, the median user 71``."""
    return f"half of them gave {at_least_or_most(median, everyone)} ratings, the median user {rounded(everyone)}"


def items_rated(median: float, everyone: float, units: Units) -> str:
    """The same of different items."""
    bound = at_least_or_most(median, everyone)
    return f"half of them rated {bound} different {units.item}s, the median user {rounded(everyone)}"


def average(median: float, everyone: float, units: Units) -> str:
    """``they give 4.3 stars on average, the median user 3.7``."""
    ours, all_users = formats.told_apart(median, everyone)
    return f"they give {ours} {units.score} on average, the median user {all_users}"


def spread(median: float, everyone: float, units: Units) -> str:
    """``their ratings spread by 1.2 stars (std dev), the median user's by 0.9``."""
    ours, all_users = formats.told_apart(median, everyone)
    return f"their ratings spread by {ours} {units.score} (std dev), the median user's by {all_users}"


def lowest(median: float, everyone: float, units: Units) -> str:
    """``half of them never give less than 2 stars, the median user goes down to 0.5``, or the other way round."""
    ours, all_users = formats.plain(median), formats.plain(everyone)
    if median > everyone:
        return f"half of them never give less than {ours} {units.score}, the median user goes down to {all_users}"
    return f"half of them go down to {ours} {units.score}, the median user to {all_users}"


def highest(median: float, everyone: float, units: Units) -> str:
    """``half of them never give more than 4 stars, the median user goes up to 5``, or the other way round."""
    ours, all_users = formats.plain(median), formats.plain(everyone)
    if median < everyone:
        return f"half of them never give more than {ours} {units.score}, the median user goes up to {all_users}"
    return f"half of them go up to {ours} {units.score}, the median user to {all_users}"


def width(median: float, everyone: float, units: Units) -> str:
    """``their lowest and highest rating lie 2 stars apart, the median user's 4``."""
    ours, all_users = formats.plain(median), formats.plain(everyone)
    return f"their lowest and highest rating lie {ours} {units.score} apart, the median user's {all_users}"


def at_least_or_most(median: float, everyone: float) -> str:
    """What is true of at least half of those with this median of whole numbers, towards where it lies."""
    if median >= everyone:
        return f"at least {formats.count(math.ceil(median))}"
    return f"at most {formats.count(math.floor(median))}"


def rounded(value: float) -> str:
    """A median of whole numbers as a whole number, halves upwards."""
    return formats.count(math.floor(value + 0.5))


def percents(one: float, other: float) -> tuple[str, str]:
    """Two shares as percentages, with as many decimals as it takes to tell them apart."""
    ours, others = formats.told_apart(100 * one, 100 * other)
    return f"{ours} %", f"{others} %"
