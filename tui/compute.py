"""The compute process: what holds the interpreter for long runs there, so that the screen never waits for it.

It is started before anything else is imported, as an interpreter of its own (never a fork: threads are running), and
imports the numeric libraries while the first frame is painted. It is apart from the terminal: Ctrl+C and a hang-up do
not reach it, and it ends with the pipe to its parent. Calls are `tui.calls`; back come progress, values, an error, and
what was written to the log.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import Cancelled, SegscopeError
from core.progress import Progress, raise_if_stopped
from tui.compute_messages import About, Alive, Call, Logged, Stop, Turn
from tui.compute_process import ComputeProcess
from tui.outcomes import Arrived, Ended, Failed, NoAnswer

if TYPE_CHECKING:
    import numpy as np

    from core.workspace import Workspace
    from tui.arrays import Arrays
    from tui.jobs import Job, Work

logger = logging.getLogger("segscope.compute")

_POLL_SECONDS = 0.05
_SILENT_POLLS = 100
"""After so many in vain a process does not answer; counted, since the time goes on while the app itself is stopped."""

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


@dataclass(frozen=True)
class _Died:
    """The process ended though the call was running."""

    exit_code: int


@dataclass(eq=False)
class _Running:
    """A call on its way, the process that runs it, and what was heard of it; ``arrays`` are in files that it reads."""

    job: Job
    call: Call
    dial: Dial | None
    arrays: list[np.ndarray]
    process: ComputeProcess
    heard: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)


class Compute:
    """One process at a time; a new one takes its place when it ends."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._process: ComputeProcess | None = None
        self._running: dict[int, _Running] = {}
        self._numbers = itertools.count()
        self._arrays: Arrays | None = None
        self._workspace: Workspace | None = None
        self._is_closed = False

    def start(self) -> None:
        """Start the process; where it cannot be started, the first call says so."""
        with self._lock, suppress(OSError):
            self._process = ComputeProcess()

    def close(self) -> None:
        """End the process, and remove what was handed over as files; closing twice is harmless."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.end()
            if self._workspace is not None:
                self._workspace.close()
        if self._process is not None:
            self._process.wait_until_unheard()

    @property
    def process_id(self) -> int | None:
        """The number of the process, None where there is none."""
        return None if self._process is None else self._process.id

    def calling(self, call: Callable[..., Iterable[Any]], *arguments: Any, dial: Dial | None = None) -> Work:
        """The work of a job: to run a call in the process and to yield what it yields.

        A call whose process had to be ended for the sake of another one is begun anew, and yields anew.
        """

        def work(job: Job) -> Iterator[Any]:
            raise_if_stopped(job.should_stop)
            running = self._begin(job, call, arguments, dial)
            try:
                yield from self._values(running)
            finally:
                with self._lock:
                    del self._running[running.call.number]

        return work

    def _begin(
        self, job: Job, call: Callable[..., Iterable[Any]], arguments: tuple[Any, ...], dial: Dial | None
    ) -> _Running:
        arrays = self._arrays_in_a_folder()
        packed, travelling = arrays.pack((call, arguments))
        with self._lock:
            process, number = self._living_process(), next(self._numbers)
            sent = Call(number, packed, None, str(arrays.folder), in_background=not job.kind.waited_for)
            running = _Running(job, sent, dial, travelling, process)
            self._running[number] = running
            if dial is not None:
                dial.follow(partial(self._turn, number))
            self._hand_over(running)
        return running

    def _values(self, running: _Running) -> Iterator[Any]:
        in_vain = 0
        while True:
            if running.job.should_stop():
                self._stop(running)
                raise Cancelled
            try:
                heard = running.heard.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                in_vain += 1
                if in_vain == _SILENT_POLLS:
                    running.job.report(NoAnswer("The computing process does not answer"))
                continue
            if in_vain >= _SILENT_POLLS:
                running.job.report(Progress("The computing process answers again"))
            in_vain = 0
            match heard:
                case Arrived(value=value):
                    yield value
                case Progress():
                    running.job.report(heard)
                case Failed(error=error):
                    raise error
                case Ended():
                    return
                case _Died(exit_code):
                    raise SegscopeError(
                        f"The computing process ended unexpectedly (exit code {exit_code}).",
                        "Where it happens again, memory may be short.",
                    )

    def _stop(self, running: _Running) -> None:
        """Ask a call to stop; where it does not listen, end its process, and begin the other calls anew."""
        with self._lock:
            self._send(running.process, Stop(running.call.number))
        end = time.monotonic() + _GRACE_SECONDS
        while (left := end - time.monotonic()) > 0:
            with suppress(queue.Empty):
                if isinstance(running.heard.get(timeout=left), Ended | _Died):
                    return
        with self._lock:
            if running.process is self._process and not self._is_closed:
                logger.info("the computing process is ended, since it does not stop by itself")
                self._begin_anew(running.process)

    def _begin_anew(self, before: ComputeProcess) -> None:
        """Let a new process take over what is still wanted of one that is ended."""
        before.end()
        others = [other for other in self._running.values() if other.process is before and not other.job.should_stop()]
        try:
            process = self._living_process()
        except SegscopeError as error:
            for other in others:
                other.heard.put(Failed(error))
            return
        for other in others:
            other.process, other.call = process, replace(other.call, is_repeated=True)
            self._hand_over(other)

    def _living_process(self) -> ComputeProcess:
        """The process, a new one where it has ended."""
        if self._is_closed:
            raise _closed()
        if self._process is None or not self._process.is_alive():
            try:
                self._process = ComputeProcess()
            except OSError as error:
                self._process = None
                raise SegscopeError(
                    f"No process can be started for the computing ({error.strerror}).", "Free memory or processes."
                ) from error
        return self._process

    def _hand_over(self, running: _Running) -> None:
        """Let the process of a call run it, with the number that is on its dial now."""
        if running.dial is not None:
            running.call = replace(running.call, dial=running.dial.value)
        self._send(running.process, running.call)

    def _turn(self, number: int, value: int) -> None:
        with self._lock:
            if number in self._running:
                self._send(self._running[number].process, Turn(number, value))

    def _send(self, process: ComputeProcess, message: object) -> None:
        arrays = self._arrays_in_a_folder()
        process.listen(self._hear, arrays)
        process.send(arrays.dumps(message))

    def _arrays_in_a_folder(self) -> Arrays:
        """What writes and reads messages, with a private folder for large arrays."""
        with self._lock:
            if self._arrays is None:
                if self._is_closed:
                    raise _closed()
                from core.workspace import Workspace
                from tui.arrays import Arrays

                self._workspace = Workspace()
                self._arrays = Arrays(owner=True)
                self._arrays.folder = self._workspace.folder
            return self._arrays

    def _hear(self, process: ComputeProcess, message: object) -> None:
        """Take what a process says, in the thread that listens to it; None is its end."""
        match message:
            case Logged(record):
                logging.getLogger(record.name).handle(record)
            case About(number, heard):
                with self._lock:
                    running = self._running.get(number)
                    if running is not None and running.process is process:
                        running.heard.put(heard)
            case Alive():
                with self._lock:
                    for running in self._running.values():
                        if running.process is process:
                            running.heard.put(message)
            case None:
                with self._lock:
                    self._take_end(process)

    def _take_end(self, process: ComputeProcess) -> None:
        """Let every call of a process that has ended fail; where it is the present one, start another."""
        exit_code = process.end()
        for running in self._running.values():
            if running.process is process:
                running.heard.put(_Died(exit_code))
        self._arrays_in_a_folder().remove_unheld_of(process.id)
        if process is self._process and not self._is_closed:
            self._process = None
            self.start()


def _closed() -> SegscopeError:
    return SegscopeError("The computing has ended.", "Start segscope again.")
