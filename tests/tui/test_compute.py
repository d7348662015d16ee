"""The compute process: calls come back from it, and whatever happens to it, the app goes on."""

import errno
import fcntl
import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest

from core.description import open_and_describe
from core.errors import Cancelled, EngineError, SegscopeError, UnclearColumnsError
from core.evidence.effort import FAST
from core.presets import NOTEBOOK
from core.progress import Progress
from core.remedies import ChooseK
from core.study import begin, prepare
from core.sweep import Fitted
from tests.tui import compute_calls as attacks
from tests.tui.pumping import PATIENCE
from tui import calls
from tui import compute as compute_module
from tui.arrays import LARGE_BYTES
from tui.compute import Compute, Dial
from tui.compute_process import ComputeProcess
from tui.jobs import Job
from tui.kinds import EVIDENCE, EXPORT, MEMBERS, OPINIONS, SWEEP

ROOT = Path(__file__).resolve().parents[2]
MANY = LARGE_BYTES // 8


@pytest.fixture(scope="module")
def compute():
    """One for all: where a test ends its process, the next finds another."""
    compute = Compute()
    compute.start()
    yield compute
    compute.close()


@pytest.fixture
def closed_at_the_end():
    """One of the test's own, not started."""
    compute = Compute()
    yield compute
    compute.close()


@pytest.fixture
def processes(monkeypatch):
    """Every process that is started from now on."""
    started = []

    class Noted(ComputeProcess):
        def __init__(self):
            super().__init__()
            started.append(self)

    monkeypatch.setattr(compute_module, "ComputeProcess", Noted)
    return started


@pytest.fixture
def no_process(monkeypatch):
    """Lets no process be started, until it is undone."""

    def refuse(*arguments, **options):
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        yield patch


def outcome(pump, compute, call, *arguments, kind=MEMBERS):
    """What is heard of a call that comes to its end."""
    run = pump.start(kind, compute.calling(call, *arguments))
    pump.until(lambda: run.is_over)
    return run


def begun(pump, compute, call, *arguments, kind=SWEEP, dial=None):
    """A call that has told something, and goes on."""
    run = pump.start(kind, compute.calling(call, *arguments, dial=dial))
    pump.until(lambda: run.values or run.is_over)
    assert not run.is_over, run.errors
    return run


def process_of(pump, compute):
    """The process that answers now."""
    run = outcome(pump, compute, attacks.process)
    assert not run.errors, run.error
    return run.values[0]


def eventually(predicate):
    end = time.monotonic() + PATIENCE
    while not predicate():
        assert time.monotonic() < end, "what was waited for did not happen"
        threading.Event().wait(0.005)


def files_in(compute):
    gc.collect()
    return [path for path in compute._workspace.folder.iterdir() if path.name.startswith("array")]


# What it does


def test_what_a_call_yields_comes_in_its_order_from_another_process(pump, compute):
    run = outcome(pump, compute, attacks.several, 1, "two", (3, None))
    assert (run.values, run.ends) == ([1, "two", (3, None)], ["done"])
    assert process_of(pump, compute) == compute.process_id != os.getpid()


def test_it_is_told_how_far_a_call_is(pump, compute):
    run = pump.start(SWEEP, compute.calling(attacks.tells, "Halfway"))
    shown = []
    pump.until(lambda: shown.append(pump.jobs.shown) or run.is_over)
    assert Progress("Halfway", 0.5) in [one.progress for one in shown if one is not None]


def test_two_calls_run_at_once(pump, compute, tmp_path):
    waiting = begun(pump, compute, attacks.waits_for, tmp_path / "flag")
    outcome(pump, compute, attacks.makes, tmp_path / "flag")
    pump.until(lambda: waiting.is_over)
    assert waiting.values == ["waiting", "found"]


def test_a_dial_that_is_turned_is_seen_by_the_call(pump, compute):
    dial = Dial(4)
    run = begun(pump, compute, attacks.follows_its_dial, 7, dial=dial)
    assert run.values == [(4, False)]
    dial.turn(7)
    pump.until(lambda: run.is_over)
    assert run.values == [(4, False), (7, False)]


