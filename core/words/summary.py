"""The notebook's project summary, said of the analysis at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.clustering.algorithm import WCSS
from core.clustering.algorithms import ALGORITHMS
from core.words.quality import left_out_users

if TYPE_CHECKING:
    from core.analysis import Analysis


def summary_lines(analysis: Analysis) -> list[str]:
    """The summary: a line a fact, in three sections as in the notebook."""
    return [
        "DATASET",
        *_dataset(analysis),
        f"USER SEGMENTATION ({ALGORITHMS[analysis.preset.algorithm].title})",
        *_segmentation(analysis),
        "KEY FINDINGS",
        *_findings(analysis),
    ]


def _dataset(analysis: Analysis) -> list[str]:
    left_out = left_out_users(analysis.description.left_out_users, analysis.preset.min_ratings)
    overview, noun = analysis.description.overview, analysis.description.source.item_noun
    catalogue = "" if overview.catalogue_items is None else f", {formats.count(overview.catalogue_items)} listed"
    return [
        f"  Ratings   {formats.count(overview.ratings)}, {formats.rating(overview.rating_min)} to "
        f"{formats.rating(overview.rating_max)}, mean {formats.decimal(overview.rating_mean)}",
        f"  Users     {formats.count(overview.users)}",
        *([f"  Left out  {left_out}"] if left_out else []),
        f"  {f'{noun.capitalize()}s':<9} {formats.count(overview.items)} rated{catalogue}",
        f"  Sparsity  {formats.decimal(overview.sparsity_percent)} %",
    ]


def _segmentation(analysis: Analysis) -> list[str]:
    preset, partition = analysis.preset, analysis.partition
    objective, estimated = analysis.sweep.objective, "~ " if partition.estimated else ""
    own = f"  {objective.head:<9} {estimated}{formats.decimal(partition.objective)}"
    return [
        f"  K         {analysis.k}, seed {analysis.seed}, preset {preset.name}",
        f"  Features  {', '.join(preset.features)}, scaled ({preset.scaling})",
        *([] if objective == WCSS else [own]),
        f"  WCSS      {estimated}{formats.decimal(partition.wcss)}, "
        f"{formats.percent(analysis.explained_share, 0)} of the variance explained",
    ]


def _findings(analysis: Analysis) -> list[str]:
    largest = max(analysis.segments, key=lambda segment: segment.users)
    smallest = min(analysis.segments, key=lambda segment: segment.users)
    different = len({segment.title for segment in analysis.segments})
    heads = ["  Rule      ", *[" " * 12] * (len(analysis.labelling.summary) - 1)]
    return [
        f"  Largest   segment {largest.id}: {formats.counted(largest.users, 'user')} "
        f"({formats.percent(largest.share)}), {analysis.name_of(largest.id)}",
        f"  Smallest  segment {smallest.id}: {formats.counted(smallest.users, 'user')} "
        f"({formats.percent(smallest.share)}), {analysis.name_of(smallest.id)}",
        f"  Labels    {formats.counted(different, 'different label')} for {formats.counted(analysis.k, 'segment')}",
        *(
            f"{' ' * 12}segment {segment.id}: {'; '.join(segment.remarks)}"
            for segment in analysis.segments
            if segment.remarks
        ),
        *(f"{head}{line}" for head, line in zip(heads, analysis.labelling.summary, strict=True)),
    ]
