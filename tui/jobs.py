"""All long work: each job has a thread, says how far it is, can be stopped, and is heard only while wanted."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.errors import Cancelled, SegscopeError
from core.progress import Progress
from core.shortage import shortage
from tui.kinds import Kind
from tui.outcomes import Arrived, Ended, Failed

logger = logging.getLogger("segscope.jobs")

_REPORT_SECONDS = 0.08
_PATIENCE_AT_THE_END = 5.0


class Job:
    """One run of some work, as the work sees it."""

    def __init__(self, kind: Kind, hear: Callable[[Job, Heard], None]) -> None:
        self.kind = kind
        self._hear = hear
        self._stop = threading.Event()
        self._reported = 0.0
        self._task = ""

    def should_stop(self) -> bool:
        """Whether nobody wants the result any more."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Say that the result is no longer wanted."""
        self._stop.set()

    def report(self, progress: Progress) -> None:
        """Tell how far the work is; frequent reports of one task are thinned out."""
        now = time.monotonic()
        if progress.task != self._task or now - self._reported >= _REPORT_SECONDS:
            self._task, self._reported = progress.task, now
            self._hear(self, progress)


@dataclass(frozen=True)
class Shown:
    """What the activity line shows: the kind of a job, and how far it is."""

    kind: Kind
    progress: Progress


Heard = Progress | Arrived | Failed | Ended
Work = Callable[[Job], Iterable[Any]]
"""What a job does: it yields what it has, one thing or many."""


@dataclass(frozen=True)
class _Course:
    """A piece of work on its way: what it does, and what follows."""

    work: Work
    then: Callable[[Any], None]
    failed: Callable[[SegscopeError], None]
    stopped: Callable[[], None]
    done: Callable[[], None]
    again: Callable[[], None] | None


def _nothing() -> None:
    """Do nothing."""


