"""The analysis that options ask for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from core.presets import Preset, preset_named
from tui.cli.output import tell
from tui.cli.progress import progress_shown

if TYPE_CHECKING:
    from core.analysis import Analysis


def analysis_of(options: argparse.Namespace) -> Analysis:
    """The analysis that the options ask for; what is odd about the data is said on standard error.

    Raises:
        SegscopeError: the data or the names cannot be read, K is beyond the distinct points, or a segment is named
            that is not there.
    """
    from core.analysis import analyse
    from core.evidence.effort import FAST
    from core.sources.sample import sample_source
    from core.words.quality import left_out
    from tui.logs import start_log

    start_log(options.log)
    chosen = chosen_by(options)
    source = sample_source() if options.data is None else options.data
    with progress_shown() as progress:
        analysis = analyse(
            source, **chosen, k=options.k, evidence=options.evidence or FAST, tastes=True, progress=progress
        )
    quality = analysis.description.quality
    if quality.is_mostly_dropped:
        tell(f"warning: {left_out(quality)}")
    return analysis


def chosen_by(options: argparse.Namespace) -> dict[str, Any]:
    """How a dataset is read and its users are segmented, but for K, as arguments of `core.analysis.analyse`.

    Raises:
        NamesError: as for `names_of`.
    """
    chosen = ("columns", "items", "preset", "features", "scaling", "algorithm", "min_ratings", "seed")
    return {name: getattr(options, name) for name in chosen} | {"names": names_of(options)}


def preset_of(options: argparse.Namespace) -> Preset:
    """The preset with what was chosen beside it."""
    return preset_named(options.preset).with_choices(
        options.features, options.scaling, options.algorithm, options.min_ratings
    )


def names_of(options: argparse.Namespace) -> dict[int, str]:
    """The names of segments, none without a file of them.

    Raises:
        NamesError: the file cannot be read, or is of another form.
    """
    from core.segments.names import load_names

    return {} if options.names is None else load_names(options.names)
