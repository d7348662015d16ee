"""Results that leave the app as files in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from core import formats
from core.errors import Cancelled, SegscopeError
from core.text import clean
from tui import calls
from tui.commands import hint
from tui.flows.describing import Describing
from tui.flows.host import Host
from tui.flows.tastes import LikedThings
from tui.kinds import CHOOSING, DESCRIBING, EVIDENCE, EXPORT, OPEN, PREPARING, READING_MORE, SWEEP, TASTES, Kind

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.presets import Preset
    from tui.dialogs.export import Wanted
    from tui.jobs import Job, Work
    from tui.session import Session


@dataclass(frozen=True)
class _Wait:
    """What an export waits for, and the work that it comes by."""

    what: str
    kinds: tuple[Kind, ...]


_FOR_SEGMENTS = _Wait("every K is fitted and the features are there", (OPEN, READING_MORE, PREPARING, CHOOSING, SWEEP))
_FOR_FEATURES = _Wait("the features are there", (READING_MORE, DESCRIBING))
_FOR_TASTES = _Wait("it is known what the segments like", (TASTES,))


class Exporting:
    """Writes files."""

    def __init__(self, host: Host, describing: Describing, tastes: LikedThings) -> None:
        self._host, self._describing, self._tastes = host, describing, tastes
        self._waits: list[_Wait] = []
        """What exports wait for that were asked for."""
        self._asked_into = set[Path]()
        """Their folders, which may not be there yet, and those of all before."""
        self._turn = Lock()
        """Held by the thread that writes, until what it leaves is tidy."""
        self._is_asking = False
        """Whether the question stands, if the app may end."""

    def ask(self) -> None:
        """Ask what and where to, then write it of the K that is on screen, as soon as it is known."""
        self._host.converse(self._ask())

    def ask_for_segment(self, analysis: Analysis, segment: int) -> None:
        """Ask for a file, then write the users of a segment into it."""
        self._host.converse(self._ask_for_segment(analysis, segment))

    async def may_end(self) -> bool:
        """Whether the app may end: asked where that would lose an export."""
        is_written = self._host.jobs.runs(EXPORT)
        if not is_written and not self._waits:
            return True
        if self._is_asking:
            return False
        from tui.dialogs.confirm import ConfirmDialog

        paragraphs = ["An export is being written." if is_written else f"An export {self._begins(self._waits[0])}"]
        paragraphs += ["Its files appear together at its end."]
        self._is_asking = True
        try:
            leave = await self._host.ask(ConfirmDialog("Quit without the export?", paragraphs, "Quit", "Stay"))
        finally:
            self._is_asking = False
        return leave is True

    def _begins(self, wait: _Wait) -> str:
        """When an export begins that waits for what it holds, and what to do where that does not come by itself."""
        jobs = self._host.jobs
        is_stopped = any(map(jobs.can_resume, wait.kinds)) and not any(map(jobs.runs, wait.kinds))
        stopped = f" That was stopped: {hint(resume='goes on')}." if is_stopped else ""
        return f"begins when {wait.what}.{stopped}"

    @contextmanager
    def _waiting(self, wait: _Wait) -> Iterator[None]:
        self._waits.append(wait)
        try:
            yield
        finally:
            self._waits.remove(wait)

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
        analysis = await self._as_told(await self._on_screen())
        with self._waiting(_FOR_TASTES):
            analysis = await self._tastes.told(analysis)
        self._start(analysis.with_even_evidence(), wanted, overwrite=overwrite)

    async def _on_screen(self) -> Analysis:
        """What is on screen as soon as all of it is known, with the K of now unless another preset comes meanwhile."""
        host = self._host
        if _whole(host.session, host.session.k) is None:
            host.say(f"The export {self._begins(_FOR_SEGMENTS)}")
        with self._waiting(_FOR_SEGMENTS):
            await host.until(lambda session: session.study is not None and session.k is not None)
            preset, k = host.session.preset, host.session.k
            while (whole := _whole(host.session, _k_of(host.session, preset, k))) is None:
                await host.until(lambda session: _whole(session, _k_of(session, preset, k)) is not None)
        return whole

    async def _as_told(self, analysis: Analysis) -> Analysis:
        """The same by what is told of the users, and not by what happens to be known."""
        if not self._describing.has_told(analysis.study):
            self._host.say(f"The export {self._begins(_FOR_FEATURES)}")
        with self._waiting(_FOR_FEATURES):
            return replace(analysis, study=await self._describing.told(analysis.study))

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

    async def _ask_for_segment(self, analysis: Analysis, segment: int) -> None:
        from core.export.segment_file import refuse_unwritable
        from tui.dialogs.confirm import ConfirmDialog
        from tui.dialogs.file import FileDialog

        host, users = self._host, formats.counted(analysis.segments[segment].users, "user")
        stem = f"{_as_file_name(host.session.name)}-segment-{segment}-of-{analysis.k}"
        names = (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv" for number in count(1))
        proposed = next(path for path in map(Path, names) if not os.path.lexists(path))
        title, what = f"Export segment {segment}", f"{users} with their features, as CSV, into the file"
        path = await host.ask(FileDialog(title, what, proposed, refuse_unwritable))
        if path is None:
            return
        overwrite = os.path.lexists(path)
        if overwrite:
            paragraphs = [f"{clean(path.absolute())} is there already.", "Replace it?"]
            if not await host.ask(ConfirmDialog("The file is there already", paragraphs, "Replace")):
                return
        path = path.absolute()
        self._start_segment(await self._as_told(analysis), segment, path, overwrite=overwrite)

    def _start_segment(self, analysis: Analysis, segment: int, path: Path, *, overwrite: bool) -> None:
        work = self._host.compute.calling(calls.segment_file, analysis, segment, path, overwrite)
        self._host.jobs.start(
            EXPORT,
            self._tidied(work, path.parent),
            partial(self._written_segment, path),
            failed=partial(self._failed_segment, analysis, segment),
            again=partial(self._start_segment, analysis, segment, path, overwrite=overwrite),
        )

    def _written_segment(self, path: Path, users: int) -> None:
        self._host.say(f"{formats.counted(users, 'user')} written to {clean(path)}", seconds=10)

    def _failed_segment(self, analysis: Analysis, segment: int, error: SegscopeError) -> None:
        """Say why, and offer another file."""
        self._host.tell(error, partial(self.ask_for_segment, analysis, segment))

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


def _k_of(session: Session, preset: Preset | None, k: int | None) -> int | None:
    """This K of the preset, of another one its own."""
    return k if session.preset == preset else session.k


def _whole(session: Session, k: int | None) -> Analysis | None:
    """The study at K, once every K is fitted."""
    study = session.study
    if study is None or k is None or k not in study.segments or not study.sweep.has_all_for(k):
        return None
    from core.analysis import Analysis

    return Analysis(study, k, session.names_at(k))


def _as_file_name(name: str) -> str:
    """A name that is safe as a part of a file's name."""
    plain = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    return plain.strip(".-")[:60] or "dataset"
