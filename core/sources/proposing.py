"""Which columns a person who is asked for them need only confirm."""

from __future__ import annotations

from collections.abc import Sequence

from core.sources.columns import NO_RATING, REQUIRED, ROLES, USUAL_NAMES, guess
from core.sources.delimited import is_number


def proposed(present: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Columns by role: those with usual names, and those that alone are left for their role.

    ``rows`` are the first rows as text: ratings are numbers. Where no column is left for the rating, it is `NO_RATING`.
    """
    found: dict[str, str] = {}
    for role in ROLES:
        usual = guess(present, USUAL_NAMES[role])
        if usual is not None and usual not in found.values():
            found[role] = usual
    cells = dict(zip(present, zip(*rows, strict=True), strict=False))
    while True:
        left = [name for name in present if name not in found.values()]
        numbers = [name for name in left if _holds_numbers(cells.get(name, ()))]
        meant = {role: numbers if role == "rating" else left for role in REQUIRED if role not in found}
        if {"user", "item"} <= meant.keys():  # what is left can be either
            meant = {"rating": meant["rating"]} if "rating" in meant else {}
        certain = next((role for role, names in meant.items() if len(names) == 1), None)
        if certain is None:
            return {**found, "rating": NO_RATING} if list(meant) == ["rating"] and not left else found
        found[certain] = meant[certain][0]


def _holds_numbers(cells: Sequence[str]) -> bool:
    filled = [cell.replace(",", ".") for cell in cells if cell.strip()]
    return bool(filled) and all(map(is_number, filled))
