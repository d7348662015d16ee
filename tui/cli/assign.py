"""``segscope assign``: the segments that a model gives to the users of another dataset."""

from __future__ import annotations

import argparse

from core.errors import SegscopeError
from tui.cli.output import refuse_existing, write
from tui.cli.progress import progress_shown


def run(options: argparse.Namespace) -> None:
    """Print a row a user as CSV, or write it to a new file."""
    refuse_existing(options.output)
    from core.description import open_and_describe
    from core.export.data_tables import assigned_users_table
    from core.export.table_files import csv_text
    from core.model import load_model
    from tui.logs import start_log

    start_log(options.log)
    model = load_model(options.model)
    with progress_shown() as progress:
        description = open_and_describe(options.data, columns=options.columns, items=options.items, progress=progress)
    try:
        text = csv_text(assigned_users_table(model, description.features))
    except OSError as error:
        raise SegscopeError(
            f"There is no room for temporary files ({error.strerror or error}).", "Let TMPDIR name another folder."
        ) from error
    write(text, options.output)
