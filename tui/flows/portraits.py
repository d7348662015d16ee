"""Who are the segments? Their portraits and boxes, computed in the background once for each K of a study."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tui import calls
from tui.flows.host import Host
from tui.kinds import BOXES, PORTRAITS, Kind

if TYPE_CHECKING:
    from core.segments.boxes import Boxes
    from core.segments.portrait import Portraits as Found
    from tui.session import Described


class Portraits:
    """Asks for those of the segments on screen; what was computed is kept as long as the dataset is open."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._asked = dict[Kind, "Described"]()

    def keep_up(self) -> None:
        """Ask for what the segments on screen lack, unless it was asked for already."""
        session, described = self._host.session, self._host.session.described
        if described not in session.kept_portraits:
            self._ask(PORTRAITS, calls.portraits, self._take_portraits)
        if described not in session.kept_boxes:
            self._ask(BOXES, calls.boxes, self._take_boxes)

    def _ask(self, kind: Kind, call: Callable[..., Any], take: Callable[[Described, Any], None]) -> None:
        """One K after the other: what was begun comes to its end, since it cannot be stopped in its midst."""
        host, analysis, described = self._host, self._host.session.analysis, self._host.session.described
        if analysis is None or described is None or self._asked.get(kind) == described or host.jobs.runs(kind):
            return
        self._asked[kind] = described
        work = host.compute.calling(call, analysis)
        host.jobs.start(kind, work, partial(take, described), done=self.keep_up, again=partial(self._again, kind))

    def _again(self, kind: Kind) -> None:
        self._asked.pop(kind, None)
        self.keep_up()

    def _take_portraits(self, described: Described, found: Found) -> None:
        self._host.session = self._host.session.with_portraits(described, found)

    def _take_boxes(self, described: Described, found: Boxes) -> None:
        self._host.session = self._host.session.with_boxes(described, found)
