"""``segscope report``: the analysis as text, JSON or Markdown."""

from __future__ import annotations

import argparse

from tui.cli.analysis import analysis_of
from tui.cli.output import refuse_unwritable, write


def run(options: argparse.Namespace) -> None:
    """Print the report, or write it to a new file."""
    refuse_unwritable(options.output)
    from core.export.report import RENDERERS

    write(RENDERERS[options.format](analysis_of(options)), options.output)
