"""``segscope assign``: the segments that a model gives to the users of another dataset."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core import formats
from core.errors import SegscopeError
from tui.cli.output import refuse_unwritable, tell, write
from tui.cli.progress import progress_shown

if TYPE_CHECKING:
    from core.description import Description
    from core.model import Model


def run(options: argparse.Namespace) -> None:
    """Print a row a user as CSV, or write it to a new file; users unlike those of the training are said."""
    refuse_unwritable(options.output)
    from core.description import open_and_describe
    from core.export.data_tables import assigned_users_table
    from core.export.table_files import csv_text
    from core.model import load_model
    from tui.logs import start_log

    start_log(options.log)
    model = load_model(options.model)
    with progress_shown() as progress:
        description = open_and_describe(
            options.data,
            columns=options.columns,
            items=options.items,
            features=model.features,
            progress=progress,
        )
    _refuse_lacking(model, description)
    description = description.at_least(model.min_ratings)
    if description.left_out_users:
        users, few = formats.counted(description.left_out_users, "user"), formats.counted(model.min_ratings, "rating")
        tell(f"{users} with fewer than {few} left out, as in the training of the model")
    _compare_with_training(model, description, is_strict=options.strict)
    try:
        text = csv_text(assigned_users_table(model, description.features))
    except OSError as error:
        raise SegscopeError(
            f"There is no room for temporary files ({error.strerror or error}).", "Let TMPDIR name another folder."
        ) from error
    write(text, options.output)


def _refuse_lacking(model: Model, description: Description) -> None:
    from core.features.usable import missing

    for name, why in missing(model.features, description.source).items():
        raise SegscopeError(
            f"The model assigns by {name}, which this dataset cannot give: {why}",
            "Add what it lacks, or export a model of other features.",
        )


def _compare_with_training(model: Model, description: Description, *, is_strict: bool) -> None:
    from core.words.training import departure_in_words

    departure = model.departure(description)
    if departure is None:
        if is_strict:
            raise SegscopeError("The model does not say what its training looked like.", "Export it again.")
        return
    words = departure_in_words(departure)
    if is_strict and departure.is_far:
        raise SegscopeError(words, "Without --strict they are assigned all the same.")
    if words:
        tell(f"warning: {words}")
