"""What the users are segmented by: a page to choose features, scaling and the fewest ratings of a user."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui import calls
from tui.flows.host import Host
from tui.flows.presets import Presets
from tui.kinds import INSPECTING

if TYPE_CHECKING:
    from tui.dialogs.features import FeaturesPage


class FeatureChoice:
    """Shows the page, and takes what is chosen there; ``complete`` computes the features that are not there yet."""

    def __init__(self, host: Host, presets: Presets, complete: Callable[[], None]) -> None:
        self._host, self._presets, self._complete = host, presets, complete

    def show(self) -> None:
        """Let a person choose."""
        self._host.converse(self._show())

    async def _show(self) -> None:
        from tui.dialogs.features import FeaturesPage

        description = self._host.session.description
        if description is None:
            return
        page = FeaturesPage(description, self._presets.current)
        page.inspect = partial(self._inspect, page)
        page.again = partial(self._again, page)
        self._again(page)
        preset = await self._host.ask(page)
        self._host.jobs.stop(INSPECTING)
        if preset is not None:
            self._presets.take(preset)

    def _again(self, page: FeaturesPage) -> None:
        self._complete()
        self._inspect(page)

    def _inspect(self, page: FeaturesPage) -> None:
        work = self._host.compute.calling(calls.inspected, page.description, page.min_ratings)
        self._host.jobs.start(INSPECTING, work, page.show, failed=page.fail)
