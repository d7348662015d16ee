"""One dataset, segmented in two ways."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.analysis import analyse_described, needed_features
from core.comparison.comparing import Comparison, compare
from core.description import open_and_describe
from core.evidence.effort import NONE
from core.presets import DEFAULT_SEED, Preset
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.segments.names import Names
from core.sources.source import Source

if TYPE_CHECKING:
    import pandas as pd


def compare_ways(
    data: str | Path | pd.DataFrame | Source,
    preset: Preset,
    other: Preset | None = None,
    *,
    k: int | None = None,
    with_k: int | None = None,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    names: Names | None = None,
    seed: int = DEFAULT_SEED,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Comparison:
    """How a preset with ``k`` and another one with ``with_k``, each its own K where that is None, part the users of a
    dataset; without another one the same preset with ``with_k``, or one segment more. The ratings are read once.

    Raises:
        SegscopeError: as `core.analyse` says.
        ComparisonError: the two leave each other's users out.
        Cancelled: ``should_stop`` said yes.
    """
    wanted = {name for one in (preset, other) if one is not None for name in needed_features(one, NONE)}
    described = open_and_describe(
        data, columns=columns, items=items, features=tuple(wanted), progress=progress, should_stop=should_stop
    )
    first = analyse_described(
        described, preset, k=k, names=names, seed=seed, effort=NONE, progress=progress, should_stop=should_stop
    )
    if other is None:
        return compare(first, first.with_k(first.k + 1 if with_k is None else with_k, should_stop))
    second = analyse_described(
        described, other, k=with_k, seed=seed, effort=NONE, progress=progress, should_stop=should_stop
    )
    return compare(first, second)
