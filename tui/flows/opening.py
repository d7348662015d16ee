"""Opening datasets: the one on screen stays until the other is there, and what is unclear is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import SegscopeError, UnclearColumnsError
from core.remedies import CheckColumns
from core.text import clean
from tui import reading
from tui.commands import key_of
from tui.flows.host import Host
from tui.kinds import LEFT_OUT, OPEN
from tui.reading import Opened
from tui.session import Session

if TYPE_CHECKING:
    from core.data.left_out import LeftOutLine

_SAMPLE_NAME = "the built-in sample"


@dataclass(frozen=True)
class Request:
    """What to open: a path (None: the built-in sample), names of columns by role, a file with the items."""

    path: Path | None
    columns: Mapping[str, str] = field(default_factory=dict)
    items: Path | None = None


class Opening:
    """Reads datasets; ``opened`` is what follows when one is there."""

    def __init__(self, host: Host, request: Request, opened: Callable[[], None]) -> None:
        self._host, self._request, self._opened = host, request, opened
        self._unopened = ""
        self._chosen: dict[Path, Mapping[str, str]] = {}
        self._shown: Path | None = None

    def open(self, request: Request) -> None:
        """Read another dataset, with the columns that were chosen for it before; what is shown is asked about again."""
        host, self._request, self._unopened = self._host, request, ""
        if host.session.description is None:
            name = _SAMPLE_NAME if request.path is None else clean(request.path)
            host.session = Session(name=name, k=host.session.k)
        host.jobs.start(
            OPEN,
            partial(reading.load, path=request.path, columns=self._columns(request), items=request.items),
            self._arrived,
            failed=self._failed,
            stopped=self._stopped,
            again=self.again,
        )

    def _columns(self, request: Request) -> Mapping[str, str]:
        if request.path is None or request.columns:
            return request.columns
        path = request.path.absolute()
        return {} if path == self._shown else self._chosen.get(path, {})

    def again(self) -> None:
        """Try the last one again."""
        self.open(self._request)

    def ask(self) -> None:
        """Ask for a dataset."""
        self._host.converse(self._ask_for_path())

    async def _ask_for_path(self) -> None:
        from tui.dialogs.open import OpenDialog

        dataset = self._host.session.dataset
        changed = str(self._shown) if dataset is not None and dataset.has_changed else ""
        path = await self._host.ask(OpenDialog(self._unopened or changed))
        if path is not None:
            self.open(Request(path))

    def _arrived(self, opened: Opened) -> None:
        if opened.description.quality.is_mostly_dropped:
            self._host.converse(self._ask_whether_to_go_on(opened))
        else:
            self._take(opened)

    async def _ask_whether_to_go_on(self, opened: Opened) -> None:
        from core.words.quality import left_out
        from tui.dialogs.confirm import ConfirmDialog

        source, quality = opened.description.source, opened.description.quality
        paragraphs = [source.name, left_out(quality), "Go on with the rest?"]
        if await self._host.ask(ConfirmDialog("More than half of the rows are not ratings", paragraphs, "Go on")):
            self._take(opened)
        else:
            self._refuse(opened)

    def _take(self, opened: Opened) -> None:
        host = self._host
        host.jobs.forget_dataset()
        if host.session.dataset is not None:
            host.leave_pages()
            host.session.dataset.close()
        name = opened.description.source.name
        self._shown = None if self._request.path is None else self._request.path.absolute()
        host.session = Session(name, host.session.k, opened.dataset, opened.description)
        self._look_up_left_out()
        self._opened()

    def _refuse(self, opened: Opened) -> None:
        opened.close()
        self._forget_chosen()
        if self._host.session.description is None:
            error = SegscopeError("Not opened: most of its rows were left out.", "Mend the table, or open another one.")
            self._host.session = replace(self._host.session, failure=error)
        else:
            self._host.say(f"Not opened: {opened.description.source.name}")

    def _look_up_left_out(self) -> None:
        """Look up the first rows that were left out, where there are some."""
        dataset = self._host.session.dataset
        if dataset is not None and dataset.quality.dropped:
            self._show_left_out(None)
            self._host.jobs.start(
                LEFT_OUT,
                partial(reading.left_out, dataset=dataset),
                self._show_left_out,
                failed=self._show_left_out,
                again=self._look_up_left_out,
            )

    def _show_left_out(self, rows: tuple[LeftOutLine, ...] | SegscopeError | None) -> None:
        self._host.session = replace(self._host.session, left_out=rows)

    def _stopped(self) -> None:
        if self._host.session.description is None:
            error = SegscopeError("Cancelled.", f"{key_of('resume')} goes on.")
            self._host.session = replace(self._host.session, failure=error)

    def _failed(self, error: SegscopeError) -> None:
        """Ask for the columns where they are unclear; else say why, where nothing is open on the screen itself.

        Columns that were chosen before, and do not fit, are forgotten.
        """
        unclear = error.table if isinstance(error, UnclearColumnsError) else None
        if unclear is None and self._forget_chosen() and isinstance(error.remedy, CheckColumns):
            self.open(replace(self._request, columns={}))
            return
        self._unopened = "" if self._request.path is None else str(self._request.path)
        nothing_is_open = self._host.session.description is None
        if nothing_is_open:
            self._host.session = replace(self._host.session, failure=error)
        if isinstance(error, UnclearColumnsError) and unclear is not None:
            self._host.converse(self._ask_for_columns(error, unclear.columns))
        elif not nothing_is_open:
            self._host.tell(error, self.again)

    async def _ask_for_columns(self, error: UnclearColumnsError, present: tuple[str, ...]) -> None:
        from tui.dialogs.columns import ColumnsDialog

        path = None if self._request.path is None else self._request.path.absolute()
        before = {} if path is None else self._chosen.get(path, {})
        columns = await self._host.ask(ColumnsDialog(error, present, before))
        if columns is not None and path is not None:
            self._chosen[path] = columns
            self.open(replace(self._request, columns=columns))

    def _forget_chosen(self) -> bool:
        """Forget the columns that were chosen for what could not be opened; whether there were some."""
        path = self._request.path
        return path is not None and self._chosen.pop(path.absolute(), None) is not None
