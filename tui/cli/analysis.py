"""The analysis that options ask for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

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
    from core.segments.names import load_names
    from core.sources.sample import sample_source
    from core.words.quality import left_out
    from tui.logs import start_log

    start_log(options.log)
    names = {} if options.names is None else load_names(options.names)
    source = sample_source() if options.data is None else options.data
    with progress_shown() as progress:
        analysis = analyse(
            source,
            columns=options.columns,
            items=options.items,
            k=options.k,
            preset=options.preset,
            features=options.features,
            scaling=options.scaling,
            algorithm=options.algorithm,
            min_ratings=options.min_ratings,
            names=names,
            seed=options.seed,
            evidence=options.evidence or FAST,
            tastes=True,
            progress=progress,
        )
    quality = analysis.description.quality
    if quality.is_mostly_dropped:
        tell(f"warning: {left_out(quality)}")
    return analysis
