"""The cards of a report: who the users of each segment are, one place for every format."""

from __future__ import annotations

from dataclasses import dataclass

from core import formats
from core.analysis import Analysis
from core.segments.portrait import Portrait
from core.segments.profile import Segment
from core.words.portrait import typical_in_words, units_of
from core.words.rules import rule_in_words
from core.words.tastes import caveat, sentence

CARDS = "Who they are"
"""The heading of the cards."""

_LONGEST_ID = 40


@dataclass(frozen=True)
class Card:
    """A segment in words: its ``name``, or else its label; ``holds`` is its size, ``sentence`` who its users are, and
    ``facts`` are heads with what follows them.
    """

    id: int
    name: str
    holds: str
    sentence: str
    facts: tuple[tuple[str, str], ...]


def cards_of(analysis: Analysis) -> tuple[Card, ...]:
    """A card a segment, by its number."""
    return tuple(
        _card(analysis, segment, portrait)
        for segment, portrait in zip(analysis.segments, analysis.portraits.segments, strict=True)
    )


def _card(analysis: Analysis, segment: Segment, portrait: Portrait) -> Card:
    users = f"{formats.counted(segment.users, 'user')}, {formats.percent(segment.share)}"
    brief = "" if portrait.brief == segment.title else f"{portrait.brief}. "
    facts = (
        ("likes", _likes(analysis, segment.id)),
        ("label", segment.title if segment.id in analysis.names else ""),
        *(("label", remark) for remark in segment.remarks),
        ("rule", rule_in_words(portrait.rule) if analysis.k > 1 else ""),
        ("sure?", portrait.sure or "not known"),
        *(("careful", caution) for caution in portrait.cautions),
        ("typical", typical_in_words(portrait.exemplars, _LONGEST_ID)),
        ("active", portrait.active),
    )
    return Card(
        id=segment.id,
        name=analysis.name_of(segment.id),
        holds=f"{users} · {formats.percent(portrait.ratings_share)} of all ratings",
        sentence=f"{brief}{portrait.sentence}",
        facts=tuple((head, text) for head, text in facts if text),
    )


def _likes(analysis: Analysis, segment: int) -> str:
    """A sentence, and what to know of it; empty where nobody asked for tastes."""
    if analysis.tastes is None:
        return ""
    units = units_of(analysis.description.source, analysis.description.overview.scale)
    said = sentence(analysis.tastes, segment, units), caveat(analysis.tastes, units)
    return " ".join(filter(None, said))
