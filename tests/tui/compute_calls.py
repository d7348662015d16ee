"""Calls for the compute process that are of no use but to attack it. It imports this file, so no test is here."""

import fcntl
import logging
import os
import resource
import sys
import threading

import numpy as np

from core.errors import SegscopeError, UnclearColumnsError
from core.progress import Progress
from core.remedies import ChooseK
from tui import calls

_never = threading.Event()


def _moment():
    _never.wait(0.002)


def process(follower):
    yield os.getpid()


def several(follower, *values):
    yield from values


def surroundings(follower):
    """What the process has of a terminal and of the app."""
    nowhere = os.stat(os.devnull)
    yield {
        "streams": [os.path.samestat(os.fstat(number), nowhere) for number in range(3)],
        "session": os.getsid(0),
        "group": os.getpgrp(),
        "modules": set(sys.modules),
    }


def has_a_terminal(follower):
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        yield False
    else:
        yield True


def tells(follower, task):
    follower.report(Progress(task, 0.5))
    yield task


def logs(follower, text):
    logger = logging.getLogger("segscope.test")
    logger.info("%s", text)
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("it failed")
    yield None


def waits_for(follower, path):
    """Go on once there is such a file."""
    yield "waiting"
    while not path.exists():
        _moment()
    yield "found"


def makes(follower, path):
    path.touch()
    yield "made"


def looks_up_once(follower, path, over):
    """Once the one file is there, ask whether to stop, and tell whether the other file is there by then."""
    yield "begun"
    while not path.exists():
        _moment()
    follower.should_stop()
    yield over.exists()


def makes_at_last(follower, path, awaited, over):
    """Make a file, wait for another, and make a third one a little later."""
    path.touch()
    yield "begun"
    while not awaited.exists():
        _moment()
    for _ in range(50):
        _moment()
    over.touch()


def follows_its_dial(follower, last):
    """Tell every number on the dial, and whether the call is repeated, up to the last one."""
    told = None
    while told != last:
        if follower.wanted() != told:
            told = follower.wanted()
            yield told, follower.is_repeated
        _moment()


def sweeps_once_turned(follower, study, effort, first):
    yield "begun"
    while follower.wanted() == first:
        _moment()
    yield from calls.sweep(follower, study, effort)


def listens(follower):
    yield os.getpid()
    while not follower.should_stop():
        _moment()


def yields_for_ever(follower):
    yield os.getpid()
    while True:
        _moment()
        yield "more"


def waits_for_ever(follower):
    yield os.getpid()
    _never.wait()


def reports_for_ever(follower):
    yield os.getpid()
    while True:
        _moment()
        follower.report(Progress("going on"))


def holds_the_interpreter(follower):
    yield os.getpid()
    sum(range(10**15))


def locks_for_ever(follower, path):
    """Hold a lock for as long as the process lives."""
    stream = path.open("w")
    fcntl.flock(stream, fcntl.LOCK_EX)
    yield os.getpid()
    _never.wait()


class CannotBeSaid(SegscopeError):
    """An error that cannot be pickled."""

    def __reduce__(self):
        raise TypeError("not this one")


class CannotBeHeard:
    """An argument that cannot be unpickled."""

    def __reduce__(self):
        return _refuse, ()


def _refuse():
    raise ValueError("not to be read")


ERRORS = {
    "known": lambda: SegscopeError("It is too much.", ChooseK(3)),
    "unclear": lambda: UnclearColumnsError("No user.", "Name it.", None, (("1", "2"),)),
    "unexpected": lambda: ValueError("some detail"),
    "memory": MemoryError,
    "exit": lambda: SystemExit(1),
    "unsayable": lambda: CannotBeSaid("No.", "Nothing."),
}


def fails(follower, name):
    yield "so far"
    raise ERRORS[name]()


def gives_what_cannot_be_pickled(follower):
    yield lambda: None


def doubled(follower, array):
    """The array itself, twice itself, and where it lies."""
    yield array, array + array, isinstance(array.base, np.memmap)


def many(follower, size):
    """A large array, and then nothing for ever."""
    yield np.arange(size)
    _never.wait()


def fills_the_disk(follower, size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield np.arange(size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
