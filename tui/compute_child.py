"""The compute process itself: it imports the numeric libraries, then answers calls until its parent is gone."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
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


class Watched:
    """How a call is followed: the same as a job, with the number on its dial."""

    def __init__(self, call: Call, say: Callable[[object], None]) -> None:
        self._number, self._say = call.number, say
        self._stop = threading.Event()
        self.dial = call.dial
        self.is_repeated = call.is_repeated

    def should_stop(self) -> bool:
        """Whether nobody wants the result any more."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Say that the result is no longer wanted."""
        self._stop.set()

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
                calls[number] = watched = Watched(message, say)
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
            for value in function(watched, *arguments):
                raise_if_stopped(watched.should_stop)
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
