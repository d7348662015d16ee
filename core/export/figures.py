"""The notebook's three figures, drawn with matplotlib's objects: no window, no global state."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core import formats
from core.analysis import Analysis
from core.data.skewed import reads_better_as_log
from core.evidence.sampling import stratified_sample
from core.export.drawing import load_matplotlib
from core.features.catalogue import FEATURES
from core.palette import ON_LIGHT
from core.ticks import log_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from core.data.histogram import Distribution
    from core.data.overview import RatingCounts

MOST_POINTS = 10_000
"""More users than this are not all drawn."""

_DPI = 300
_MARKERS = ("o", "^", "s", "D", "v", "*", "P", "p")
_ACCENT = ON_LIGHT[1]
_FEWEST_OF_A_SEGMENT = 50
_MOST_IN_LEGEND = 20
_THOUSAND = 1_000
_MOST_TICKS = 9

Draw = Callable[[Analysis], "Figure"]
_INK, _PAPER = "#000000", "#ffffff"


def write_png(draw: Draw, analysis: Analysis, path: Path) -> None:
    """A figure as PNG with 300 dots per inch.

    Raises:
        OSError: it cannot be written.
    """
    with _own_style():
        draw(analysis).savefig(path, format="png", dpi=_DPI, metadata={"Software": None})


def write_svg(draw: Draw, analysis: Analysis, path: Path) -> None:
    """A figure as SVG.

    Raises:
        OSError: it cannot be written.
    """
    with _own_style():
        draw(analysis).savefig(path, format="svg", metadata={"Date": None})


def svg_text(draw: Draw, analysis: Analysis) -> str:
    """A figure as an SVG element for a page: no background, ink and segment colours as the page's CSS variables
    ``--ink``, ``--paper``, ``--slot-0`` …
    """
    with _own_style(), io.StringIO() as stream:
        draw(analysis).savefig(stream, format="svg", transparent=True, metadata={"Date": None})
        text = stream.getvalue()
    variables = {_INK: "--ink", _PAPER: "--paper"} | {c: f"--slot-{slot}" for slot, c in enumerate(ON_LIGHT)}
    for colour, variable in variables.items():
        text = text.replace(colour, f"var({variable})")
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return re.sub(r'<g id="[^"]*">', "<g>", text[text.index("<svg") :])


def data_exploration(analysis: Analysis) -> Figure:
    """The four histograms: ratings by value, ratings per user and item, average rating per user."""
    description = analysis.description
    overview, noun = description.overview, description.source.item_noun
    figure = _figure(12, 8)
    axes = figure.subplots(2, 2).flatten().tolist()
    if overview.rating_distribution is None:
        _bars(axes[0], overview.rating_counts, "Ratings by value", "rating", "ratings")
    else:
        _histogram(axes[0], overview.rating_distribution, "Ratings by value", "rating", "ratings")
    _histogram(axes[1], overview.ratings_per_user, "Ratings per user", "ratings of a user", "users")
    _histogram(axes[2], overview.ratings_per_item, f"Ratings per {noun}", f"ratings of a {noun}", f"{noun}s")
    _histogram(axes[3], overview.average_per_user, "Average rating per user", "average rating", "users")
    return figure


def elbow_method(analysis: Analysis) -> Figure:
    """The objective against K, with the K that was chosen and the knee."""
    figure = _figure(8, 5)
    axes = figure.subplots()
    objective, knee = analysis.sweep.objective, analysis.knee
    values = {one.k: one.objective for one in analysis.sweep.compared(analysis.k)}
    axes.plot(list(values), list(values.values()), "o-", color=_ACCENT)
    chosen = f"K = {analysis.k}, chosen"
    axes.plot(analysis.k, values[analysis.k], "o", markersize=13, color=ON_LIGHT[0], label=chosen)
    if knee is not None and knee.k is not None:
        span = f"knee of K = {knee.first} to {knee.last}"
        axes.plot(knee.k, values[knee.k], "o", markersize=18, fillstyle="none", color="black", label=span)
    axes.set_xticks(list(values))
    axes.legend(labelspacing=1.2, borderpad=1)
    _entitle(axes, "Elbow" if objective.bends else objective.head, "number of segments K", objective.title)
    return figure


def cluster_visualization(analysis: Analysis) -> Figure:
    """The users by segment in the preset's two scatter plots, with the centres."""
    figure = _figure(14, 6)
    plots = figure.subplots(1, 2)
    shown = shown_users(analysis.partition.labels)
    for axes, (x, y) in zip(plots, analysis.preset.scatters, strict=True):
        _scatter(axes, analysis, shown, x, y)
    legend = {label: handle for axes in plots for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)}
    if analysis.k <= _MOST_IN_LEGEND:
        figure.legend(legend.values(), legend, loc="outside lower center", ncols=min(2, len(legend)))
    users = len(analysis.partition.labels)
    if len(shown) < users:
        drawn, of = formats.count(len(shown)), formats.count(users)
        figure.suptitle(f"A sample of {drawn} of {of} users; every segment is in it", fontsize="medium")
    return figure


