"""``segscope verify``: whether exported files are as their manifest says."""

from __future__ import annotations

import argparse

from core.errors import ExportError
from core.formats import counted
from core.text import clean
from tui.cli.output import write
from tui.cli.progress import progress_shown

_SHOWN = 10
"""Names in a row before the rest is counted."""


def run(options: argparse.Namespace) -> None:
    """Say that all files are there and unchanged, or refuse the folder; files of others are mentioned.

    Raises:
        ExportError: a file is missing or has changed, or there is no manifest.
    """
    from core.export.verifying import verify

    with progress_shown() as progress:
        found = verify(options.folder, progress=progress)
    if not found.holds:
        faults = [*(f"{name} has changed" for name in found.changed), *(f"{name} is missing" for name in found.missing)]
        raise ExportError(
            f"{clean(options.folder)} is not as its manifest says: {_listed(faults)}.",
            "Export it again, or put back what was there.",
        )
    write(f"{clean(options.folder)} holds {counted(len(found.whole), 'file')} as its manifest says.\n", None)
    if found.foreign:
        write(f"Not of an export: {_listed(found.foreign)}.\n", None)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    """Names, the first of many."""
    more = len(names) - _SHOWN
    return clean(", ".join(names[:_SHOWN]), length=4096) + (f" and {more} more" if more > 0 else "")
