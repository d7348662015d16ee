"""How the app talks with a person: questions that are awaited, short notes, failures, and keys in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.events import Key
from textual.timer import Timer

from tui.commands import hint
from tui.dialogs.dialog import AboutUsers, Dialog
from tui.keys import AT_ONCE, HeldKeys, after_effect
from tui.remedies import on_one_line_in_app

if TYPE_CHECKING:
    from core.errors import SegscopeError
    from tui.app import SegscopeApp
    from tui.compute import Computes
    from tui.jobs import Jobs
    from tui.kinds import Kind
    from tui.session import Session

Answer = TypeVar("Answer")

_SECONDS_FOR_A_KEY = 2.0
"""A key that is at work for longer does not hold up the next."""


class Talk:
    """The host of the flows: what they need of the app."""

    jobs: Jobs

    def __init__(self, app: SegscopeApp, compute: Computes) -> None:
        self._app = app
        self.compute = compute
        self._keys = HeldKeys()
        self._patience: Timer | None = None
        self._waiting: list[tuple[Callable[[Session], bool], asyncio.Future[None]]] = []

    @property
    def session(self) -> Session:
        """What is open now."""
        return self._app.session

    @session.setter
    def session(self, session: Session) -> None:
        self._app.session = session
        for wait in [wait for wait in self._waiting if wait[0](session)]:
            self._waiting.remove(wait)
            if not wait[1].done():
                wait[1].set_result(None)

    @property
    def is_busy(self) -> bool:
        """Whether a key is at work, or a dialog on its way."""
        return self._keys.are_waiting

    def converse(self, conversation: Coroutine[Any, Any, None]) -> None:
        """Begin to ask and tell; keys wait until the first question stands on the screen."""
        self._keys.begin_opening()
        self._app.run_worker(self._to_its_end(conversation))

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """What a person answers; None where they close the dialog."""
        self._keys.begin_opening()
        dialog.ready = self._let_keys_go
        return await self._app.push_screen_wait(dialog)

    def when(self, ready: Callable[[Session], bool], then: Callable[[], None]) -> None:
        """Do something as soon as the session is as it has to be; not at all once another dataset is open."""
        if ready(self.session):
            then()
            return
        future = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda done: None if done.cancelled() else then())
        self._waiting.append((ready, future))

    async def until(self, ready: Callable[[Session], bool]) -> None:
        """Wait until the session is as it has to be; the conversation ends once another dataset is open."""
        if ready(self.session):
            return
        self._let_keys_go()
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((ready, future))
        await future

    def leave_pages(self) -> None:
        """Close what is about the users of the dataset that was open, and give up what waits for it."""
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        while isinstance(self._app.screen, AboutUsers) and not self._app.screen.is_answered:
            self._app.screen.answer(None)

    def tell(self, error: SegscopeError, again: Callable[[], None] | None = None) -> None:
        """Say in a dialog what went wrong, and offer another try where there is one."""
        self._app.run_worker(self._to_its_end(self._tell(error, again)))

    def say(self, text: str, seconds: float = 3) -> None:
        """Say something short, in place of what was said before."""
        self._app.clear_notifications()
        self._app.notify(text, markup=False, timeout=seconds)

    def job_failed(self, kind: Kind, error: SegscopeError, again: Callable[[], None] | None) -> None:
        """Say that work failed; of the background, for which nobody waits, in passing."""
        if kind.waited_for:
            self.tell(error, again)
        else:
            goes_on = "" if again is None else f" {hint(resume='goes on.')}"
            self.say(on_one_line_in_app(error) + goes_on, seconds=8)

    async def press(self, key: Key) -> None:
        """Hand a key on once those before it have had their effect and the dialog that it is meant for is there."""
        if key.key == AT_ONCE:
            self._keys.drop()
            await self._app.forward_key(key)
        elif not self._keys.take(key):
            await self._hand_on(key)

    def recover(self) -> None:
        """After an error: take keys again, and close a dialog that could not be set up."""
        screen = self._app.screen
        if isinstance(screen, Dialog) and not screen.stands:
            screen.answer(None)
        self._let_keys_go()
        self._key_has_had_its_effect()

    async def _hand_on(self, key: Key) -> None:
        self._keys.begin_pressing()
        self._patience = self._app.set_timer(_SECONDS_FOR_A_KEY, self._key_has_had_its_effect)
        target = self._app.focused or self._app.screen
        await self._app.forward_key(key)
        bindings_have_run = partial(after_effect, target, self._app, self._key_has_had_its_effect)
        after_effect(target, self._app, bindings_have_run)

    def _key_has_had_its_effect(self) -> None:
        if self._patience is not None:
            self._patience.stop()
        self._keys.end_pressing()
        self._app.call_later(self._press_next)

    def _let_keys_go(self) -> None:
        """A dialog stands on the screen, or there will be none."""
        self._keys.end_opening()
        self._app.call_later(self._press_next)

    async def _press_next(self) -> None:
        key = self._keys.next()
        if key is not None:
            await self._hand_on(key)

    async def _tell(self, error: SegscopeError, again: Callable[[], None] | None) -> None:
        from tui.dialogs.failure import FailureDialog

        if await self.ask(FailureDialog(error, can_retry=again is not None)) and again is not None:
            again()

    async def _to_its_end(self, conversation: Coroutine[Any, Any, None]) -> None:
        try:
            await conversation
        except Exception as error:
            self._app.net.catch(error)
        finally:
            self._let_keys_go()
