"""Which K? What is asked in the background once every K is fitted, and the silhouettes of one K."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.evidence.effort import Effort
from tui import calls
from tui.flows.host import Host
from tui.kinds import EVIDENCE, SILHOUETTES

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
        if sweep is None or not self._effort.resamples or host.jobs.runs(EVIDENCE):
            return
        if sweep.effort == self._effort.name:
            return
        host.jobs.start(
            EVIDENCE,
            host.compute.calling(calls.evidence, sweep, self._effort),
            self._take,
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

    def _take(self, news: Measured) -> None:
        self._host.session = self._host.session.with_news(news)
