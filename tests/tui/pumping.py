"""The app's thread as jobs see it: what is posted waits until the test takes it."""

from __future__ import annotations

import queue
import time

from tui.jobs import Jobs

PATIENCE = 30
"""Seconds after which something that should happen has not."""


class Pump:
    """Jobs, and what came of them."""

    def __init__(self):
        self._posted = queue.SimpleQueue()
        self.failures = []
        self.jobs = Jobs(self._post, lambda *failure: self.failures.append(failure), lambda: None)

    def start(self, kind, work, **answers):
        """Start a job; everything that is heard of it."""
        run = Run()
        self.jobs.start(
            kind,
            work,
            run.values.append,
            failed=run.errors.append,
            done=lambda: run.ends.append("done"),
            stopped=lambda: run.ends.append("stopped"),
            **answers,
        )
        return run

    def until(self, predicate):
        """Take what is posted until the predicate holds."""
        end = time.monotonic() + PATIENCE
        while not predicate():
            assert time.monotonic() < end, "what was waited for did not happen"
            self.take(0.01)

    def take(self, seconds=0.0):
        """Take the next that is posted, if there is anything."""
        try:
            callback = self._posted.get(timeout=seconds)
        except queue.Empty:
            return
        callback()

    def _post(self, callback):
        self._posted.put(callback)
        return True


class Run:
    """What was heard of one job."""

    def __init__(self):
        self.values, self.errors, self.ends = [], [], []

    @property
    def is_over(self):
        return bool(self.errors or self.ends)

    @property
    def error(self):
        assert len(self.errors) == 1
        return self.errors[0]
