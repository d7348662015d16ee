"""The rule of a segment in words, with how far it can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats

if TYPE_CHECKING:
    from core.segments.rules import Rule


def rule_in_words(rule: Rule | None) -> str:
    """``more than 606 ratings: it finds 97 % of the segment and picks 32 users; …``, and which share are right."""
    if rule is None:
        return "no short rule finds them"
    return (
        f"{rule.words}: it finds {formats.percent(rule.coverage, 0)} of the segment and picks "
        f"{formats.counted(rule.users, 'user')}; {formats.percent(rule.precision, 0)} of them belong to the segment"
    )
