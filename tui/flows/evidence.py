"""Which K? What is asked in the background once every K is fitted, and the silhouettes of one K."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.errors import SegscopeError
from core.evidence.effort import Effort
from tui import calls
from tui.commands import hint
from tui.flows.host import Host
from tui.kinds import EVIDENCE, SILHOUETTES
from tui.remedies import on_one_line_in_app, remedy_in_app

if TYPE_CHECKING:
    from core.sweep import Measured
    from tui.dialogs.silhouettes import SilhouettesDialog


class Evidence:
    """Asks which K the data supports, with this effort."""

    def __init__(self, host: Host, effort: Effort) -> None:
        self._host, self._effort = host, effort

    def gather(self) -> None:
        """Ask what takes resampling, unless it is not wanted, known or under way."""
        host, sweep = self._host, self._host.session.sweep
        if sweep is None or not sweep.is_complete or host.jobs.runs(EVIDENCE):
            return
        host.session = replace(host.session, failure=None)
        if not self._effort.resamples or sweep.effort == self._effort.name:
            return
        host.jobs.start(
            EVIDENCE,
            host.compute.calling(calls.evidence, sweep, self._effort),
            self._take,
            failed=self._failed,
            stopped=self._stopped,
            again=self.gather,
        )

    def show_silhouettes(self) -> None:
        """Show the silhouette of every user at the current K."""
        self._host.converse(self._show_silhouettes())

    async def _show_silhouettes(self) -> None:
        from tui.dialogs.silhouettes import SilhouettesDialog

        dialog = SilhouettesDialog()
        measure = partial(self._measure_silhouettes, dialog)
        dialog.again = measure
        self._host.when(lambda session: session.analysis is not None, measure)
        await self._host.ask(dialog)
        self._host.jobs.stop(SILHOUETTES)

    def _measure_silhouettes(self, dialog: SilhouettesDialog) -> None:
        host, analysis = self._host, self._host.session.analysis
        if analysis is None or dialog.is_answered:
            return
        host.jobs.start(
            SILHOUETTES,
            host.compute.calling(calls.silhouettes, analysis.sweep, analysis.partition),
            partial(dialog.show, analysis, host.session.slots),
            failed=dialog.fail,
        )

    def _stopped(self) -> None:
        self._say_on_screen(SegscopeError("What takes resampling was cancelled.", hint(resume="goes on.")))

    def _failed(self, error: SegscopeError) -> None:
        with_key = SegscopeError(error.what, f"{remedy_in_app(error)} {hint(resume='goes on.')}")
        self._say_on_screen(with_key)
        self._host.say(on_one_line_in_app(with_key), seconds=8)

    def _say_on_screen(self, error: SegscopeError) -> None:
        """Let the screen say why there is no more, and that the rest can still come."""
        self._host.session = replace(self._host.session, failure=error)

    def _take(self, news: Measured) -> None:
        self._host.session = self._host.session.with_news(news)
