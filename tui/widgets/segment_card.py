"""A segment on a card: who it is, how it differs, what rule picks it, how sure that is, and who is typical of it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core import formats
from core.features.catalogue import FEATURES
from tui.commands import BY_ID, hint
from tui.messages import ChosenSegment
from tui.themes import marker, segment_colour
from tui.widgets.card_figures import FeatureFigures, figure_lines

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.segments.portrait import Portrait
    from core.segments.profile import Segment

_HEAD_CELLS = 9
_LONGEST_ID = 20
_COMING = "…"
_MUTED = "$foreground-muted"

_SENTENCE = 155
_EXPECTED = (60, 30, 130, 60)
"""Characters for which a place is kept: of the sentence; and of how sure, who is typical, the rule, and when they were
active."""

_COMING_ROWS = dict.fromkeys(("sure?", "typical", "rule"), _COMING)

_WHOLE_FROM = 100
"""Quartiles from here on are written without decimals."""


class SegmentCard(Static, can_focus=True):
    """Painted by `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(BY_ID["members"].keys, "members", show=False)]

    segment = 0
    sql = ""
    """What picks the users of the segment from an exported table, empty where nothing short does."""

    def show(
        self,
        analysis: Analysis,
        segment: Segment,
        portrait: Portrait | None,
        slot: int | None,
        names: Sequence[str],
        width: int,
    ) -> None:
        """Paint a segment with these features, in ``width`` cells.

        Its portrait has a place while it is on its way, and is None then.
        """
        colour = segment_colour(slot, dark=self.app.current_theme.dark)
        self.segment = segment.id
        self.sql = "" if portrait is None or portrait.rule is None else portrait.rule.sql
        self.border_title = _size(segment, portrait, slot, colour)
        features = [_figures(name, analysis, segment, portrait) for name in names]
        lines = [
            *_title(analysis, segment),
            *_sentence(segment, portrait, width),
            *figure_lines(features, colour, width),
            *_words(analysis, portrait, width),
            *_row("label", "\n".join(segment.remarks), width, _MUTED),
        ]
        self.update(Content("\n").join(lines))

    def on_focus(self) -> None:
        """Say what can be done with the card."""
        self.border_subtitle = Content(hint(copy="copies SQL", name="names it", members="members"))

    def on_blur(self) -> None:
        """Nothing can be done with a card that has not the focus."""
        self.border_subtitle = ""

    def action_members(self) -> None:
        """Show the users of the segment."""
        self.post_message(ChosenSegment(self.segment))


def _size(segment: Segment, portrait: Portrait | None, slot: int | None, colour: str) -> Content:
    of_ratings = "" if portrait is None else f" · {formats.percent(portrait.ratings_share)} of all ratings"
    users = f"{formats.counted(segment.users, 'user')}, {formats.percent(segment.share)}"
    return Content.assemble(
        ("" if slot is None else f"{marker(slot)} ", colour),
        (f"{segment.id}", "bold $foreground"),
        (f" · {users}{of_ratings}", _MUTED),
    )


def _title(analysis: Analysis, segment: Segment) -> list[Content]:
    """The label, below the name where a person gave one."""
    name = analysis.names.get(segment.id)
    if name is None:
        return [Content.styled(segment.title, "bold")]
    return [Content.styled(name, "bold"), Content.styled(segment.title, _MUTED)]


def _sentence(segment: Segment, portrait: Portrait | None, width: int) -> list[Content]:
    """Who they are, in words that can be checked."""
    least = math.ceil(_SENTENCE / width)
    if portrait is None:
        return [Content.styled(_COMING, _MUTED), *[Content("")] * (least - 1)]
    brief = "" if portrait.brief == segment.title else f"“{portrait.brief}”."
    lines = textwrap.wrap(f"{brief} {portrait.sentence}".strip(), width)
    written = Content("\n".join([*lines, *[""] * (least - len(lines))]))
    return [written.stylize("$primary", 0, len(brief))]


def _figures(name: str, analysis: Analysis, segment: Segment, portrait: Portrait | None) -> FeatureFigures:
    from core.segments.deviations import deviation

    feature, users = FEATURES[name], analysis.description.features
    mean = (segment if portrait is None else portrait).means.get(name)
    if mean is None:
        return FeatureFigures(feature.short, None, (_COMING, _COMING, _COMING))
    apart = deviation(users, name, mean)
    if portrait is None:
        return FeatureFigures(feature.short, apart, (feature.of_many(mean), _COMING, _COMING))
    median, (low, high) = portrait.medians[name], portrait.quartiles[name]
    half = " – ".join(
        formats.count(round(one)) if abs(one) >= _WHOLE_FROM else feature.of_user(one) for one in (low, high)
    )
    return FeatureFigures(feature.short, apart, (feature.of_many(mean), feature.of_many(median), half))


def _words(analysis: Analysis, portrait: Portrait | None, width: int) -> list[Content]:
    """How sure, who is typical, the rule, when they were active, and what to be careful with."""
    text = width - _HEAD_CELLS
    least = sum(math.ceil(length / text) for length in _EXPECTED)
    rows = _COMING_ROWS if portrait is None else _rows(portrait, is_alone=analysis.k == 1)
    lines = [line for head, words in rows.items() for line in _row(head, words, width)]
    if portrait is not None:
        lines += _row("careful", "\n".join(portrait.cautions), width, "$warning")
    return [*lines, *[Content("")] * (least - len(lines))]


def _rows(portrait: Portrait, *, is_alone: bool) -> Mapping[str, str]:
    from core.words.portrait import typical_in_words
    from core.words.rules import rule_in_words

    return {
        "sure?": portrait.sure or "not known",
        "typical": typical_in_words(portrait.exemplars, _LONGEST_ID),
        "rule": "" if is_alone else rule_in_words(portrait.rule),
        "active": portrait.active,
    }


def _row(head: str, text: str, width: int, style: str = "") -> Iterator[Content]:
    """A head with text beside it; nothing where there is no text."""
    lines = [piece for line in text.splitlines() for piece in textwrap.wrap(line, width - _HEAD_CELLS)]
    for number, line in enumerate(lines):
        yield Content.assemble((f"{head if number == 0 else '':<{_HEAD_CELLS}}", _MUTED), (line, style))
