"""Looking up users: the members of a segment, and what one user rated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui import calls, reading
from tui.flows.host import Host
from tui.kinds import FIND, MEMBERS, USER

if TYPE_CHECKING:
    from core.features.search import UserIds
    from tui.dialogs.find_user import FindUserDialog
    from tui.dialogs.members import MembersDialog
    from tui.dialogs.user import UserDialog
    from tui.session import Session


class Users:
    """Shows users."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._ids: UserIds | None = None

    def find(self) -> None:
        """Ask for a user, and show them."""
        self._host.converse(self._find())

    def show_members(self, segment: int) -> None:
        """Show the users of a segment, and the one that is chosen."""
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
            await self.show(position)

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

    async def _show_members(self, segment: int) -> None:
        from tui.dialogs.members import MembersDialog

        analysis = self._host.session.analysis
        if analysis is None or segment >= analysis.k:
            return
        dialog = MembersDialog(analysis, segment)
        dialog.again = partial(self._sort_members, dialog)
        self._sort_members(dialog)
        position = await self._host.ask(dialog)
        self._host.jobs.stop(MEMBERS)
        if position is not None:
            await self.show(position)

    def _sort_members(self, dialog: MembersDialog) -> None:
        work = self._host.compute.calling(calls.members, dialog.analysis, dialog.segment)
        self._host.jobs.start(MEMBERS, work, dialog.show, failed=dialog.fail)

    async def show(self, position: int) -> None:
        """Show one user, by position among all of them."""
        from tui.dialogs.user import UserDialog

        analysis = self._host.session.analysis
        if analysis is None:
            return
        dialog = UserDialog(analysis, position)
        dialog.again = partial(self._look_up, dialog)
        self._look_up(dialog)
        await self._host.ask(dialog)
        self._host.jobs.stop(USER)

    def _look_up(self, dialog: UserDialog) -> None:
        dataset = self._host.session.dataset
        if dataset is not None:
            work = partial(reading.user, dataset=dataset, user=dialog.user)
            self._host.jobs.start(USER, work, dialog.show, failed=dialog.fail)


def _is_described(session: Session) -> bool:
    return session.description is not None


def _is_segmented(session: Session) -> bool:
    return session.analysis is not None
