"""Results that leave the app as files in a folder."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import SegscopeError
from core.text import clean
from tui import calls
from tui.flows.host import Host
from tui.kinds import EVIDENCE, EXPORT

if TYPE_CHECKING:
    from core.analysis import Analysis
    from tui.dialogs.export import Wanted
    from tui.session import Session


class Exporting:
    """Writes files."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ask(self) -> None:
        """Ask what and where to, then write it of the K that is on screen, as soon as it is known."""
        self._host.converse(self._ask())

    async def may_end(self) -> bool:
        """Whether the app may end: asked where that would lose an export."""
        if not self._host.jobs.runs(EXPORT):
            return True
        from tui.dialogs.confirm import ConfirmDialog

        paragraphs = ["An export is being written.", "Its files appear together at its end."]
        leave = await self._host.ask(ConfirmDialog("Quit without the export?", paragraphs, "Quit"))
        return leave is True

    async def _ask(self) -> None:
        from core.export.files import planned_files
        from tui.dialogs.export import ExportDialog

        host, session = self._host, self._host.session
        folder = Path(f"segscope-{_as_file_name(session.name)}-{datetime.now():%Y%m%d-%H%M%S}")
        dialog = ExportDialog(folder, partial(planned_files, session.analysis), self._note())
        wanted = await host.ask(dialog)
        overwrite = None if wanted is None else await self._ask_to_overwrite(wanted)
        if wanted is None or overwrite is None:
            return
        k = host.session.k
        if not _is_ready(host.session, k):
            host.say("The export begins when every K is fitted.")
        await host.until(lambda session: _is_ready(session, k))
        study = host.session.study
        if study is not None and k is not None:
            from core.analysis import Analysis

            self._start(Analysis(study, k).with_even_evidence(), wanted, overwrite=overwrite)

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
            self._host.compute.calling(calls.export, analysis, folder, wanted.names, overwrite),
            partial(self._written, folder),
            failed=self._failed,
            again=self.ask,
        )

    def _written(self, folder: Path, paths: tuple[Path, ...]) -> None:
        self._host.say(f"{len(paths)} files written to {clean(folder)}", seconds=10)

    def _failed(self, error: SegscopeError) -> None:
        """Say why, and offer another folder."""
        self._host.tell(error, self.ask)


def _is_ready(session: Session, k: int | None) -> bool:
    """Whether all that an export with K holds is known."""
    study = session.study
    return study is not None and k in study.segments and study.sweep.has_all_for(k or 1)


def _as_file_name(name: str) -> str:
    """A name that is safe as a part of a file's name."""
    plain = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    return plain.strip(".-")[:60] or "dataset"
