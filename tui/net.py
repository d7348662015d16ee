"""The net below the app: an exception in a handler becomes a message, and the session lives on.

Textual ends a widget, and with it the app, at the first exception that nobody takes. So what a screen, a dialog or the
app dispatches is guarded here, and so is a conversation; only the second failure in the same place within a second ends
the app, cleanly. The net hides no bug: what it caught stands in the log, and tests refuse it.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.message_pump import MessagePump

from core.text import clean
from tui.commands import key_of

if TYPE_CHECKING:
    from textual.message import Message

logger = logging.getLogger("segscope.app")

_AGAIN_SECONDS = 1.0
_SHOWN_LENGTH = 160

Pump = TypeVar("Pump", bound=type[MessagePump])


class Net:
    """``say`` tells a person something short, ``recover`` lets the app go on, ``end`` ends it with a last word."""

    def __init__(self, say: Callable[[str], None], recover: Callable[[], None], end: Callable[[str], None]) -> None:
        self._say, self._recover, self._end = say, recover, end
        self._last: tuple[str, float] = ("", -_AGAIN_SECONDS)
        self.caught: list[Exception] = []

    def catch(self, error: Exception) -> None:
        """Take an exception that nobody else takes."""
        self.caught.append(error)
        logger.error("caught: %r", error, exc_info=error)
        place, now = _place(error), time.monotonic()
        came_again = self._last[0] == place and now - self._last[1] < _AGAIN_SECONDS
        self._last = (place, now)
        what = clean(f"{type(error).__name__}: {error}", _SHOWN_LENGTH)
        if came_again:
            self._end(f"segscope ended: the same error came again at once ({what}).")
        else:
            self._recover()
            self._say(f"Something went wrong ({what}). You can go on; {key_of('log')} shows the details.")


def _place(error: Exception) -> str:
    """Where an exception was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else repr(error)


def guarded(cls: Pump) -> Pump:
    """The class with its handlers above the net of its app."""
    dispatch = cls._dispatch_message

    async def dispatch_guarded(self: MessagePump, message: Message) -> None:
        try:
            await dispatch(self, message)
        except Exception as error:
            cast(Any, self.app).net.catch(error)

    cls._dispatch_message = dispatch_guarded  # type: ignore[method-assign]
    return cls