def test_a_dial_that_is_turned_before_the_process_listens_is_not_lost(pump, compute):
    process, handed_over = process_of(pump, compute), threading.Event()

    class Noted(Dial):
        def follow(self, turned):
            super().follow(turned)
            handed_over.set()

    dial = Noted(4)
    os.kill(process, signal.SIGSTOP)
    try:
        run = pump.start(SWEEP, compute.calling(attacks.follows_its_dial, 7, dial=dial))
        pump.until(handed_over.is_set)
        dial.turn(7)
    finally:
        os.kill(process, signal.SIGCONT)
    pump.until(lambda: run.is_over)
    assert run.values[-1] == (7, False)


def test_a_sweep_fits_the_number_on_its_dial_next(pump, compute, small):
    description = open_and_describe(small)
    study = begin(description, prepare(description, NOTEBOOK), ks=range(2, 4))
    dial = Dial(2)
    run = begun(pump, compute, attacks.sweeps_once_turned, study, FAST, 2, dial=dial)
    dial.turn(5)
    pump.until(lambda: run.is_over)
    fitted = [news.partition.k for news in run.values if isinstance(news, Fitted)]
    assert not run.errors
    assert fitted[0] == 5
    assert set(fitted) == {2, 3, 4, 5}


def test_turning_a_dial_does_not_wait_for_a_process_that_hears_nothing(pump, compute):
    process, dial = process_of(pump, compute), Dial(4)
    begun(pump, compute, attacks.follows_its_dial, -1, dial=dial)
    os.kill(process, signal.SIGSTOP)
    try:
        pump.start(EXPORT, compute.calling(attacks.several, *(b"x" * (LARGE_BYTES - 1) for _ in range(8))))
        turning = threading.Thread(target=lambda: [dial.turn(k) for k in range(5000)], daemon=True)
        turning.start()
        turning.join(PATIENCE)
        assert not turning.is_alive(), "it waits"
    finally:
        os.kill(process, signal.SIGCONT)
    pump.until(lambda: not pump.jobs.runs(EXPORT))


def test_what_is_logged_there_is_logged_here(pump, compute):
    records = []

    class Keeping(logging.Handler):
        def emit(self, record):
            records.append(record)

    logger, handler = logging.getLogger("segscope.test"), Keeping()
    logger.addHandler(handler)
    try:
        outcome(pump, compute, attacks.logs, "100 % {done}")
    finally:
        logger.removeHandler(handler)
    assert [record.getMessage() for record in records] == ["100 % {done}", "it failed"]
    assert "ValueError: 100 % {done}" in logging.Formatter().format(records[1])


def test_it_has_nothing_of_the_terminal_nor_of_the_app(pump, compute):
    around = outcome(pump, compute, attacks.surroundings).values[0]
    assert around["streams"] == [True, True, True]
    assert around["session"] != os.getsid(0)
    assert around["group"] != os.getpgrp()
    assert "sklearn.cluster" in around["modules"]
    assert not {"textual", "plotext", "tui.app", "tui.commands"} & around["modules"]
    assert outcome(pump, compute, attacks.has_a_terminal).values == [False]


@pytest.mark.parametrize("then", ["", "compute = tui.compute.Compute(); compute.start(); compute.close()"])
def test_starting_it_imports_nothing_heavy(then):
    script = f"import sys, tui.compute\n{then}\nprint(*sys.modules)"
    command = [sys.executable, "-W", "always", "-c", script]
    written = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"textual", "rich", "numpy", "pandas", "sklearn", "multiprocessing", "asyncio", "tui.app", "tui.commands"}
    assert not heavy & set(written.stdout.split())
    assert not written.stderr


# Large arrays


def test_large_arrays_are_mapped_on_both_sides_and_removed_when_nobody_holds_them(pump, compute):
    array = np.arange(MANY)
    run = outcome(pump, compute, attacks.doubled, array)
    same, twice, was_mapped = run.values[0]
    assert was_mapped
    assert same is array
    assert isinstance(twice.base, np.memmap)
    np.testing.assert_array_equal(twice, array + array)
    assert len(files_in(compute)) == 2
    assert compute._workspace.folder.stat().st_mode & 0o777 == 0o700
    del array, same, twice, run
    pump.until(lambda: not files_in(compute))


