"""The users of one segment as a CSV file, wherever it is wanted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ExportError
from core.export.data_tables import users_table
from core.export.plain_files import is_plain_name
from core.export.table_files import write_csv
from core.export.transaction import alone_in, write_together
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.remedies import ChooseFolder
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

    from core.analysis import Analysis


def segment_table(analysis: Analysis, segment: int) -> pd.DataFrame:
    """The rows of `users_table` that are of a segment."""
    users = users_table(analysis)
    return users[users["segment"] == segment]


def write_segment(
    analysis: Analysis,
    segment: int,
    path: Path,
    *,
    overwrite: bool = False,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> int:
    """Write the users of a segment, with their features, into a CSV file; how many they are.

    Raises:
        ExportError: the folder is not there, the file is there already and ``overwrite`` is False, it cannot be
            written, or an export into the folder is running.
        Cancelled: ``should_stop`` said yes; nothing has changed.
    """
    refuse_unwritable(path)
    progress(Progress(f"Writing {clean(path.name)}"))
    table = segment_table(analysis, segment)
    with alone_in(path.parent):
        write_together(
            path.parent, {path.name: lambda part: write_csv(table, part)}, [path.name] if overwrite else [], should_stop
        )
    return len(table)


def refuse_unwritable(path: Path) -> None:
    """Refuse a path at which no file can be written.

    Raises:
        ExportError: it names no file, or its folder is not there or cannot be written.
    """
    folder = path.parent
    if not is_plain_name(path.name) or path.is_dir():
        raise ExportError(f"{clean(path)} is no name for a file.", "Type the path of a file.")
    if not folder.is_dir():
        raise ExportError(f"There is no folder {clean(folder)}.", ChooseFolder())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ExportError(f"{clean(folder)} cannot be written.", ChooseFolder())
