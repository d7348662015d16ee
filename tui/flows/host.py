"""What a flow needs of the app."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from core.errors import SegscopeError
    from tui.compute import Computes
    from tui.dialogs.dialog import Dialog
    from tui.jobs import Jobs
    from tui.session import Session

Answer = TypeVar("Answer")


class Host(Protocol):
    """The app as flows see it: the session, the jobs, and a person who can be asked and told."""

    session: Session
    jobs: Jobs
    compute: Computes

    def converse(self, conversation: Coroutine[Any, Any, None]) -> None:
        """Begin to ask and tell; keys wait until the first question stands on the screen."""

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """What a person answers; None where they close the dialog."""

    def when(self, ready: Callable[[Session], bool], then: Callable[[], None]) -> None:
        """Do something as soon as the session is as it has to be; not at all once another dataset is open."""

    async def until(self, ready: Callable[[Session], bool]) -> None:
        """Wait until the session is as it has to be; for ever once another dataset is open."""

    def leave_pages(self) -> None:
        """Close what is about the users of the dataset that was open."""

    def tell(self, error: SegscopeError, again: Callable[[], None] | None = None) -> None:
        """Say in a dialog what went wrong, and offer another try where there is one."""

    def say(self, text: str, seconds: float = 3) -> None:
        """Say something short, in place of what was said before."""
