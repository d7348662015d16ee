"""Notes: what was guessed, left out, is unusual, or is estimated, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.clustering.algorithms import ALGORITHMS
from core.evidence.indices import INDICES, resampled_indices
from core.words.quality import left_out, outside
from core.words.reach import only_so_many

if TYPE_CHECKING:
    from core.description import Description
    from core.sweep import Sweep


def dataset_notes(description: Description) -> tuple[str, ...]:
    """What is said of the data themselves."""
    notes = (*description.source.notes, left_out(description.quality), outside(description.overview.scale))
    return tuple(filter(None, notes))


def sweep_notes(sweep: Sweep) -> tuple[str, ...]:
    """Where K ends, what is estimated, and what is that of a sample."""
    points, users = sweep.points, len(sweep.points)
    ends = points.distinct < sweep.wanted_ks.stop - 1
    algorithm = ALGORITHMS[sweep.algorithm]
    estimated = any(partition.estimated for partition in sweep.partitions.values())
    notes = (
        f"K ends at {points.distinct}: {only_so_many(points)}." if ends else "",
        algorithm.objective.note,
        algorithm.estimation if estimated else "",
        *(index.phrases.note(sweep.evidence, users) for index in INDICES.values()),
        _sample_note(sweep),
    )
    return tuple(filter(None, notes))


def _sample_note(sweep: Sweep) -> str:
    samples = [row.sampled_users for row in sweep.evidence.rows.values() if row.sampled_users is not None]
    if not samples:
        return ""
    titles = formats.listed([index.title.removeprefix("the ") for index, _ in resampled_indices()])
    return (
        f"{titles[0].upper()}{titles[1:]} are those of a fixed sample of {samples[0]:,} of the "
        f"{len(sweep.points):,} users."
    )
