"""``segscope export``: the analysis as files in a folder."""

from __future__ import annotations

import argparse

from core.errors import SegscopeError
from core.remedies import AllowOverwrite
from core.text import clean
from tui.cli.analysis import analysis_of
from tui.cli.output import write
from tui.cli.progress import progress_shown


def run(options: argparse.Namespace) -> None:
    """Write the files and print their paths; what is there already is refused before anything long begins."""
    from core.export.contents import NAMES
    from core.export.files import export, ready_for

    names = NAMES if options.only is None else options.only
    there = ready_for(options.out, names)
    if there and not options.overwrite:
        raise SegscopeError(f"{clean(options.out)} holds {', '.join(there)} already.", AllowOverwrite())
    analysis = analysis_of(options)
    with progress_shown() as progress:
        paths = export(analysis, options.out, names, overwrite=options.overwrite, progress=progress)
    write("".join(f"{clean(path, length=4096)}\n" for path in paths), None)
