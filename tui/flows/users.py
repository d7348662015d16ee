"""Looking up users: the members of a segment, and what one user rated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.text import clean
from tui import calls, reading
from tui.flows.host import Host
from tui.kinds import MEMBERS, USER

if TYPE_CHECKING:
    from tui.dialogs.members import MembersDialog
    from tui.dialogs.user import UserDialog
    from tui.session import Session


class Users:
    """Shows users."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def find(self) -> None:
        """Ask for a user, and show them."""
        self._host.converse(self._find())

    def show_members(self, segment: int) -> None:
        """Show the users of a segment, and the one that is chosen."""
        self._host.converse(self._show_members(segment))

    async def _find(self) -> None:
        from tui.dialogs.find_user import FindUserDialog

        text: str | None = ""
        problem = ""
        while True:
            text = await self._host.ask(FindUserDialog(self._number_of_users, text or "", problem))
            if text is None:
                return
            await self._host.until(_is_segmented)
            position = self._position(text)
            if position is not None:
                await self.show(position)
                return
            problem = f"There is no user {clean(text, 40)}."

    @property
    def _number_of_users(self) -> int | None:
        description = self._host.session.description
        return None if description is None else len(description.features)

    def _position(self, text: str) -> int | None:
        """The position among all users of the one with that id, as it was typed or without spaces around it."""
        description = self._host.session.description
        if description is None:
            return None
        found = description.features.position(text)
        return description.features.position(text.strip()) if found is None else found

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


def _is_segmented(session: Session) -> bool:
    return session.analysis is not None
