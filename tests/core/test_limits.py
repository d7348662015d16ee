"""Under a limit on address space libraries neither hang nor break off: too little is refused before they begin."""

import os
import subprocess
import sys

import pytest

from core.errors import SegscopeError
from core.shortage import refuse_too_little, shortage

resource = pytest.importorskip("resource")

LEAVE = """
import mmap, resource, sys
import numpy as np
from core import heavy, limits

def leave(size):
    ours = int(open("/proc/self/statm").read().split()[0]) * mmap.PAGESIZE
    resource.setrlimit(resource.RLIMIT_AS, (ours + size, ours + size))
"""
IMPORT = f"""{LEAVE}
leave(int(sys.argv[1]) << 20)
try:
    heavy.kmeans()
except MemoryError:
    print("refused")
"""
FIT_IN_WHAT_IS_LEFT = f"""{LEAVE}
limits.reserve_less()
leave(600 << 20)
kmeans = heavy.kmeans()
leave(1 << 20)
points = np.arange(900.0).reshape(300, 3)
try:
    kmeans(3, n_init=2).fit(points), points @ points.T
except MemoryError:
    pass
print("ended")
"""


def run(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much address space is in use")
@pytest.mark.parametrize("megabytes", ["100", "200", "300", "390"])
def test_scikit_learn_is_not_begun_where_it_would_hang_or_break_off(megabytes):
    result = run(IMPORT, megabytes)
    assert (result.stdout, result.stderr) == (b"refused\n", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much address space is in use")
def test_once_it_is_there_a_fit_ends_whatever_is_left():
    result = run(FIT_IN_WHAT_IS_LEFT)
    assert (result.stdout, result.stderr) == (b"ended\n", b"")


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        (
            "RLIMIT_AS",
            r"MB of address space are needed, and a limit allows 314\.6 MB\. Raise the limit: ulimit -v \d+\.",
        ),
        ("RLIMIT_NOFILE", r"32 open files are needed, and a limit allows 16\. Raise the limit: ulimit -n 32\."),
    ],
)
def test_what_is_needed_is_said_with_how_to_get_it(monkeypatch, limit, says):
    low, number = {"RLIMIT_AS": 300 << 20, "RLIMIT_NOFILE": 16}[limit], getattr(resource, limit)
    unlimited = resource.RLIM_INFINITY
    monkeypatch.setattr(resource, "getrlimit", lambda asked: (low if asked == number else unlimited, unlimited))
    with pytest.raises(SegscopeError, match=says):
        refuse_too_little()


def test_without_limits_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    refuse_too_little()


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        ImportError("libgfortran.so.5: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        OSError(12, "Cannot allocate memory"),
        BlockingIOError(11, "Resource temporarily unavailable"),
    ],
)
def test_what_libraries_say_of_too_little_memory_is_understood(error):
    assert shortage(error).what == "There is not enough memory for this."


def test_so_is_what_they_say_of_too_many_files_and_nothing_else():
    assert shortage(OSError(24, "Too many open files")).what == "Too many files are open."
    assert shortage(ImportError("x.so: cannot open shared object file: Too many open files")) is not None
    assert shortage(ValueError("something else")) is None
    assert shortage(FileNotFoundError(2, "No such file or directory")) is None
