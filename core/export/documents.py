"""The report as documents to hand on: one HTML page that needs nothing else, and the same as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jinja2
from markupsafe import Markup

from core import __version__, formats
from core.analysis import Analysis
from core.export.report_tables import answer_lines, report_tables, segments_table, verdict_lines
from core.features.catalogue import FEATURES
from core.palette import ON_DARK, ON_LIGHT
from core.text import escaped_for_markdown
from core.words.evidence import VERDICT
from core.words.summary import summary_lines

_WIDEST_DEVIATION = 3.0


@dataclass(frozen=True)
class _Figure:
    caption: str
    svg: Markup


@dataclass(frozen=True)
class _Deviation:
    """A segment's centre in one feature: ``left`` and ``width`` of its bar in percent, its value in words."""

    feature: str
    left: float
    width: float
    value: str


def to_html(analysis: Analysis, created: str) -> str:
    """One page: figures inside, no scripts, nothing from elsewhere; light, dark or printed."""
    content = _content(analysis)
    return (
        _environment(autoescape=True)
        .get_template("report.html.jinja")
        .render(
            content,
            lead=_lead(analysis),
            segments=segments_table(analysis),
            created=created,
            figures=_figures(analysis),
            cards=_cards(analysis),
            light=ON_LIGHT,
            dark=ON_DARK,
            widest=formats.decimal(_WIDEST_DEVIATION, 0),
        )
    )


def to_markdown(analysis: Analysis, created: str = "") -> str:
    """The report with Markdown tables; a date stands at its foot where one is given."""
    environment = _environment(autoescape=False)
    environment.finalize = _escaped
    return environment.get_template("report.md.jinja").render(_content(analysis), created=created)


def _environment(*, autoescape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("core.export"),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _escaped(value: object) -> str:
    return value if isinstance(value, Markup) else escaped_for_markdown(str(value))


def _content(analysis: Analysis) -> dict[str, Any]:
    return {
        "name": analysis.description.source.name,
        "segments_counted": formats.counted(analysis.k, "segment"),
        "tables": report_tables(analysis),
        "answer": answer_lines(analysis),
        "verdict_title": VERDICT,
        "verdict": verdict_lines(analysis),
        "summary": summary_lines(analysis),
        "notes": analysis.notes,
        "version": __version__,
    }


def _lead(analysis: Analysis) -> str:
    overview, source = analysis.description.overview, analysis.description.source
    return (
        f"{formats.counted(overview.ratings, 'rating')} of {formats.counted(overview.items, source.item_noun)} by "
        f"{formats.counted(overview.users, 'user')}, in {formats.counted(analysis.k, 'segment')} that explain "
        f"{formats.percent(analysis.explained_share, 0)} of the variance of "
        f"{formats.counted(len(analysis.preset.features), 'feature')}."
    )


def _figures(analysis: Analysis) -> list[_Figure]:
    from core.export import figures

    captions = {
        "data_exploration": "How ratings, activity and averages are distributed",
        "elbow_method": analysis.sweep.objective.caption,
        "cluster_visualization": "The users by segment",
    }
    return [
        _Figure(caption, Markup(figures.svg_text(figures.FIGURES[name], analysis)))
        for name, caption in captions.items()
    ]


def _cards(analysis: Analysis) -> list[dict[str, Any]]:
    """What the page says of each segment, in the segment's colour."""
    names = analysis.preset.features
    return [
        {
            "id": segment.id,
            "label": segment.title,
            "remarks": segment.remarks,
            "users": formats.counted(segment.users, "user"),
            "share": formats.percent(segment.share),
            "slot": analysis.slots[segment.id] % len(ON_LIGHT),
            "deviations": [
                _deviation(name, segment.means[name], float(centre))
                for name, centre in zip(names, analysis.partition.centres[segment.id], strict=True)
            ],
        }
        for segment in analysis.segments
    ]


def _deviation(name: str, mean: float, deviation: float) -> _Deviation:
    """A bar from the mean user, in the middle, to the segment's centre."""
    share = 50 * min(1.0, abs(deviation) / _WIDEST_DEVIATION)
    feature = FEATURES[name]
    return _Deviation(
        feature=feature.title,
        left=round(50 - share if deviation < 0 else 50.0, 2),
        width=round(share, 2),
        value=f"{feature.of_many(mean)} ({formats.signed(deviation)} sd)",
    )
