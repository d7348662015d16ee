"""Tastes: what segments like, asked of the ratings where an export tells it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.evidence.effort import Effort
from tui import reading
from tui.flows.host import Host
from tui.kinds import TASTES
from tui.remedies import on_one_line_in_app

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.errors import SegscopeError
    from core.tastes.tastes import Tastes


class LikedThings:
    """Asks what segments like, unless the effort asks for nothing."""

    def __init__(self, host: Host, effort: Effort) -> None:
        self._host, self._effort = host, effort

    async def told(self, analysis: Analysis) -> Analysis:
        """The analysis with what its segments like; without it where that was stopped, or failed, which is said."""
        dataset = self._host.session.dataset
        if dataset is None or not self._effort.measures:
            return analysis
        asked = _Asked()
        self._host.jobs.start(
            TASTES,
            partial(reading.tastes, dataset=dataset, analysis=analysis),
            asked.take,
            failed=partial(self._failed, asked),
            stopped=partial(self._over, asked, "The export is made without what the segments like."),
            done=partial(self._over, asked),
        )
        await self._host.until(lambda session: asked.is_over)
        return replace(analysis, tastes=asked.tastes)

    def _failed(self, asked: _Asked, error: SegscopeError) -> None:
        self._over(asked, f"Without what the segments like: {on_one_line_in_app(error)}")

    def _over(self, asked: _Asked, why: str = "") -> None:
        if why:
            self._host.say(why, seconds=8)
        asked.is_over = True
        self._host.session = replace(self._host.session)


class _Asked:
    """An answer that is on its way."""

    def __init__(self) -> None:
        self.tastes: Tastes | None = None
        self.is_over = False

    def take(self, tastes: Tastes) -> None:
        """Take the answer."""
        self.tastes = tastes
