"""The report as documents to hand on: one HTML page that needs nothing else, and the same as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from markupsafe import Markup

from core import __version__, formats
from core.analysis import Analysis
from core.export.cards import CARDS, cards_of
from core.export.report_tables import data_tables, k_tables, segment_tables, verdict_lines
from core.export.taste_tables import taste_tables
from core.features.catalogue import FEATURES
from core.palette import ON_DARK, ON_LIGHT
from core.segments.profile import Segment
from core.text import escaped_for_markdown
from core.words.evidence import VERDICT
from core.words.in_short import in_short
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
            created=created,
            figures=_figures(analysis),
            bars=[_deviations(analysis, segment) for segment in analysis.segments],
            slots=[slot % len(ON_LIGHT) for slot in analysis.slots],
            light=ON_LIGHT,
            dark=ON_DARK,
            widest=formats.decimal(_WIDEST_DEVIATION, 0),
        )
    )


def to_markdown(analysis: Analysis, created: str = "") -> str:
    """The report with Markdown tables; a date stands at its foot where one is given."""
    return in_markdown("report.md.jinja", {**_content(analysis), "created": created})


def in_markdown(template: str, content: Mapping[str, Any]) -> str:
    """A Markdown template filled in; values are text, whatever they hold."""
    environment = _environment(autoescape=False)
    environment.finalize = _escaped
    return environment.get_template(template).render(content)


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
        "in_short": in_short(analysis, analysis.portraits),
        "cards_title": CARDS,
        "cards": cards_of(analysis),
        "data_tables": data_tables(analysis),
        "k_tables": k_tables(analysis),
        "segment_tables": (*segment_tables(analysis), *taste_tables(analysis)),
        "verdict_title": VERDICT,
        "verdict": verdict_lines(analysis),
        "summary": summary_lines(analysis),
        "notes": analysis.notes,
        "version": __version__,
    }


def _lead(analysis: Analysis) -> str:
    overview, source = analysis.description.overview, analysis.description.source
    enough = f"with {formats.count(analysis.preset.min_ratings)} or more ratings"
    left = f"of whom {formats.count(len(analysis.points))} {enough} are " if analysis.description.left_out_users else ""
    return (
        f"{formats.counted(overview.ratings, 'rating')} of {formats.counted(overview.items, source.item_noun)} by "
        f"{formats.counted(overview.users, 'user')}, {left}in {formats.counted(analysis.k, 'segment')} that explain "
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


def _deviations(analysis: Analysis, segment: Segment) -> list[_Deviation]:
    """How a segment's centre differs from the mean user."""
    centre = analysis.partition.centres[segment.id].tolist()
    return [
        _deviation(name, segment.means[name], at) for name, at in zip(analysis.preset.features, centre, strict=True)
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
