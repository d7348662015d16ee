"""The K with the highest or the lowest value; the smaller among equals."""

from __future__ import annotations

from collections.abc import Mapping


def highest(values: Mapping[int, float | None]) -> int | None:
    """The K with the highest value, None where none has one."""
    return lowest({k: None if value is None else -value for k, value in values.items()})


def lowest(values: Mapping[int, float | None]) -> int | None:
    """The K with the lowest value, None where none has one."""
    found = [(value, k) for k, value in values.items() if value is not None]
    return min(found)[1] if found else None
