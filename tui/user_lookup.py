"""Looking up single users: which one, and what they rated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui import work
from tui.messages import ChosenUser, UserReady
from tui.opening import OpeningApp, Request

if TYPE_CHECKING:
    from tui.screens.user import UserDialog

NOTHING_YET = "Nothing is segmented yet."


class UserLookupApp(OpeningApp):
    """The part of the app that shows users."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._user_dialog: UserDialog | None = None

    def on_chosen_user(self, message: ChosenUser) -> None:
        """A screen chose a user."""
        self.show_user(message.position)

    def show_user(self, position: int) -> None:
        """Show one user, by position among all of them."""
        analysis, dataset = self.session.analysis, self.session.dataset
        if analysis is None or dataset is None:
            return
        from tui.screens.user import UserDialog

        user = str(analysis.groundwork.description.features.ids[position])
        self._user_dialog = UserDialog(analysis, position)
        self.push_screen(self._user_dialog, self._forget_user)
        self.jobs.start("user", partial(work.look_up, dataset=dataset, user=user))

    def _forget_user(self, _: None) -> None:
        self.jobs.stop("user")

    def on_user_ready(self, message: UserReady) -> None:
        """Show the ratings of the user in the dialog that waits for them."""
        if self.jobs.wants(message.job) and self._user_dialog is not None and self._user_dialog.is_attached:
            self._user_dialog.show(message.profile)

    def action_find_user(self) -> None:
        """Ask for a user."""
        description = self.session.description
        if description is None or self.session.analysis is None:
            self.say(NOTHING_YET)
            return
        from tui.screens.find_user import FindUserDialog

        self.push_screen(
            FindUserDialog(description.features),
            lambda position: None if position is None else self.show_user(position),
        )

    def closed_user(self) -> int | None:
        """The position of the user whose dialog is open, which is closed; None where there is none."""
        if self._user_dialog is None or self._user_dialog is not self.screen:
            return None
        self.pop_screen()
        return self._user_dialog.position
