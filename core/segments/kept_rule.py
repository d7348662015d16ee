"""What a model keeps of the rule that picks a segment: its words, and its SQL."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from core.checked import text
from core.segments.rules import Rule
from core.text import clean


@dataclass(frozen=True)
class KeptRule:
    """``sql`` picks the users from a table as users.csv of an export."""

    words: str
    sql: str

    def as_json(self) -> dict[str, str]:
        """What `read_rule` reads."""
        return asdict(self)


def kept(rule: Rule | None) -> KeptRule | None:
    """What is kept of a rule."""
    return None if rule is None else KeptRule(rule.words, rule.sql)


def read_rule(content: Any) -> KeptRule | None:
    """The rule of a segment in JSON, None where it has none; ValueError, TypeError or KeyError where it is damaged."""
    if content is None:
        return None
    words, sql = (text(content[part]) for part in ("words", "sql"))
    if not words or not sql:
        raise ValueError("a rule is empty")
    return KeptRule(clean(words, len(words)), clean(sql, len(sql)))
