"""``segscope compare``: what changes with another K, preset or algorithm, with another dataset, or over time."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core import formats
from core.presets import Preset, preset_named
from tui.cli.analysis import chosen_by, names_of, preset_of
from tui.cli.output import refuse_unwritable, tell, write
from tui.cli.progress import progress_shown

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.comparison.comparing import Comparison
    from core.comparison.drift import Drift
    from core.description import Description
    from core.progress import ProgressCallback
    from core.sources.source import Source


def run(options: argparse.Namespace) -> None:
    """Print the comparison, or write it to a new file."""
    refuse_unwritable(options.output)
    from core.export.comparison_report import RENDERERS, on_datasets, on_segmentations
    from tui.logs import start_log

    start_log(options.log)
    with progress_shown() as progress:
        if options.split is not None:
            report = on_datasets(_two_periods(options, progress))
        elif options.other is not None:
            report = on_datasets(_two_datasets(options, progress))
        else:
            report = on_segmentations(_two_ways(options, progress))
    write(RENDERERS[options.format](report), options.output)


def _two_ways(options: argparse.Namespace, progress: ProgressCallback) -> Comparison:
    from core.comparison.ways import compare_ways

    preset = preset_of(options)
    other = _other(options, preset)
    comparison = compare_ways(
        options.data,
        preset,
        other,
        k=options.k,
        with_k=options.with_k if other is None else options.k,
        columns=options.columns,
        items=options.items,
        names=names_of(options),
        seed=options.seed,
        progress=progress,
    )
    _warn(comparison.first.description)
    return comparison


def _other(options: argparse.Namespace, preset: Preset) -> Preset | None:
    """The preset to compare with; None: the same with another K."""
    if options.with_preset is not None:
        other = preset_named(options.with_preset)
        return other.with_choices(algorithm=options.algorithm, min_ratings=options.min_ratings)
    return None if options.with_algorithm is None else preset.with_algorithm(options.with_algorithm)


def _two_datasets(options: argparse.Namespace, progress: ProgressCallback) -> Drift:
    return _drift(options, options.data, options.other, progress)


def _two_periods(options: argparse.Namespace, progress: ProgressCallback) -> Drift:
    from core.comparison.periods import periods

    with periods(options.data, options.split, columns=options.columns, items=options.items, progress=progress) as found:
        drift = _drift(options, found.before, found.since, progress)
    timeless = found.ratings - sum(one.overview.ratings for one in (drift.first.description, drift.second))
    if timeless:
        tell(f"warning: {formats.counted(timeless, 'rating')} in neither period, as their time cannot be read")
    return drift


def _drift(
    options: argparse.Namespace, first: Path | Source, second: Path | Source, progress: ProgressCallback
) -> Drift:
    from core.comparison.drift import compare_datasets

    analysis = _analysis(options, first, progress)
    drift = compare_datasets(analysis, second, columns=options.columns, items=options.items, progress=progress)
    for description in (analysis.description, drift.second):
        _warn(description)
    return drift


def _analysis(options: argparse.Namespace, data: Path | Source, progress: ProgressCallback) -> Analysis:
    from core.analysis import analyse
    from core.evidence.effort import NONE

    return analyse(data, **chosen_by(options), k=options.k, evidence=NONE, progress=progress)


def _warn(description: Description) -> None:
    """Say where most of a table was left out."""
    from core.words.quality import left_out

    if description.quality.is_mostly_dropped:
        tell(f"warning: {description.source.name}: {left_out(description.quality)}")