def test_a_full_disk_there_is_a_clear_error(pump, compute):
    process = process_of(pump, compute)
    error = outcome(pump, compute, attacks.fills_the_disk, MANY).error
    assert isinstance(error, EngineError)
    assert error.what.startswith("There is no room for temporary files in ")
    assert error.remedy == "Free disk space, or let TMPDIR name another folder."
    assert process_of(pump, compute) == process
    assert not files_in(compute)


def test_a_full_disk_here_is_a_clear_error(pump, compute, monkeypatch):
    def save(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(np, "save", save)
        error = outcome(pump, compute, attacks.doubled, np.arange(MANY)).error
    assert isinstance(error, EngineError)
    assert "No space left on device" in error.what
    assert outcome(pump, compute, attacks.doubled, np.arange(MANY)).ends == ["done"]


def test_arrays_outlive_their_process_and_its_parts_do_not(pump, compute):
    run = begun(pump, compute, attacks.many, MANY)
    process = process_of(pump, compute)
    array = run.values.pop()
    part = compute._workspace.folder / f"array-{process}-part.npy"
    part.write_bytes(b"a part")
    os.kill(process, signal.SIGKILL)
    pump.until(lambda: run.is_over)
    pump.until(lambda: not part.exists())
    assert array[-1] == MANY - 1
    assert len(files_in(compute)) == 1
    del array
    pump.until(lambda: not files_in(compute))
    assert run.error


# Errors


@pytest.mark.parametrize(
    ("name", "kind", "what", "remedy"),
    [
        ("known", SegscopeError, "It is too much.", ChooseK(3)),
        ("unclear", UnclearColumnsError, "No user.", "Name it."),
        ("memory", SegscopeError, "There is not enough memory for this.", "Free memory, then try again."),
        ("unexpected", SegscopeError, "An unexpected error: ValueError('some detail').", "The log has its details."),
        ("exit", SegscopeError, "An unexpected error: SystemExit(1).", "The log has its details."),
        ("unsayable", SegscopeError, "An unexpected error: TypeError('not this one').", "The log has its details."),
    ],
)
def test_an_error_comes_back_as_what_it_is_and_ends_the_call_alone(pump, compute, name, kind, what, remedy):
    process = process_of(pump, compute)
    run = outcome(pump, compute, attacks.fails, name)
    assert (run.values, run.ends) == (["so far"], [])
    assert (type(run.error), run.error.what, run.error.remedy) == (kind, what, remedy)
    if name == "unclear":
        assert run.error.rows == (("1", "2"),)
    assert process_of(pump, compute) == process


@pytest.mark.parametrize(
    ("call", "argument", "told"),
    [
        (attacks.several, lambda: None, "lambda"),
        (attacks.several, attacks.CannotBeHeard(), "ValueError('not to be read')"),
        (lambda follower: [], 1, "lambda"),
        (attacks.process, 1, "TypeError"),
    ],
    ids=["argument that cannot be said", "argument that cannot be heard", "no such call", "wrong arguments"],
)
def test_a_call_that_cannot_be_made_is_one_clear_error(pump, compute, call, argument, told):
    process = process_of(pump, compute)
    run = outcome(pump, compute, call, argument)
    assert run.error.what.startswith("An unexpected error: ")
    assert told in run.error.what
    assert process_of(pump, compute) == process


def test_a_value_that_cannot_be_said_is_one_clear_error(pump, compute):
    process = process_of(pump, compute)
    run = outcome(pump, compute, attacks.gives_what_cannot_be_pickled)
    assert "lambda" in run.error.what
    assert process_of(pump, compute) == process


# Giving way


@pytest.fixture
def files(tmp_path):
    return [tmp_path / name for name in ("begun", "awaited", "over")]


def test_a_call_in_the_background_waits_while_somebody_waits_for_another(pump, compute, files):
    path, awaited, over = files
    background = begun(pump, compute, attacks.looks_up_once, path, over, kind=EVIDENCE)
    other = begun(pump, compute, attacks.makes_at_last, path, awaited, over, kind=MEMBERS)
    awaited.touch()
    pump.until(lambda: background.is_over)
    assert background.values == ["begun", True]
    assert other.ends == ["done"]


def test_calls_in_the_background_do_not_wait_for_each_other(pump, compute, files):
    path, awaited, over = files
    one = begun(pump, compute, attacks.looks_up_once, path, over, kind=EVIDENCE)
    begun(pump, compute, attacks.makes_at_last, path, awaited, over, kind=OPINIONS)
    pump.until(lambda: one.is_over)
    assert one.values == ["begun", False]
    awaited.touch()


def test_one_that_waits_is_stopped_at_once_and_the_other_goes_on(pump, compute, files, processes):
    path, awaited, over = files
    background = begun(pump, compute, attacks.looks_up_once, path, over, kind=EVIDENCE)
    other = begun(pump, compute, attacks.makes_at_last, path, awaited, over, kind=MEMBERS)
    pump.jobs.stop(EVIDENCE)
    awaited.touch()
    pump.until(lambda: other.is_over)
    pump.jobs.wait_for_end()
    assert (background.values, other.ends) == (["begun"], ["done"])
    assert not processes


# Stopping


@pytest.mark.parametrize("call", [attacks.listens, attacks.yields_for_ever])
def test_a_call_that_listens_is_stopped_and_the_process_goes_on(pump, compute, call, processes):
    process = process_of(pump, compute)
    run = begun(pump, compute, call)
    pump.jobs.interrupt()
    pump.jobs.wait_for_end()
    assert run.ends == ["stopped"]
    assert process_of(pump, compute) == process
    assert not processes


def test_a_call_that_was_stopped_before_it_began_starts_nothing(closed_at_the_end):
    job = Job(SWEEP, lambda job, heard: None)
    job.stop()
    with pytest.raises(Cancelled):
        list(closed_at_the_end.calling(attacks.process)(job))
    assert closed_at_the_end.process_id is None


@pytest.mark.parametrize(
    "call",
    [attacks.waits_for_ever, attacks.reports_for_ever, attacks.holds_the_interpreter],
    ids=lambda call: call.__name__,
)
def test_a_call_that_does_not_listen_is_ended_and_the_others_are_begun_anew(pump, compute, call):
    dial = Dial(4)
    other = begun(pump, compute, attacks.follows_its_dial, 9, dial=dial, kind=EVIDENCE)
    dial.turn(5)
    pump.until(lambda: other.values[-1] == (5, False))
    deaf = begun(pump, compute, call)
    pump.jobs.stop(SWEEP)
    pump.until(lambda: other.values[-1] != (5, False))
    assert other.values[-1] == (5, True)
    dial.turn(9)
    pump.until(lambda: other.is_over)
    assert (other.values[-1], other.ends) == ((9, True), ["done"])
    assert process_of(pump, compute) != deaf.values[0]


def test_calls_that_are_stopped_together_cost_one_process(pump, compute, processes):
    for kind in (SWEEP, EVIDENCE, EXPORT):
        begun(pump, compute, attacks.waits_for_ever, kind=kind)
    pump.jobs.stop_all()
    pump.jobs.wait_for_end()
    process_of(pump, compute)
    assert len(processes) == 1


def test_an_export_that_is_begun_anew_replaces_what_it_has_written_itself(monkeypatch):
    overwrites = []
    monkeypatch.setattr(
        "core.export.files.export", lambda *arguments, overwrite, **options: overwrites.append(overwrite)
    )

    class Follower:
        report = should_stop = None

        def __init__(self, is_repeated):
            self.is_repeated = is_repeated

    for is_repeated in (False, True):
        list(calls.export(Follower(is_repeated), None, Path("out"), (), overwrite=False))
    assert overwrites == [False, True]


# Ends


def test_a_process_that_is_killed_fails_its_calls_and_the_next_call_has_another(pump, compute):
    runs = [begun(pump, compute, attacks.waits_for_ever, kind=kind) for kind in (SWEEP, EVIDENCE)]
    beside = pump.start(MEMBERS, lambda job: iter(["not concerned"]))
    os.kill(runs[0].values[0], signal.SIGKILL)
    pump.until(lambda: beside.is_over and all(run.is_over for run in runs))
    for run in runs:
        assert run.error.what == "The computing process ended unexpectedly (exit code -9)."
        assert run.error.remedy == "Where it happens again, memory may be short."
    assert beside.ends == ["done"]
    assert process_of(pump, compute) != runs[0].values[0]


def test_a_process_that_is_killed_while_idle_is_replaced_without_a_word(pump, compute):
    process = process_of(pump, compute)
    os.kill(process, signal.SIGKILL)
    eventually(lambda: compute.process_id not in (process, None))
    assert process_of(pump, compute) == compute.process_id
    assert not pump.failures


def test_a_process_that_says_what_cannot_be_read_is_replaced(pump, compute, monkeypatch):
    run = begun(pump, compute, attacks.yields_for_ever)
    with monkeypatch.context() as patch:
        patch.setattr(compute._arrays, "loads", lambda data: 1 // 0)
        pump.until(lambda: run.is_over)
    assert "ended unexpectedly" in run.error.what
    assert process_of(pump, compute) != run.values[0]


def test_without_a_process_calls_fail_clearly_until_there_can_be_one(pump, closed_at_the_end, no_process):
    compute = closed_at_the_end
    compute.start()
    error = outcome(pump, compute, attacks.several, 1).error
    assert error.what == f"No process can be started for the computing ({os.strerror(errno.EAGAIN)})."
    assert error.remedy == "Free memory or processes."
    no_process.undo()
    assert outcome(pump, compute, attacks.several, 1).values == [1]


def test_without_another_process_the_calls_of_one_that_is_ended_fail(pump, compute, request):
    other = begun(pump, compute, attacks.listens, kind=EVIDENCE)
    begun(pump, compute, attacks.waits_for_ever)
    no_process = request.getfixturevalue("no_process")
    pump.jobs.stop(SWEEP)
    pump.until(lambda: other.is_over)
    assert other.error.what.startswith("No process can be started")
    no_process.undo()
    assert process_of(pump, compute)


def test_closing_ends_the_calls_and_leaves_nothing(pump, closed_at_the_end):
    compute = closed_at_the_end
    compute.start()
    run = begun(pump, compute, attacks.many, MANY)
    folder, process = compute._workspace.folder, weakref.ref(compute._process)
    compute.close()
    compute.close()
    pump.until(lambda: run.is_over)
    assert isinstance(run.error, SegscopeError)
    assert not folder.exists()
    assert not process().is_alive()
    eventually(lambda: not [thread for thread in threading.enumerate() if thread.name == "sweep"])
    assert outcome(pump, compute, attacks.several, 1).error.what == "The computing has ended."
    assert not folder.exists()


def test_one_that_was_closed_at_once_takes_no_call(pump, closed_at_the_end):
    closed_at_the_end.close()
    assert outcome(pump, closed_at_the_end, attacks.several, 1).error.what == "The computing has ended."
    assert closed_at_the_end._workspace is None


_PARENT = """
import sys
from pathlib import Path
from tests.tui import compute_calls
from tui.compute import Compute
from tui.jobs import Job
from tui.kinds import SWEEP

compute = Compute()
compute.start()
for value in compute.calling(compute_calls.locks_for_ever, Path(sys.argv[1]))(Job(SWEEP, print)):
    print(value, flush=True)
"""


def test_it_ends_with_an_app_that_is_killed(tmp_path):
    lock = tmp_path / "lock"
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, lock],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    with parent, lock.open("a") as stream:
        parent.stdout.readline()
        with pytest.raises(BlockingIOError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        parent.kill()
        eventually(lambda: _is_free(stream))


def _is_free(stream):
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
