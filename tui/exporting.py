"""Results that leave the app: files in a folder, and what is copied to the clipboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core import formats
from core.errors import SegscopeError
from core.text import clean
from tui import work
from tui.messages import Exported
from tui.user_lookup import NOTHING_YET, UserLookupApp

if TYPE_CHECKING:
    from core.analysis import Analysis


class ExportingApp(UserLookupApp):
    """The part of the app that writes files."""

    def action_export(self) -> None:
        """Ask where to, then write everything."""
        analysis = self.session.analysis
        if analysis is None:
            self.say(NOTHING_YET)
            return
        if not self.session.swept:
            self.say("Wait until every K is fitted: the sweep is exported too.")
            return
        from core.export.files import planned_files
        from tui.screens.export import ExportDialog

        folder = Path(f"segscope-{_as_file_name(self.session.name)}-{datetime.now():%Y%m%d-%H%M%S}")
        note = ""
        if analysis.evidence_level != "full":
            analysis = replace(analysis, evidence=analysis.evidence.without_resampling())
            note = "without gap, strength and stability: not computed yet" if self.session.resampling else ""
        dialog = ExportDialog(folder, partial(planned_files, analysis), note)
        self.push_screen(dialog, lambda folder: self._export(analysis, folder) if folder else None)

    def _export(self, analysis: Analysis, folder: Path) -> None:
        from core.export.files import existing_files
        from tui.screens.confirm import ConfirmDialog

        there = existing_files(folder)
        if not there:
            self._start_export(analysis, folder, overwrite=False)
            return
        paragraphs = [f"{clean(folder.absolute())} holds", ", ".join(there), "Replace them?"]
        self.push_screen(
            ConfirmDialog("Files are there already", paragraphs, "Replace"),
            lambda replace: self._start_export(analysis, folder, overwrite=True) if replace else None,
        )

    def _start_export(self, analysis: Analysis, folder: Path, *, overwrite: bool) -> None:
        self.jobs.start(
            "export", partial(work.export, analysis=analysis, folder=folder.absolute(), overwrite=overwrite)
        )

    def on_exported(self, message: Exported) -> None:
        """Say where the files are."""
        if self.jobs.wants(message.job):
            self.say(f"{message.files} files written to {clean(message.folder)}", seconds=10)

    def action_copy(self) -> None:
        """Send the table or the text in focus to the terminal's clipboard (OSC 52), which gives no answer."""
        from tui.clipboard import text_in_focus

        text = text_in_focus(self.screen)
        if not text:
            self.say("There is nothing to copy here.")
            return
        self.copy_to_clipboard(text)
        lines = formats.counted(text.count("\n") + 1, "line")
        self.say(f"{lines} sent to the clipboard, if the terminal lets it (OSC 52).", seconds=6)

    def could_not_export(self, error: SegscopeError) -> None:
        """Say why, and offer another folder."""
        self.tell(error, self.action_export)


def _as_file_name(name: str) -> str:
    """A name that is safe as a part of a file's name."""
    plain = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    return plain.strip(".-")[:60] or "dataset"
