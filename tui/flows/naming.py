"""Naming: a person says what a segment is called, or takes that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.flows.host import Host

if TYPE_CHECKING:
    from core.analysis import Analysis


class Naming:
    """Asks for the name of a segment; the session keeps it."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def ask(self, segment: int | None) -> None:
        """Ask what a segment of the current K is called; first for which one, where that is not said."""
        self._host.converse(self._ask(segment))

    async def _ask(self, segment: int | None) -> None:
        from tui.dialogs.name import NameDialog

        analysis, preset = self._host.session.analysis, self._host.session.preset
        if analysis is None or preset is None:
            return
        if segment is None:
            segment = await self._which(analysis)
        if segment is None:
            return
        name = await self._host.ask(NameDialog(analysis, segment))
        if name is not None:
            self._host.session = self._host.session.with_name((preset, analysis.k), segment, name)

    async def _which(self, analysis: Analysis) -> int | None:
        from tui.dialogs.choose_segment import ChooseSegmentDialog

        if analysis.k == 1:
            return 0
        slots = [self._host.session.slot(segment) for segment in range(analysis.k)]
        return await self._host.ask(ChooseSegmentDialog(analysis, slots))
