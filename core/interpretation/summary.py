"""The notebook's project summary, said of the analysis at hand."""

from __future__ import annotations

from core import formats
from core.analysis import Analysis


def summary_lines(analysis: Analysis) -> list[str]:
    """The summary: a line a fact, in three sections as in the notebook."""
    overview, preset = analysis.groundwork.description.overview, analysis.groundwork.preset
    largest = max(analysis.segments, key=lambda segment: segment.users)
    smallest = min(analysis.segments, key=lambda segment: segment.users)
    catalogue = "" if overview.catalogue_items is None else f" of {formats.count(overview.catalogue_items)} listed"
    return [
        "DATASET",
        f"  Ratings   {formats.count(overview.ratings)}, {formats.rating(overview.rating_min)} to "
        f"{formats.rating(overview.rating_max)}, mean {formats.decimal(overview.rating_mean)}",
        f"  Users     {formats.count(overview.users)}",
        f"  Movies    {formats.count(overview.items)} rated{catalogue}",
        f"  Sparsity  {formats.decimal(overview.sparsity_percent)} %",
        "USER SEGMENTATION (K-means)",
        f"  K         {analysis.k}, seed {analysis.groundwork.seed}, preset {preset.name}",
        f"  Features  {', '.join(preset.features)}, scaled ({preset.scaling})",
        f"  WCSS      {formats.decimal(analysis.fit.wcss)} after {analysis.fit.n_iter} iterations",
        "KEY FINDINGS",
        f"  Largest   segment {largest.id}: {formats.count(largest.users)} users "
        f"({formats.percent(largest.share)}), {largest.label}",
        f"  Smallest  segment {smallest.id}: {formats.count(smallest.users)} users "
        f"({formats.percent(smallest.share)}), {smallest.label}",
        f"  Labels    {len({segment.label for segment in analysis.segments})} different ones for {analysis.k} segments",
    ]
