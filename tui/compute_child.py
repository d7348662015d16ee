"""The compute process itself: it imports the numeric libraries, then answers calls until its parent is gone."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from core import heavy
from core.errors import Cancelled, SegscopeError
from core.progress import Progress, raise_if_stopped
from core.shortage import shortage
from tui.arrays import Arrays
from tui.compute_messages import About, Alive, Call, Logged, Stop, Turn
from tui.outcomes import Arrived, Ended, Failed

_BEAT_SECONDS = 1.0


class Precedence:
    """Lets calls in the background wait while others run."""

    def __init__(self) -> None:
        self._others = 0
        self._changed = threading.Condition()

    @contextmanager
    def before_background(self) -> Iterator[None]:
        """Within, calls in the background wait."""
        self._change(1)
        try:
            yield
        finally:
            self._change(-1)

    def give_way(self, should_stop: Callable[[], bool]) -> None:
        """Wait until no other call runs, or until there is no need to go on; `look_again` lets it see that."""
        with self._changed:
            self._changed.wait_for(lambda: not self._others or should_stop())

    def look_again(self) -> None:
        """Let those that wait see whether they should stop."""
        self._change(0)

    def _change(self, by: int) -> None:
        with self._changed:
            self._others += by
            self._changed.notify_all()


class Watched:
    """How a call is followed: the same as a job, with the number on its dial.

    A call in the background gives way to others wherever it asks whether it should stop.
    """

    def __init__(self, call: Call, say: Callable[[object], None], precedence: Precedence) -> None:
        self._number, self._say = call.number, say
        self._in_background, self._precedence = call.in_background, precedence
        self._stop = threading.Event()
        self.dial = call.dial
        self.is_repeated = call.is_repeated

    def should_stop(self) -> bool:
        """Whether nobody wants the result any more."""
        if self._in_background:
            self._precedence.give_way(self.is_stopped)
        return self.is_stopped()

    def is_stopped(self) -> bool:
        """The same, without giving way."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Say that the result is no longer wanted."""
        self._stop.set()
        self._precedence.look_again()

    def running(self) -> AbstractContextManager[None]:
        """Within, it runs, and others give way to it unless it is in the background itself."""
        return nullcontext() if self._in_background else self._precedence.before_background()

    def report(self, progress: Progress) -> None:
        """Tell how far the call is."""
        self.tell(progress)

    def tell(self, news: object) -> None:
        """Tell anything about the call."""
        self._say(About(self._number, news))

    def wanted(self) -> int:
        """The number on the dial."""
        return self.dial or 0


def main(descriptor: int) -> None:
    """Answer calls that come over this descriptor; end with it."""
    connection, arrays, lock = Connection(descriptor), Arrays(owner=False), threading.Lock()
    precedence = Precedence()

    def say(message: object) -> None:
        data = arrays.dumps(message)
        with lock:
            connection.send_bytes(data)

    _log_to(say)
    threading.Thread(target=_keep_saying, args=(say, Alive()), daemon=True).start()
    with suppress(Exception):  # what cannot be imported is told by the call that needs it
        heavy.kmeans()
        heavy.standard_scaler()
        heavy.ahead("core.study")
    calls: dict[int, Watched] = {}
    while True:
        try:
            message = arrays.loads(connection.recv_bytes())
        except (EOFError, OSError):
            os._exit(0)
        match message:
            case Call(number=number, folder=folder):
                arrays.folder = Path(folder)
                calls[number] = watched = Watched(message, say, precedence)
                threading.Thread(target=_answer, args=(message, watched, arrays), daemon=True).start()
            case Stop(number=number):
                calls[number].stop()
            case Turn(number=number, value=value):
                calls[number].dial = value


def _answer(call: Call, watched: Watched, arrays: Arrays) -> None:
    """Run a call; whatever goes wrong is told, and its end in any case."""
    try:
        try:
            function, arguments = arrays.loads(call.packed)
            with watched.running():
                for value in function(watched, *arguments):
                    raise_if_stopped(watched.is_stopped)
                    watched.tell(Arrived(value))
        except Cancelled:
            pass
        except SegscopeError as error:
            watched.tell(Failed(error))
    except BaseException as error:
        logging.getLogger("segscope.compute").exception("a call failed")
        unexpected = SegscopeError(f"An unexpected error: {error!r}.", "The log has its details.")
        watched.tell(Failed(shortage(error) or unexpected))
    finally:
        watched.tell(Ended())


def _keep_saying(say: Callable[[object], None], message: object) -> None:
    """Say the same every second, as long as somebody hears it."""
    pause = threading.Event()
    with suppress(OSError):
        while True:
            say(message)
            pause.wait(_BEAT_SECONDS)


def _log_to(say: Callable[[object], None]) -> None:
    """Send the log to the parent, which writes it."""

    class Sender(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info:
                record.exc_text = logging.Formatter().formatException(record.exc_info)
                record.exc_info = None
            record.msg, record.args = record.getMessage(), None
            say(Logged(record))

    logger = logging.getLogger("segscope")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.handlers = [Sender()]
