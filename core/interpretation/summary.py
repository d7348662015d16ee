"""The notebook's project summary, said of the analysis at hand."""

from __future__ import annotations

from core import formats
from core.analysis import Analysis


def summary_lines(analysis: Analysis) -> list[str]:
    """The summary: a line a fact, in three sections as in the notebook."""
    overview, preset = analysis.groundwork.description.overview, analysis.groundwork.preset
    largest = max(analysis.segments, key=lambda segment: segment.users)
    smallest = min(analysis.segments, key=lambda segment: segment.users)
    different = len({segment.label for segment in analysis.segments})
    rule, noun = analysis.groundwork.description.rule, analysis.groundwork.description.source.item_noun
    catalogue = "" if overview.catalogue_items is None else f", {formats.count(overview.catalogue_items)} listed"
    return [
        "DATASET",
        f"  Ratings   {formats.count(overview.ratings)}, {formats.rating(overview.rating_min)} to "
        f"{formats.rating(overview.rating_max)}, mean {formats.decimal(overview.rating_mean)}",
        f"  Users     {formats.count(overview.users)}",
        f"  {f'{noun.capitalize()}s':<9} {formats.count(overview.items)} rated{catalogue}",
        f"  Sparsity  {formats.decimal(overview.sparsity_percent)} %",
        "USER SEGMENTATION (K-means)",
        f"  K         {analysis.k}, seed {analysis.groundwork.seed}, preset {preset.name}",
        f"  Features  {', '.join(preset.features)}, scaled ({preset.scaling})",
        f"  WCSS      {'~ ' if analysis.fit.estimated else ''}{formats.decimal(analysis.fit.wcss)}, "
        f"{formats.percent(analysis.explained_share(analysis.k), 0)} of the variance explained",
        "KEY FINDINGS",
        f"  Largest   segment {largest.id}: {formats.counted(largest.users, 'user')} "
        f"({formats.percent(largest.share)}), {largest.label}",
        f"  Smallest  segment {smallest.id}: {formats.counted(smallest.users, 'user')} "
        f"({formats.percent(smallest.share)}), {smallest.label}",
        f"  Labels    {formats.counted(different, 'different label')} for {formats.counted(analysis.k, 'segment')}",
        f"  Rule      activity and spread: a segment's mean against the median user "
        f"({formats.decimal(rule.median_num_ratings, 1)} ratings, std dev {formats.decimal(rule.median_std_rating)})",
        f"            sentiment: Positive above {formats.decimal(rule.positive_above)}, Critical below "
        f"{formats.decimal(rule.critical_below)}",
    ]
