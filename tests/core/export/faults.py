"""Faults by injection: one call of the operating system fails, or ends the process, and all others work."""

from __future__ import annotations

import errno
import itertools
import os
import signal
from contextlib import contextmanager

CALLS = ("open", "write", "fsync", "close", "mkdir", "rename", "replace", "link", "unlink", "rmdir")
"""What a file goes through on its way into a folder."""


@contextmanager
def counted_calls(at):
    """Count these calls, and let ``at`` decide on each by its number before it is done; gives their names."""
    originals = {name: getattr(os, name) for name in CALLS}
    made = []

    def watched(name):
        def call(*arguments, **options):
            made.append(name)
            try:
                at(len(made))
            except OSError:
                if name == "close":  # as in the kernel: a descriptor is closed also where that fails
                    originals[name](*arguments, **options)
                raise
            return originals[name](*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, watched(name))
    try:
        yield made
    finally:
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
