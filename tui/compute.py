"""The compute process: what holds the interpreter for long runs there, so that the screen never waits for it.

It is started before anything else is imported, as an interpreter of its own (never a fork: threads are running), and
imports the numeric libraries while the first frame is painted. It is apart from the terminal: Ctrl+C and a hang-up do
not reach it, and it ends with the pipe to its parent. Calls are `tui.calls`; back come progress, values, an error, and
what was written to the log.
"""

from __future__ import annotations

import logging
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import Cancelled, SegscopeError
from core.progress import Progress
from tui.compute_messages import About, Call, Ended, Failed, Logged, Stop, Turn, Yielded

if TYPE_CHECKING:
    from core.workspace import Workspace
    from tui.arrays import Arrays
    from tui.jobs import Job, Work

logger = logging.getLogger("segscope.compute")

_POLL_SECONDS = 0.05
_GRACE_SECONDS = 0.2
"""How long a call may go on after it was asked to stop; then its process is ended."""


class Dial:
    """A number that may be changed while a call runs that looks at it."""

    def __init__(self, value: int) -> None:
        self.value = value
        self._turned: Callable[[int], None] | None = None

    def turn(self, value: int) -> None:
        """Change the number, here and where the call runs."""
        self.value = value
        if self._turned is not None:
            self._turned(value)

    def follow(self, turned: Callable[[int], None]) -> None:
        """Tell somebody of every change from now on."""
        self._turned = turned


class Computes(Protocol):
    """Whoever can run calls."""

    def calling(self, call: Callable[..., Iterable[Any]], *arguments: Any, dial: Dial | None = None) -> Work:
        """The work of a job: to run a call of `tui.calls` and to yield what it yields."""


@dataclass(eq=False)
class _Running:
    """A call on its way, and what was heard of it."""

    call: Call
    dial: Dial | None
    heard: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)


@dataclass(frozen=True)
class _Died:
    """The process ended though calls were running."""

    exit_code: int | None


class Compute:
    """One child process; a new one takes its place when it ends."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._running: dict[int, _Running] = {}
        self._numbers = 0
        self._arrays: Arrays | None = None
        self._workspace: Workspace | None = None
        self._closed = False

    def start(self) -> None:
        """Start the process; where it cannot be started, the first call says so."""
        with self._lock, suppress(OSError):
            self._child = _Child()

    def close(self) -> None:
        """End the process, and remove what was handed over as files."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.end()
            if self._workspace is not None:
                self._workspace.close()

    @property
    def process_id(self) -> int | None:
        """The number of the process, None where there is none."""
        return None if self._child is None else self._child.process.pid

    def calling(self, call: Callable[..., Iterable[Any]], *arguments: Any, dial: Dial | None = None) -> Work:
        """The work of a job: to run a call in the process and to yield what it yields."""

        def work(job: Job) -> Iterator[Any]:
            running = self._begin(call, arguments, dial)
            try:
                yield from self._values(running, job)
            finally:
                with self._lock:
                    self._running.pop(running.call.number, None)

        return work

    def _begin(self, call: Callable[..., Iterable[Any]], arguments: tuple[Any, ...], dial: Dial | None) -> _Running:
        with self._lock:
            self._numbers += 1
            number = self._numbers
            arrays = self._arrays_in_a_folder()
            turned = None if dial is None else dial.value
            running = _Running(Call(number, call, arguments, turned, str(arrays.folder)), dial)
            if dial is not None:
                dial.follow(lambda value: self._send(Turn(number, value)))
            self._running[number] = running
            if self._child is None or not self._child.is_alive():
                self._replace()
            self._send(running.call)
        return running

    def _values(self, running: _Running, job: Job) -> Iterator[Any]:
        while True:
            if job.should_stop():
                self._stop(running)
                raise Cancelled
            try:
                heard = running.heard.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            match heard:
                case Yielded(value=value):
                    yield value
                case Progress():
                    job.report(heard)
                case Failed(error=error):
                    raise error
                case Ended():
                    return
                case _Died(exit_code):
                    raise SegscopeError(
                        f"The computing process ended unexpectedly (exit code {exit_code}).",
                        "Try again; where it happens again, memory may be short.",
                    )

    def _stop(self, running: _Running) -> None:
        """Ask a call to stop; where it does not listen, end its process, and begin the other calls anew."""
        self._send(Stop(running.call.number))
        while True:
            try:
                heard = running.heard.get(timeout=_GRACE_SECONDS)
            except queue.Empty:
                break
            if isinstance(heard, Ended | Failed | _Died):
                return
        with self._lock:
            self._running.pop(running.call.number, None)
            if self._child is not None:
                logger.info("the computing process is ended, since it does not stop by itself")
                self._replace()
            for other in self._running.values():
                self._send(other.call)

    def _replace(self) -> None:
        before, self._child = self._child, None
        if before is not None:
            before.end()
        if self._closed:
            return
        try:
            self._child = _Child()
        except OSError as error:
            raise SegscopeError(
                f"No process can be started for the computing ({error.strerror}).", "Free memory or processes."
            ) from error

    def _send(self, message: object) -> None:
        with self._lock:
            child = self._child
            if child is None:
                return
            arrays = self._arrays_in_a_folder()
            child.listen(self._hear, arrays)
            child.send(arrays.dumps(message))

    def _arrays_in_a_folder(self) -> Arrays:
        """What writes and reads messages, with a private folder for large arrays."""
        if self._arrays is None:
            from core.workspace import Workspace
            from tui.arrays import Arrays

            self._workspace = Workspace()
            self._arrays = Arrays(owner=True)
            self._arrays.folder = self._workspace.folder
        return self._arrays

    def _hear(self, child: _Child, message: object) -> None:
        """Take what a child says, in the thread that listens to it; None is its end."""
        if isinstance(message, Logged):
            logging.getLogger(message.record.name).handle(message.record)
            return
        with self._lock:
            if child is not self._child:
                return
            if message is None:
                exit_code = child.process.wait()
                self._child = None
                for running in self._running.values():
                    running.heard.put(_Died(exit_code))
                if not self._closed:
                    self.start()
                return
            if isinstance(message, About) and message.number in self._running:
                self._running[message.number].heard.put(message.heard)


_CHILD = "import sys; sys.path[:] = {paths!r}; from tui.compute_child import main; main({descriptor})"


class _Child:
    """The process and the pipe to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            code = _CHILD.format(paths=sys.path, descriptor=theirs.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._socket = ours
        self._connection: Any = None
        self._ended = False

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return not self._ended and self.process.poll() is None

    def listen(self, hear: Callable[[_Child, object], None], arrays: Arrays) -> None:
        """Hear what the process says, in a thread; the second time nothing changes."""
        if self._connection is None:
            from multiprocessing.connection import Connection

            self._connection = Connection(self._socket.detach())
            threading.Thread(target=self._listen, args=(hear, arrays), name="compute", daemon=True).start()

    def send(self, data: bytes) -> None:
        """Say something; a process that is gone hears nothing, and its end is heard."""
        with suppress(OSError):
            self._connection.send_bytes(data)

    def end(self) -> None:
        """End the process at once."""
        self._ended = True
        with suppress(OSError):
            self.process.kill()
        self.process.wait()

    def _listen(self, hear: Callable[[_Child, object], None], arrays: Arrays) -> None:
        with suppress(EOFError, OSError):
            while True:
                hear(self, arrays.loads(self._connection.recv_bytes()))
        self._connection.close()
        hear(self, None)
