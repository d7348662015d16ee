"""Results that leave the app as files in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from core.errors import Cancelled, SegscopeError
from core.text import clean
from tui import calls
from tui.commands import hint
from tui.flows.host import Host
from tui.kinds import EVIDENCE, EXPORT, OPEN, PREPARING, SWEEP

if TYPE_CHECKING:
    from core.analysis import Analysis
    from tui.dialogs.export import Wanted
    from tui.jobs import Job, Work
    from tui.session import Session


class Exporting:
    """Writes files."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._asked_for = 0
        """How many exports wait for what they hold."""
        self._asked_into = set[Path]()
        """Their folders, which may not be there yet, and those of all before."""
        self._turn = Lock()
        """Held by the thread that writes, until what it leaves is tidy."""
        self._is_asking = False
        """Whether the question stands, if the app may end."""

    def ask(self) -> None:
        """Ask what and where to, then write it of the K that is on screen, as soon as it is known."""
        self._host.converse(self._ask())

    async def may_end(self) -> bool:
        """Whether the app may end: asked where that would lose an export."""
        is_written = self._host.jobs.runs(EXPORT)
        if not is_written and not self._asked_for:
            return True
        if self._is_asking:
            return False
        from tui.dialogs.confirm import ConfirmDialog

        paragraphs = ["An export is being written." if is_written else f"An export {self._begins()}"]
        paragraphs += ["Its files appear together at its end."]
        self._is_asking = True
        try:
            leave = await self._host.ask(ConfirmDialog("Quit without the export?", paragraphs, "Quit", "Stay"))
        finally:
            self._is_asking = False
        return leave is True

    def _begins(self) -> str:
        """When an export begins that waits for what it holds, and what to do where that does not come by itself."""
        jobs = self._host.jobs
        is_stopped = jobs.can_resume() and not any(map(jobs.runs, (OPEN, PREPARING, SWEEP)))
        stopped = f" That was stopped: {hint(resume='goes on')}." if is_stopped else ""
        return f"begins when every K is fitted.{stopped}"

    async def _ask(self) -> None:
        from core.export.files import planned_files
        from tui.dialogs.export import ExportDialog

        host, session = self._host, self._host.session
        dialog = ExportDialog(self._new_folder(), partial(planned_files, session.analysis), self._note())
        wanted = await host.ask(dialog)
        overwrite = None if wanted is None else await self._ask_to_overwrite(wanted)
        if wanted is None or overwrite is None:
            return
        self._asked_into.add(wanted.folder)
        if not _is_ready(host.session, host.session.k):
            host.say(f"The export {self._begins()}")
        self._asked_for += 1
        try:
            await host.until(lambda session: session.study is not None and session.k is not None)
            k = host.session.k
            await host.until(lambda session: _is_ready(session, k))
        finally:
            self._asked_for -= 1
        study = host.session.study
        if study is not None and k is not None:
            from core.analysis import Analysis

            self._start(Analysis(study, k).with_even_evidence(), wanted, overwrite=overwrite)

    def _new_folder(self) -> Path:
        """A folder that is not there yet, and that no export is about to make."""
        session = self._host.session
        name = session.name if session.description is not None else os.path.basename(os.path.abspath(session.name))
        folder = f"segscope-{_as_file_name(name)}-{datetime.now():%Y%m%d-%H%M%S}"
        names = (folder if number == 1 else f"{folder}-{number}" for number in count(1))
        return next(path for path in map(Path, names) if path not in self._asked_into and not os.path.lexists(path))

    def _note(self) -> str:
        """What an export at this moment would leave out."""
        running = self._host.jobs.runs(EVIDENCE)
        return "without what takes resampling: not computed yet" if running else ""

    async def _ask_to_overwrite(self, wanted: Wanted) -> bool | None:
        """Whether files are replaced; None where there are some that may not be, or nothing can be written."""
        from core.export.files import ready_for
        from tui.dialogs.confirm import ConfirmDialog

        try:
            there = ready_for(wanted.folder, wanted.names)
        except SegscopeError as error:
            self._failed(error)
            return None
        if not there:
            return False
        paragraphs = [f"{clean(wanted.folder.absolute())} holds", ", ".join(there), "Replace them?"]
        may_replace = await self._host.ask(ConfirmDialog("Files are there already", paragraphs, "Replace"))
        return True if may_replace else None

    def _start(self, analysis: Analysis, wanted: Wanted, *, overwrite: bool) -> None:
        folder = wanted.folder.absolute()
        if self._host.jobs.runs(EXPORT):
            self._host.say("This export begins when the one before is written.")
        self._host.jobs.start(
            EXPORT,
            self._tidied(self._host.compute.calling(calls.export, analysis, folder, wanted.names, overwrite), folder),
            partial(self._written, folder),
            failed=self._failed,
            again=partial(self._start, analysis, wanted, overwrite=overwrite),
        )

    def _written(self, folder: Path, paths: tuple[Path, ...]) -> None:
        self._host.say(f"{len(paths)} files written to {clean(folder)}", seconds=10)

    def _failed(self, error: SegscopeError) -> None:
        """Say why, and offer another folder."""
        self._host.tell(error, self.ask)

    def _tidied(self, export: Work, folder: Path) -> Work:
        """An export that leaves nothing half done when it is stopped, also where its process had to be ended."""

        def work(job: Job) -> Iterator[Any]:
            from core.export.files import ready_for

            with self._turn:
                is_new = not os.path.lexists(folder)
                try:
                    yield from export(job)
                except (Cancelled, SegscopeError):
                    with suppress(SegscopeError, OSError):
                        ready_for(folder)
                        if is_new:
                            folder.rmdir()
                    raise

        return work


def _is_ready(session: Session, k: int | None) -> bool:
    """Whether all that an export with K holds is known."""
    study = session.study
    return study is not None and k in study.segments and study.sweep.has_all_for(k or 1)


def _as_file_name(name: str) -> str:
    """A name that is safe as a part of a file's name."""
    plain = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    return plain.strip(".-")[:60] or "dataset"
