"""The log of a result: what every step on the way to it wrote, in the order of the steps and without times."""

from __future__ import annotations

from core import points, study
from core.analysis import Analysis
from core.clustering import partition
from core.data import opening, overview
from core.features import table
from core.features.scalings import SCALINGS


def log_lines(analysis: Analysis) -> list[str]:
    """The lines; they depend on the data and the settings alone, not on what else was looked at meanwhile."""
    description, knee = analysis.description, analysis.knee
    return [
        opening.PHASE,
        *opening.log_lines(description.source, description.quality),
        *table.log_lines(description.features),
        *overview.log_lines(description.overview),
        *points.log_lines(analysis.points, SCALINGS[analysis.preset.scaling]),
        *(partition.log_line(one) for one in analysis.sweep.compared(analysis.k)),
        *([] if knee is None else [f"Knee: {knee.k} (of K={knee.first} to {knee.last})"]),
        *study.log_lines(analysis.sweep.algorithm, analysis.partition, analysis.segments),
        *(f"Note: {note}" for note in filter(None, (analysis.why_k, *analysis.notes))),
    ]