class Jobs:
    """The jobs of the app.

    ``post`` hands a callback over to the app's own thread, and is False (or a RuntimeError) once the app has ended;
    ``failed`` hears of an error that nobody else takes; ``changed`` hears that other jobs run, or how far they are.
    """

    def __init__(
        self,
        post: Callable[[Callable[[], None]], bool],
        failed: Callable[[Kind, SegscopeError, Callable[[], None] | None], None],
        changed: Callable[[], None],
    ) -> None:
        self._post, self._failed, self._changed = post, failed, changed
        self._running: dict[Job, _Course] = {}
        self._waiting: list[tuple[Job, _Course]] = []
        self._progress: dict[Job, Progress] = {}
        self._interrupted: dict[Kind, Callable[[], None]] = {}
        self._threads: set[threading.Thread] = set()

    def start(
        self,
        kind: Kind,
        work: Work,
        then: Callable[[Any], None],
        *,
        failed: Callable[[SegscopeError], None] | None = None,
        stopped: Callable[[], None] = _nothing,
        done: Callable[[], None] = _nothing,
        again: Callable[[], None] | None = None,
    ) -> None:
        """Run ``work`` in a thread; ``then`` takes everything that it yields, in the app's own thread.

        ``failed`` takes an error, ``stopped`` follows when it was stopped, ``done`` when it came to its end; ``again``
        goes on with it after it was stopped or has failed.
        """
        self._interrupted.pop(kind, None)
        job = Job(kind, self._heard)
        course = _Course(work, then, failed or partial(self._failed_of, kind, again), stopped, done, again)
        if kind.queued and self.runs(kind):
            self._waiting.append((job, course))
            return
        self.stop(kind)
        self._run(job, course)

    def stop(self, kind: Kind) -> bool:
        """Stop the work of that kind, without a word; whether there was any."""
        self._waiting = [(job, course) for job, course in self._waiting if job.kind is not kind]
        stopped = [job for job in self._running if job.kind is kind]
        for job in stopped:
            self._drop(job)
        return bool(stopped)

    def interrupt(self) -> Kind | None:
        """Stop the newest work that somebody waits for, else the newest in the background; its kind, None without any.

        `resume` can go on with it.
        """
        waited_for = [job for job in self._running if job.kind.waited_for]
        candidates = waited_for or list(self._running)
        if not candidates:
            return None
        job = candidates[-1]
        course = self._running[job]
        self._end(job)
        self._note_interrupted(job.kind, course.again)
        course.stopped()
        return job.kind

    def resume(self) -> bool:
        """Go on with what was stopped or failed last; whether there was anything."""
        if not self._interrupted:
            return False
        _, again = self._interrupted.popitem()
        again()
        return True

    def can_resume(self, kind: Kind | None = None) -> bool:
        """Whether there is work that was stopped or failed, of that kind or of any."""
        return bool(self._interrupted) if kind is None else kind in self._interrupted

    def forget_dataset(self) -> None:
        """Stop all work about the dataset that was open, and forget what was stopped of it."""
        for kind in {job.kind for job in self._running if job.kind.about_dataset}:
            self.stop(kind)
        self._interrupted = {kind: again for kind, again in self._interrupted.items() if not kind.about_dataset}

    def stop_all(self) -> None:
        """Stop everything."""
        self._waiting.clear()
        for job in list(self._running):
            self._drop(job)

    def wait_for_end(self) -> None:
        """Wait until the threads of what was stopped have ended."""
        end = time.monotonic() + _PATIENCE_AT_THE_END
        for thread in list(self._threads):
            thread.join(max(0.0, end - time.monotonic()))

    def runs(self, kind: Kind) -> bool:
        """Whether work of that kind is running."""
        return any(job.kind is kind for job in self._running)

    @property
    def running(self) -> frozenset[Kind]:
        """The kinds that are running."""
        return frozenset(job.kind for job in self._running)

    @property
    def shown(self) -> Shown | None:
        """How far the newest work is that somebody waits for, else the newest in the background."""
        told = [job for job in self._running if job in self._progress]
        waited_for = [job for job in told if job.kind.waited_for]
        newest = (waited_for or told)[-1:]
        return Shown(newest[0].kind, self._progress[newest[0]]) if newest else None

    def _run(self, job: Job, course: _Course) -> None:
        self._running[job] = course
        thread = threading.Thread(target=_work, args=(job, course.work, self._heard), name=job.kind.name, daemon=True)
        self._threads = {thread for thread in self._threads if thread.is_alive()} | {thread}
        thread.start()
        self._changed()

    def _drop(self, job: Job) -> None:
        job.stop()
        del self._running[job]
        self._progress.pop(job, None)
        self._changed()

    def _heard(self, job: Job, heard: Heard) -> None:
        """Take news of a job, in its own thread; nobody hears them once the app has ended."""
        posted = False
        if not job.should_stop():
            with suppress(RuntimeError):
                posted = self._post(partial(self._take, job, heard))
        if not posted:
            job.stop()
            _close(heard)

    def _take(self, job: Job, heard: Heard) -> None:
        """Take news of a job; of one that is no longer wanted nothing is heard."""
        course = self._running.get(job)
        if course is None:
            _close(heard)
            return
        match heard:
            case Progress():
                self._progress[job] = heard
                self._changed()
            case Arrived(value):
                course.then(value)
            case Failed(error):
                self._end(job)
                self._note_interrupted(job.kind, course.again)
                course.failed(error)
            case Ended():
                self._end(job)
                course.done()

    def _end(self, job: Job) -> None:
        self._drop(job)
        following = next((waiting for waiting in self._waiting if waiting[0].kind is job.kind), None)
        if following is not None:
            self._waiting.remove(following)
            self._run(*following)

    def _note_interrupted(self, kind: Kind, again: Callable[[], None] | None) -> None:
        self._interrupted.pop(kind, None)
        if again is not None:
            self._interrupted[kind] = again

    def _failed_of(self, kind: Kind, again: Callable[[], None] | None, error: SegscopeError) -> None:
        self._failed(kind, error, again)


def _close(heard: Heard) -> None:
    """Free what came too late."""
    if isinstance(heard, Arrived) and hasattr(heard.value, "close"):
        heard.value.close()


def _alone(error: SegscopeError) -> SegscopeError:
    """The error without the way that led to it: whoever keeps it would hold all that was at hand there."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _work(job: Job, work: Work, hear: Callable[[Job, Heard], None]) -> None:
    """Do the work; whatever goes wrong is heard too."""
    try:
        for value in work(job):
            hear(job, Arrived(value))
    except Cancelled:
        logger.info("%s: cancelled", job.kind.name)
    except SegscopeError as error:
        logger.warning("%s: %s", job.kind.name, error)
        hear(job, Failed(_alone(error)))
    except Exception as error:
        logger.exception("%s failed", job.kind.name)
        hear(
            job,
            Failed(shortage(error) or SegscopeError(f"An unexpected error: {error!r}.", "The log has its details.")),
        )
    hear(job, Ended())
