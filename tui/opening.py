"""Opening datasets: the one on screen stays until the other is there, and what is unclear is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from core.errors import SegscopeError, UnclearColumnsError
from core.text import clean
from tui import work
from tui.base import BaseApp
from tui.messages import DatasetReady, OffendingFound
from tui.screens.dialog import AboutUsers
from tui.session import Session

_SAMPLE_NAME = "the built-in sample"


@dataclass(frozen=True)
class Request:
    """What to open: a path (None: the built-in sample), names of columns by role, a file with the items."""

    path: Path | None
    columns: Mapping[str, str] = field(default_factory=dict)
    items: Path | None = None


class OpeningApp(BaseApp):
    """The part of the app that reads datasets; `prepare` is what follows."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request
        self._unopened = ""

    def prepare(self) -> None:
        """Go on with the dataset that has been opened."""

    def open_dataset(self, request: Request) -> None:
        """Read another dataset."""
        self._request = request
        if self.session.description is None:
            self.session = Session(name=_SAMPLE_NAME if request.path is None else clean(request.path))
        self._unopened = ""
        self.jobs.start("open", partial(work.load, path=request.path, columns=request.columns, items=request.items))

    def on_dataset_ready(self, message: DatasetReady) -> None:
        """Show the new dataset; ask first where most of it was left out."""
        if not self.jobs.wants(message.job):
            message.dataset.close()
        elif message.description.quality.is_mostly_dropped:
            from tui.screens.confirm import ConfirmDialog

            description = message.description
            paragraphs = [description.source.name, description.quality.sentence, "Go on with the rest?"]
            dialog = ConfirmDialog("More than half of the rows are no ratings", paragraphs, "Go on")
            self.push_screen(dialog, lambda go_on: self._take(message) if go_on else self._refuse(message))
        else:
            self._take(message)

    def _take(self, message: DatasetReady) -> None:
        for name in ("prepare", "fit", "evidence", "silhouettes", "user", "offending"):
            self.jobs.stop(name)
        while isinstance(self.screen, AboutUsers):
            self.pop_screen()
        if self.session.dataset is not None:
            self.session.dataset.close()
        name = message.description.source.name
        self.session = Session(name=name, dataset=message.dataset, description=message.description)
        self.find_offending()
        self.prepare()

    def find_offending(self) -> None:
        """Look up the first rows that were left out, where there are some."""
        dataset = self.session.dataset
        if dataset is not None and dataset.quality.dropped and not self.jobs.runs("offending"):
            self.session = replace(self.session, offending=None)
            self.jobs.start("offending", partial(work.find_offending, dataset=dataset))

    def _refuse(self, message: DatasetReady) -> None:
        message.dataset.close()
        if self.session.description is None:
            error = SegscopeError("Not opened: most of its rows were left out.", "Mend the table, or open another one.")
            self.session = replace(self.session, failure=error)
        else:
            self.say(f"Not opened: {message.description.source.name}")

    def on_offending_found(self, message: OffendingFound) -> None:
        """Show the first rows that were left out."""
        if self.jobs.wants(message.job):
            self.session = replace(self.session, offending=message.rows)

    def could_not_open(self, error: SegscopeError) -> bool:
        """Ask for the columns where they are unclear; whether something was asked."""
        self._unopened = "" if self._request.path is None else str(self._request.path)
        if not isinstance(error, UnclearColumnsError) or error.table is None:
            return False
        from tui.screens.columns import ColumnsDialog

        self.push_screen(
            ColumnsDialog(error, error.table.columns),
            lambda columns: self.open_dataset(replace(self._request, columns=columns)) if columns else None,
        )
        return True

    def open_again(self) -> None:
        """Try the last one again."""
        self.open_dataset(self._request)

    def action_open(self) -> None:
        """Ask for a dataset."""
        from tui.screens.open import OpenDialog

        self.push_screen(OpenDialog(self._unopened), lambda path: self.open_dataset(Request(path)) if path else None)
