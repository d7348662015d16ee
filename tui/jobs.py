"""All long work: each job has a thread, says how far it is, can be stopped, and is heard only while wanted."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from core.errors import Cancelled, SegscopeError
from tui.messages import JobEnded, JobFailed, Progressed

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from core.progress import Progress

logger = logging.getLogger("segscope.jobs")

_REPORT_SECONDS = 0.08

Work = Callable[["Job"], None]


class Job:
    """One run of some work, as the work sees it."""

    def __init__(self, name: str, post: Callable[[Message], Any]) -> None:
        self.name = name
        self._post = post
        self._stop = threading.Event()
        self._reported = 0.0
        self._task = ""

    def should_stop(self) -> bool:
        """Whether nobody wants the result any more."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Say that the result is no longer wanted."""
        self._stop.set()

    def post(self, message: Message) -> None:
        """Tell the app something, from any thread."""
        self._post(message)

    def report(self, progress: Progress) -> None:
        """Tell how far the work is; frequent reports of one task are thinned out."""
        now = time.monotonic()
        if progress.task != self._task or now - self._reported >= _REPORT_SECONDS:
            self._task, self._reported = progress.task, now
            self._post(Progressed(self, progress))


class Jobs:
    """The jobs of an app, at most one wanted for each name."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._wanted: dict[str, Job] = {}

    def start(self, name: str, work: Work) -> Job:
        """Run ``work`` in a thread; the job of the same name that runs before it is no longer wanted."""
        self.stop(name)
        job = self._wanted[name] = Job(name, self._app.post_message)
        self._app.run_worker(partial(_run, job, work), name=name, thread=True, exit_on_error=False)
        return job

    def stop(self, name: str) -> bool:
        """Stop the job of that name; whether there was one."""
        job = self._wanted.pop(name, None)
        if job is not None:
            job.stop()
        return job is not None

    def stop_all(self) -> bool:
        """Stop every job; whether there was one."""
        return any([self.stop(name) for name in list(self._wanted)])

    def wants(self, job: Job) -> bool:
        """Whether news of this job still matter."""
        return self._wanted.get(job.name) is job

    def runs(self, name: str) -> bool:
        """Whether a wanted job of that name is running."""
        return name in self._wanted

    def runs_other_than(self, names: Collection[str]) -> bool:
        """Whether a wanted job of another name is running."""
        return any(name not in names for name in self._wanted)

    def forget(self, job: Job) -> None:
        """Take note that a job has ended."""
        if self.wants(job):
            del self._wanted[job.name]


def _run(job: Job, work: Work) -> None:
    """Run the work; whatever goes wrong becomes a message."""
    try:
        work(job)
    except Cancelled:
        logger.info("%s: cancelled", job.name)
    except SegscopeError as error:
        logger.warning("%s: %s", job.name, error)
        job.post(JobFailed(job, error))
    except Exception as error:
        logger.exception("%s failed", job.name)
        job.post(
            JobFailed(job, SegscopeError(f"An unexpected error: {error!r}.", "F12 shows the log with its details."))
        )
    finally:
        job.post(JobEnded(job))
