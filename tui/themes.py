"""Colours: two calm themes with one accent, and a palette for segments that colour-blind people can tell apart."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

from textual.theme import Theme

from core.palette import ON_DARK, ON_LIGHT

DARK = Theme(
    name="segscope-dark",
    dark=True,
    primary="#5fa8e8",
    accent="#5fa8e8",
    foreground="#d7dae0",
    background="#15171c",
    surface="#1c1f26",
    panel="#262a33",
    error="#f0716a",
    warning="#e0a83c",
    success="#5fb98a",
)

LIGHT = Theme(
    name="segscope-light",
    dark=False,
    primary="#0a62b8",
    accent="#0a62b8",
    foreground="#23272e",
    background="#fbfbf9",
    surface="#f1f1ee",
    panel="#e4e4df",
    error="#b3261e",
    warning="#8a5a00",
    success="#1b7a4b",
)

_MARKERS = "●▲■◆▼★♠♣○△□◇▽☆♤♧" + ascii_lowercase + ascii_uppercase
"""A marker a slot: the first eight go with the eight colours, the next eight repeat them hollow, then come letters."""

CENTRE_MARKER = "✚"
UNMATCHED_MARKER = "•"
"""Stands for a segment until it is known which segment of smaller K it continues."""


NO_GROUP_MARKER = "·"
"""Stands for a user in no group."""


def no_group_colour(*, dark: bool) -> str:
    """The muted colour of users in no group, as ``#rrggbb``."""
    return "#6b717d" if dark else "#9a9a94"


def marker(slot: int | None) -> str:
    """The sign of the segment in a slot."""
    return UNMATCHED_MARKER if slot is None else _MARKERS[slot % len(_MARKERS)]


def segment_colour(slot: int | None, *, dark: bool) -> str:
    """The colour of the segment in a slot, as ``#rrggbb``."""
    palette = ON_DARK if dark else ON_LIGHT
    return palette[-1] if slot is None else palette[slot % len(palette)]
