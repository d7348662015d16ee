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
        SegscopeError: the data cannot be read, or K is beyond the distinct points.
    """
    from core.analysis import analyse
    from core.evidence.effort import FAST
    from core.sources.sample import sample_source
    from core.words.quality import left_out
    from tui.logs import start_log

    start_log(options.log)
    source = sample_source() if options.data is None else options.data
    with progress_shown() as progress:
        analysis = analyse(
            source,
            columns=options.columns,
            items=options.items,
            k=options.k,
            preset=options.preset,
            algorithm=options.algorithm,
            seed=options.seed,
            evidence=options.evidence or FAST,
            progress=progress,
        )
    quality = analysis.description.quality
    if quality.is_mostly_dropped:
        tell(f"warning: {left_out(quality)}")
    return analysis
