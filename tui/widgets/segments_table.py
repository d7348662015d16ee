"""The table of segments: sign, label, size, figures, and how sure each is, in a form that fits its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from core import formats
from core.features.catalogue import FEATURES
from tui.commands import key_of
from tui.themes import marker, segment_colour
from tui.widgets.named import named
from tui.widgets.rows import Cell
from tui.widgets.safe_table import Column, SafeTable

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.segments.profile import Segment
    from tui.session import Session

MEAN, MEDIAN = "mean", "median"
AVERAGES = (MEAN, MEDIAN)
"""What the figures of a segment can be over its users."""

_COMING = "…"
_LEAST_OF_LABEL = 20
_LEAST_BAR, _GOOD_BAR, _MOST_BAR = 6, 30, 60


@dataclass(frozen=True)
class _Figures:
    """A column of numbers: its head, a cell for each segment, and one for all users."""

    head: str
    cells: tuple[str, ...]
    everyone: str

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.head, *self.cells, self.everyone)))


@dataclass(frozen=True)
class _Form:
    """How the table fits its place: whether its columns stand apart, and the cells of a label (0: as many as it has)
    and of the bar of the ``largest`` share (0: there are no bars).
    """

    is_roomy: bool
    label: int = 0
    bar: int = 0
    largest: float = 1.0


class SegmentsTable(SafeTable):
    """Filled by `show`; all users stand in its last row."""

    def show(self, session: Session, analysis: Analysis, average: str, room: int, *, is_resampling: bool) -> None:
        """Paint it in ``room`` cells: with bars, without, with narrow gaps, at last with cut labels.

        How sure the segments are gives way first, and is then reached sideways.
        """
        users, shares, in_head = _users(analysis), _shares(analysis), _without_unit(_shares(analysis))
        features, made_by = analysis.description.features, _made_by(analysis)
        known = _averages(session, analysis, average)
        figures = [_figures(name, analysis, average, known) for name in made_by]
        more = [name for name in features.telling_first if name not in made_by]
        others = [_figures(name, analysis, average, known) for name in more]
        sure = [*_silhouettes(analysis), *_stabilities(analysis, is_resampling=is_resampling)]
        everyone = _everyone(average)
        label = max(map(cell_len, (everyone, *(named(analysis, number) for number in range(analysis.k)))))
        form, others = _roomy_form(room, label, [users, shares, *figures, *sure], others)
        if form is None:
            shares, form, others = in_head, _dense_form(room, analysis.k, [users, in_head, *figures]), []
        form = replace(form, largest=max(segment.share for segment in analysis.segments))
        numbers = [users, shares, *figures, *others, *sure]
        heads = [Column("segment" if form.is_roomy else ""), Column("label", most=form.label)]
        heads += [Column(one.head, number=one is not shares or not form.bar) for one in numbers]
        rows = [
            [
                *self._named(session, analysis, segment),
                *(self._cell(session, segment, one, shares, form) for one in numbers),
            ]
            for segment in analysis.segments
        ]
        below: list[Cell] = ["", everyone, *(one.everyone for one in numbers)]
        self.cell_padding = 1 if form.is_roomy else 0
        self.fill(heads, [*rows, below], footer=1)

    def _named(self, session: Session, analysis: Analysis, segment: Segment) -> list[Cell]:
        slot = session.slot(segment.id)
        sign = Text.assemble(("  " if slot is None else f"{marker(slot)} ", self._colour(session, segment)))
        return [sign.append(str(segment.id)), named(analysis, segment.id)]

    def _cell(self, session: Session, segment: Segment, figures: _Figures, shares: _Figures, form: _Form) -> Cell:
        text = figures.cells[segment.id]
        if figures is not shares or not form.bar:
            return text
        bar = share_bar(segment.share / form.largest, form.bar)
        return Text.assemble(f"{text:>{shares.width}} ", (bar, self._colour(session, segment)))

    def _colour(self, session: Session, segment: Segment) -> str:
        return segment_colour(session.slot(segment.id), dark=self.app.current_theme.dark)


def share_bar(share: float, cells: int) -> str:
    """A bar of eighths of cells, at least one eighth."""
    eighths = max(1, round(share * cells * 8))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _roomy_form(
    room: int, label: int, numbers: list[_Figures], others: list[_Figures]
) -> tuple[_Form | None, list[_Figures]]:
    """Columns that stand apart, with those of the others and bars in the cells that are left; None without room."""
    left = room - sum(width + 2 for width in (len("segment"), label, *(one.width for one in numbers)))
    fitting = []
    for one in others:
        if left < one.width + 2 + _GOOD_BAR:
            break
        fitting.append(one)
        left -= one.width + 2
    bar = min(_MOST_BAR, left - 1) if left > _LEAST_BAR else 0
    return (None if left < 0 else _Form(is_roomy=True, bar=bar)), fitting


def _dense_form(room: int, segments: int, numbers: list[_Figures]) -> _Form:
    """Narrow gaps, and a label in the cells that these columns leave, one of them for the sign of more."""
    sign = len(f"● {segments - 1} ")
    taken = sign + sum(one.width + 1 for one in numbers) + 1
    return _Form(is_roomy=False, label=max(_LEAST_OF_LABEL, room - taken))


def _everyone(average: str) -> str:
    others = [f"{key_of('average')} {other}s" for other in AVERAGES if other != average]
    return " · ".join([f"all users, {average}", *others])


def _users(analysis: Analysis) -> _Figures:
    cells = tuple(formats.count(segment.users) for segment in analysis.segments)
    return _Figures("users", cells, formats.count(len(analysis.description.features)))


def _shares(analysis: Analysis) -> _Figures:
    return _Figures("share", tuple(formats.percent(segment.share) for segment in analysis.segments), formats.percent(1))


def _without_unit(shares: _Figures) -> _Figures:
    """The unit in the head."""
    return _Figures("%", tuple(cell.removesuffix(" %") for cell in shares.cells), "100")


def _made_by(analysis: Analysis) -> list[str]:
    """The features that the segments were made by, as people are told of them."""
    return analysis.description.features.told(analysis.preset.features)


def _figures(name: str, analysis: Analysis, average: str, known: list[Mapping[str, float]]) -> _Figures:
    feature, everyone = FEATURES[name], analysis.description.features.summaries[name]
    is_known = all(name in figures for figures in known)
    cells = tuple(feature.of_many(figures[name]) if is_known else _COMING for figures in known)
    return _Figures(feature.short, cells, feature.of_many(everyone.mean if average == MEAN else everyone.median))


def _averages(session: Session, analysis: Analysis, average: str) -> list[Mapping[str, float]]:
    """The means or medians of each segment by feature, as far as they are known."""
    if session.portraits is None:
        return [segment.means if average == MEAN else {} for segment in analysis.segments]
    return [one.means if average == MEAN else one.medians for one in session.portraits.segments]


def _silhouettes(analysis: Analysis) -> list[_Figures]:
    """The mean silhouette of each segment, where it is known."""
    from core.evidence.silhouette import SILHOUETTE

    row = analysis.evidence.rows.get(analysis.k)
    found = None if row is None else row.value(SILHOUETTE)
    if found is None:
        return []
    written = formats.decimal if found.error is None else formats.about
    return [_Figures("silh.", tuple(map(written, found.by_segment)), written(found.mean))]


def _stabilities(analysis: Analysis, *, is_resampling: bool) -> list[_Figures]:
    """How well each segment comes back among other users, where that is known or on its way."""
    from core.evidence.stability import STABILITY, sign

    row = analysis.evidence.rows.get(analysis.k)
    if row is None:
        return []
    found = row.value(STABILITY)
    if found is not None:
        written = formats.decimal if row.sampled_users is None else formats.about
        return [_Figures("stable", tuple(f"{sign(value)} {written(value)}" for value in found), "")]
    is_coming = is_resampling and STABILITY.concerns(row.k) and STABILITY.name not in row.asked
    return [_Figures("stable", (_COMING,) * analysis.k, "")] if is_coming else []
