"""The rows of the features that can be chosen: how each lies before and after scaling, and what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from core import formats
from core.words.features import alike_in_words, defined
from tui.widgets.safe_table import Column

if TYPE_CHECKING:
    from core.features.feature import Feature
    from core.features.inspection import Inspected, Shape
    from tui.widgets.rows import Cell

_CHOSEN, _NOT_CHOSEN, _CANNOT_BE = "[x] ", "[ ] ", " –  "
_EIGHTHS = "▁▂▃▄▅▆▇█"
_COMING = "…"
SAME_FOR_ALL = "the same for all users"


@dataclass(frozen=True)
class Known:
    """What is known of the features: how they lie as far as that is ``inspected``, why some are ``missing``, and the
    ``scaling`` that is chosen, by their names.
    """

    inspected: Mapping[str, Inspected]
    missing: Mapping[str, str]
    scaling: str

    def why_not(self, name: str) -> str:
        """Why a feature cannot be chosen; empty where it can."""
        if name in self.missing:
            return self.missing[name]
        return SAME_FOR_ALL if name in self.inspected and self.inspected[name].constant else ""

    def alike(self, name: str) -> Mapping[str, float]:
        """The features that say nearly the same, with their correlations."""
        return self.inspected[name].alike[self.scaling] if name in self.inspected else {}


def columns_of(scaling: str) -> list[Column]:
    """The heads."""
    return [
        Column("feature"),
        Column(" as it is"),
        Column("skew", True),
        Column(" unscaled" if scaling == "none" else f" {scaling}"),
        Column("skew", True),
        Column(" note"),
    ]


def row_of(
    feature: Feature, known: Known, chosen: Collection[str], catalogue: Mapping[str, Feature], *, is_roomy: bool
) -> Sequence[Cell]:
    """The cells of a feature; a short name and a short note where there is little room."""
    why_not, name = known.why_not(feature.name), feature.title if is_roomy else feature.short
    mark = _CANNOT_BE if why_not else _CHOSEN if feature.name in chosen else _NOT_CHOSEN
    title = Text(mark + name, style="dim" if why_not else "bold" if feature.name in chosen else "")
    one = known.inspected.get(feature.name)
    if one is None:
        coming = "" if why_not else _COMING
        return [title, f" {coming}", coming, f" {coming}", coming, Text(f" {why_not}", style="dim")]
    after = one.scaled[known.scaling]
    return [title, *_shape(one.shape), *_shape(after), _note(feature, known, chosen, catalogue, is_roomy=is_roomy)]


def said_of(feature: Feature, known: Known, catalogue: Mapping[str, Feature]) -> Content:
    """What a feature is, and what speaks against it."""
    why_not, alike = known.why_not(feature.name), known.alike(feature.name)
    said = f" It cannot be chosen: {why_not.rstrip('.')}." if why_not else ""
    if alike:
        said += f" It {alike_in_words(alike, {name: catalogue[name].title for name in alike})}."
    return Content.assemble((feature.title, "bold"), f": {defined(feature)}", (said, "$warning"))


def sparkline(counts: Sequence[int]) -> str:
    """A histogram in one line; what is above zero shows."""
    highest = max(counts)
    return "".join(_EIGHTHS[max(0, round(count * 8 / highest) - 1)] if count else " " for count in counts)


def _shape(shape: Shape) -> tuple[Cell, Cell]:
    return f" {sparkline(shape.counts)}", formats.decimal(shape.skewness)


def _note(
    feature: Feature, known: Known, chosen: Collection[str], catalogue: Mapping[str, Feature], *, is_roomy: bool
) -> Text:
    """Why it cannot be chosen, or which one most nearly says the same; it stands out where two such are chosen."""
    why_not, alike = known.why_not(feature.name), known.alike(feature.name)
    if why_not or not alike:
        return Text(f" {why_not}", style="dim")
    both = feature.name in chosen and not alike.keys().isdisjoint(chosen)
    nearest = max(alike, key=lambda name: abs(alike[name]))
    short = catalogue[nearest].short
    if is_roomy:
        words = alike_in_words({nearest: alike[nearest]}, {nearest: short}).removeprefix("says ")
    else:
        words = f"{'like' if alike[nearest] > 0 else 'against'} {short}"
    return Text(f" {words}", style="bold" if both else "")