def shown_users(labels: np.ndarray) -> np.ndarray:
    """Positions of the users that are drawn: all, or of each segment its share of `MOST_POINTS`, but some at least."""
    if len(labels) <= MOST_POINTS:
        return np.arange(len(labels))
    return stratified_sample(labels, MOST_POINTS, _FEWEST_OF_A_SEGMENT)


@contextmanager
def _own_style() -> Iterator[None]:
    """matplotlib's defaults, whatever the reader's own settings are, the same ids in every SVG, and names as they are:
    what stands between two dollar signs is no formula.
    """
    load_matplotlib()
    from matplotlib import rc_context, rcParamsDefault

    settings = {name: value for name, value in rcParamsDefault.items() if not name.startswith("backend")}
    with rc_context({**settings, "svg.hashsalt": "segscope", "text.parse_math": False}):
        yield


def _figure(width: float, height: float) -> Figure:
    load_matplotlib()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _entitle(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set_title(title, loc="left", fontweight="bold")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        if axis.get_scale() == "log":
            _label_log(axis)
        elif max(map(abs, axis.get_view_interval())) >= _THOUSAND:
            axis.set_major_formatter("{x:,.0f}")


def _label_log(axis: Axis) -> None:
    """Say that the axis is logarithmic, with ticks at round numbers that are written as everywhere."""
    low, high = axis.get_view_interval()
    ticks = log_ticks(low, high, _MOST_TICKS)
    axis.set_ticks(ticks.values, labels=ticks.labels)
    axis.set_ticks([], minor=True)
    axis.set_label_text(f"{axis.get_label_text()} (log scale)")


def _bars(axes: Axes, counts: RatingCounts, title: str, x: str, y: str) -> None:
    step = min(np.diff(counts.values), default=1.0)
    axes.bar(counts.values, counts.counts, width=0.8 * step, color=_ACCENT)
    _entitle(axes, title, x, y)


def _histogram(axes: Axes, distribution: Distribution, title: str, x: str, y: str) -> None:
    axes.set_xscale("log" if distribution.is_log else "linear")
    axes.stairs(distribution.counts, distribution.edges, fill=True, color=_ACCENT)
    axes.axvline(distribution.mean, color="black", linestyle="--", label=f"mean {formats.decimal(distribution.mean)}")
    axes.legend(frameon=False)
    _entitle(axes, title, x, y)


def _scatter(axes: Axes, analysis: Analysis, shown: np.ndarray, x: str, y: str) -> None:
    columns, labels = analysis.description.features.columns, analysis.partition.labels
    axes.set_xscale("log" if reads_better_as_log(columns[x]) else "linear")
    axes.set_yscale("log" if reads_better_as_log(columns[y]) else "linear")
    for segment in analysis.segments:
        members = shown[labels[shown] == segment.id]
        slot = analysis.slots[segment.id]
        colour = ON_LIGHT[slot % len(ON_LIGHT)]
        hollow = slot // len(ON_LIGHT) % 2 == 1
        axes.scatter(
            columns[x][members],
            columns[y][members],
            s=18,
            alpha=0.6,
            linewidths=0.8 if hollow else 0,
            facecolors="none" if hollow else colour,
            edgecolors=colour,
            marker=_MARKERS[slot % len(_MARKERS)],
            label=f"{segment.id}: {analysis.name_of(segment.id)} ({formats.counted(segment.users, 'user')})",
        )
    if {x, y} <= analysis.segments[0].centre.keys():
        centres = [(segment.centre[x], segment.centre[y]) for segment in analysis.segments]
        across, upwards = zip(*centres, strict=True)
        axes.scatter(across, upwards, s=160, marker="X", color="black", edgecolors="white", label="centres")
    _entitle(axes, f"{FEATURES[y].title} by {FEATURES[x].in_words}", FEATURES[x].title, FEATURES[y].title)


FIGURES: dict[str, Draw] = {
    "data_exploration": data_exploration,
    "elbow_method": elbow_method,
    "cluster_visualization": cluster_visualization,
}
"""Every figure by its name."""
