"""A process that computes, seen from the app: how it is started and ended, and the pipe to it."""

from __future__ import annotations

import logging
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.arrays import Arrays

logger = logging.getLogger("segscope.compute")

_CODE = "import sys; sys.path[:] = {paths!r}; from tui.compute_child import main; main({descriptor})"


_PATIENCE_SECONDS = 2.0


class ComputeProcess:
    """A process of its own session, with no streams but the pipe.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._connection: Any = None
        self._listener: threading.Thread | None = None
        self._unsaid: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _CODE.format(paths=sys.path, descriptor=theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
        except BaseException:
            self._socket.close()
            raise

    @property
    def id(self) -> int:
        """Its number among all processes."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def listen(self, hear: Callable[[ComputeProcess, object], None], arrays: Arrays) -> None:
        """Let ``hear`` take what it says, in a thread, and at last None; the second time nothing changes."""
        if self._connection is None:
            from multiprocessing.connection import Connection

            self._connection = Connection(self._socket.detach())
            speaker = threading.Thread(target=self._speak, name="compute: speak", daemon=True)
            speaker.start()
            self._listener = threading.Thread(
                target=self._listen, args=(hear, arrays, speaker), name="compute: listen", daemon=True
            )
            self._listener.start()

    def send(self, data: bytes) -> None:
        """Say something, in a thread: whoever sends never waits. One that is gone hears nothing."""
        self._unsaid.put(data)

    def end(self) -> int:
        """End it at once; its exit code, or that of an end before."""
        with suppress(OSError):
            self._process.kill()
        if self._connection is None:
            self._socket.close()
        return self._process.wait()

    def wait_until_unheard(self) -> None:
        """Wait until the threads have ended that heard and spoke to it."""
        if self._listener is not None:
            self._listener.join(_PATIENCE_SECONDS)

    def _speak(self) -> None:
        with suppress(OSError):
            while (data := self._unsaid.get()) is not None:
                self._connection.send_bytes(data)

    def _listen(
        self, hear: Callable[[ComputeProcess, object], None], arrays: Arrays, speaker: threading.Thread
    ) -> None:
        try:
            while True:
                hear(self, arrays.loads(self._connection.recv_bytes()))
        except (EOFError, OSError):
            pass
        except Exception:
            logger.exception("what the computing process says cannot be read")
        hear(self, None)
        self._unsaid.put(None)
        speaker.join()
        self._connection.close()
