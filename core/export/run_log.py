"""The log of a result: what every step on the way to it wrote, in the order of the steps and without times."""

from __future__ import annotations

from core import analysis as analysing
from core import clustering, features, groundwork, opening, overview
from core.analysis import Analysis


def log_lines(analysis: Analysis) -> list[str]:
    """The lines; they depend on the data and the settings alone, not on what else was looked at meanwhile."""
    ground = analysis.groundwork
    description = ground.description
    return [
        opening.PHASE,
        *opening.log_lines(description.source, description.quality),
        *features.log_lines(description.features),
        *overview.log_lines(description.overview),
        *groundwork.log_lines(ground),
        *(clustering.log_line(fit) for fit in analysis.compared),
        f"Knee: {analysis.knee.k} (of K={analysis.knee.first} to {analysis.knee.last})",
        *analysing.log_lines(analysis),
        *(f"Note: {note}" for note in (*description.notes, *analysis.notes)),
    ]
