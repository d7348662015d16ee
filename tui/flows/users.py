"""Looking up users: the members of a segment, and what one user rated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core import formats
from core.text import clean
from tui import calls, reading
from tui.flows.host import Host
from tui.kinds import FIND, MEMBERS, USER

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.features.search import UserIds
    from tui.dialogs.find_user import FindUserDialog
    from tui.dialogs.members import MembersPage
    from tui.dialogs.user import UserPage
    from tui.session import Session


class Users:
    """Shows users; ``write`` asks for a file of the members of a segment."""

    def __init__(self, host: Host, write: Callable[[Analysis, int], None]) -> None:
        self._host, self._write = host, write
        self._ids: UserIds | None = None

    def find(self) -> None:
        """Ask for a user, and show them."""
        self._host.converse(self._find())

    def show_members(self, segment: int) -> None:
        """Show the users of a segment, and those of them that are chosen."""
        self._host.converse(self._show_members(segment))

    async def _find(self) -> None:
        from tui.dialogs.find_user import FindUserDialog

        description = self._host.session.description
        dialog = FindUserDialog(None if description is None else len(description.features))
        dialog.search = partial(self._search_soon, dialog)
        position = await self._host.ask(dialog)
        self._host.jobs.stop(FIND)
        if position is not None:
            await self._host.until(_is_segmented)
            await self._show_found(position)

    def _search_soon(self, dialog: FindUserDialog, text: str) -> None:
        self._host.when(_is_described, partial(self._search, dialog, text))

    def _search(self, dialog: FindUserDialog, text: str) -> None:
        description = self._host.session.description
        if description is None or dialog.is_answered:
            return
        if self._ids is None or self._ids.features is not description.features:
            from core.features.search import UserIds

            self._ids = UserIds(description.features)
        work = partial(reading.find, ids=self._ids, text=text)
        self._host.jobs.start(FIND, work, partial(dialog.show, text, description.features.ids))

    async def _show_found(self, position: int) -> None:
        """Show the user at a position among all users of the dataset, unless the segments are made without them."""
        session = self._host.session
        if session.description is None or session.analysis is None:
            return
        user = str(session.description.features.ids[position])
        among = session.analysis.description.features
        segmented = position if among is session.description.features else among.position(user)
        if segmented is None:
            few = formats.counted(session.analysis.preset.min_ratings, "rating")
            self._host.say(f"User {clean(user, 40)} is in no segment: fewer than {few}.", seconds=6)
        else:
            await self.show(segmented)

    async def _show_members(self, segment: int) -> None:
        from tui.dialogs.members import MembersPage

        analysis = self._host.session.analysis
        if analysis is None or segment >= analysis.k:
            return
        page = MembersPage(analysis, segment, self._host.session.slot(segment))
        page.again = partial(self._sort_members, page)
        page.show_user = self._show_soon
        page.write = partial(self._write, analysis, segment)
        self._sort_members(page)
        await self._host.ask(page)
        self._host.jobs.stop(MEMBERS)

    def _sort_members(self, page: MembersPage) -> None:
        work = self._host.compute.calling(calls.members, page.analysis, page.segment)
        self._host.jobs.start(MEMBERS, work, page.show, failed=page.fail)

    def _show_soon(self, position: int) -> None:
        self._host.converse(self.show(position))

    async def show(self, position: int) -> None:
        """Show one user, by position among all who are segmented."""
        from tui.dialogs.user import UserPage

        session, analysis = self._host.session, self._host.session.analysis
        if analysis is None:
            return
        page = UserPage(analysis, position, session.slot(int(analysis.partition.labels[position])))
        page.again = partial(self._look_up, page)
        self._look_up(page)
        await self._host.ask(page)
        self._host.jobs.stop(USER)

    def _look_up(self, page: UserPage) -> None:
        dataset = self._host.session.dataset
        if dataset is not None:
            work = partial(reading.user, dataset=dataset, analysis=page.analysis, position=page.position)
            self._host.jobs.start(USER, work, page.show, failed=page.fail)


def _is_described(session: Session) -> bool:
    return session.description is not None


def _is_segmented(session: Session) -> bool:
    return session.analysis is not None
