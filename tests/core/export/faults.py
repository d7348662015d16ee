"""Faults by injection: one call of the operating system fails, or ends the process, and all others work."""

from __future__ import annotations

import builtins
import errno
import io
import itertools
import os
import signal
from contextlib import contextmanager

CALLS = ("open", "write", "fsync", "close", "mkdir", "rename", "replace", "link", "unlink", "rmdir")
"""What a file goes through on its way into a folder."""


class WatchedFile:
    """A file of Python that is written: its writes and its end count as calls of the operating system."""

    def __init__(self, file, watched):
        self._file = file
        self.write = watched("write", file.write)
        self.close = watched("close", file.close)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@contextmanager
def counted_calls(at):
    """Count these calls, and let ``at`` decide on each by its number before it is done; gives their names."""
    originals, opened = {name: getattr(os, name) for name in CALLS}, io.open
    made = []

    def watched(name, original):
        def call(*arguments, **options):
            made.append(name)
            try:
                at(len(made))
            except OSError:
                if name == "close":  # as in the kernel: a descriptor is closed also where that fails
                    original(*arguments, **options)
                raise
            return original(*arguments, **options)

        return call

    def watched_open(path, mode="r", *arguments, **options):
        if isinstance(path, int) or not set(mode) & set("wax+"):
            return opened(path, mode, *arguments, **options)
        file = watched("open", opened)(path, mode, *arguments, **options)
        return WatchedFile(file, watched)

    for name, original in originals.items():
        setattr(os, name, watched(name, original))
    io.open = builtins.open = watched_open
    try:
        yield made
    finally:
        io.open = builtins.open = opened
        for name, original in originals.items():
            setattr(os, name, original)


def failing(number):
    """The call with this number fails."""

    def at(reached):
        if reached == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    return at


def killing(number):
    """The process is killed at the call with this number."""

    def at(reached):
        if reached == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def kill_at_each_call(root, prepare, work):
    """Do work in folders of ``root``, each time in a process that is killed one call later; how many were."""
    for number in itertools.count(1):
        folder = root / str(number)
        prepare(folder)
        child = os.fork()
        if child == 0:
            with counted_calls(killing(number)):
                work(folder)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == 0:
            return number - 1
        assert ended == -signal.SIGKILL
