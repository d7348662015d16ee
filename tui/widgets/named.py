"""What a segment is called where there is one line for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.analysis import Analysis


def named(analysis: Analysis, segment: int) -> str:
    """The name that a person gave it, with its label in brackets; without a name the label."""
    name, label = analysis.names.get(segment), analysis.segments[segment].title
    return f"{name} ({label})" if name else label
