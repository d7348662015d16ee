"""Tastes as rows: a table a segment for reports, one for all as a file, and the JSON of a segment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from core import formats
from core.analysis import Analysis
from core.export.report_tables import ReportTable
from core.tastes.tastes import SegmentTastes, Taste, Tastes
from core.text import clean
from core.words.portrait import units_of
from core.words.tastes import note, sentence, times

if TYPE_CHECKING:
    import pandas as pd

_SMALLEST_P = 0.001


def taste_tables(analysis: Analysis) -> tuple[ReportTable, ...]:
    """A table for each segment of which something is notable; none where nobody asked for tastes."""
    if analysis.tastes is None:
        return ()
    units = units_of(analysis.description.source, analysis.description.overview.scale)
    heads = ("", "users", "share", "others", "lift", "z", "p", f"{units.score} more")
    rows = [(one.id, tuple(_row(taste) for taste in _all(one) if taste.notable)) for one in analysis.tastes.segments]
    return tuple(
        ReportTable(f"What segment {number} rates more and less: {analysis.name_of(number)}", heads, told)
        for number, told in rows
        if told
    )


def _row(taste: Taste) -> tuple[str, ...]:
    return (
        taste.name,
        formats.count(taste.users),
        formats.percent(taste.share, 2),
        formats.percent(taste.share_of_others, 2),
        times(taste),
        formats.signed(taste.z),
        _p(taste.p),
        formats.signed(taste.higher),
    )


def _p(p: float | None) -> str:
    if p is None:
        return formats.UNDEFINED
    return f"< {_SMALLEST_P}" if p < _SMALLEST_P else formats.decimal(p, 3)


def _all(one: SegmentTastes) -> tuple[Taste, ...]:
    return (*one.genres, *one.titles)


def tastes_table(analysis: Analysis) -> pd.DataFrame:
    """One row a segment and genre, or title: what is missing has no value."""
    import pandas as pd

    columns = ["segment", "kind", *(field.name for field in fields(Taste)), "notable"]
    return pd.DataFrame([] if analysis.tastes is None else list(_rows(analysis.tastes)), columns=columns)


def _rows(tastes: Tastes) -> Iterator[dict[str, Any]]:
    for one in tastes.segments:
        for kind, those in (("genre", one.genres), ("title", one.titles)):
            for taste in those:
                yield {"segment": one.id, "kind": kind, **asdict(taste), "notable": taste.notable}


def tastes_json(analysis: Analysis, segment: int) -> dict[str, Any] | None:
    """A segment's tastes as the contract's nested dictionaries; None where nobody asked for them."""
    if analysis.tastes is None:
        return None
    one = analysis.tastes.segments[segment]
    units = units_of(analysis.description.source, analysis.description.overview.scale)
    return {
        "sentence": sentence(analysis.tastes, segment, units),
        "genres": [_json(taste) for taste in one.genres],
        "titles": [_json(taste) for taste in one.titles],
        "note": note(analysis.tastes, segment, units) or None,
    }


def _json(taste: Taste) -> dict[str, Any]:
    return {**asdict(taste), "key": clean(taste.key, len(taste.key)), "notable": taste.notable}
