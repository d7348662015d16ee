"""A machine that lacks something: work without it, or one clear line; no traceback and no noise of libraries."""

import os
import re
import resource
import shutil
import subprocess
import sys
from functools import partial
from itertools import product

import pandas as pd
import pytest

from core.description import open_and_describe
from core.errors import SegscopeError
from core.export import contents
from core.export.manifest import MANIFEST
from core.presets import NOTEBOOK
from core.sources.sample import sample_source
from tests.conftest import ROOT
from tests.terminal import Terminal
from tests.tui.test_endings import COMMAND
from tui import calls
from tui.compute import Compute
from tui.jobs import Job
from tui.kinds import SWEEP

STRANGER = 54_321
AS_A_STRANGER = [
    *("setpriv", "--reuid", str(STRANGER), "--regid", str(STRANGER), "--clear-groups"),
    *("--inh-caps", "-all,+dac_read_search", "--ambient-caps", "+dac_read_search"),
    *("--bounding-set", "-all,+dac_read_search"),
]
"""A user without an entry in the table of users, who can read what is in the way but write only what is their own."""
needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None, reason="only root can become a user without an entry"
)
STEPS_OF_MEMORY = [megabytes << 20 for megabytes in range(300, 1_201, 100)]
MEMORY, FILES = resource.RLIMIT_AS, resource.RLIMIT_NOFILE


@pytest.fixture
def small(write_ratings):
    return write_ratings([(user, item, 1 + (user * 3 + item) % 5) for user in range(20) for item in range(2 + user)])


@pytest.fixture
def elsewhere(tmp_path):
    """A working folder of everybody."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    folder.chmod(0o777)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    return folder


@pytest.fixture
def unusable(tmp_path):
    """Paths that nobody can make a folder of, not even root."""
    (tmp_path / "file").touch()
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "TMPDIR")
    return {name: str(tmp_path / "file" / name) for name in names}


def environment(**variables):
    """Nothing but where programs are, and the variables."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}


def segscope(*arguments, before=(), limits=(), **options):
    return subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
        preexec_fn=partial(keep_to, limits),
        **options,
    )


def keep_to(limits):
    for number, limit in limits:
        resource.setrlimit(number, (limit, limit))


def assert_exported(result, folder):
    assert (result.returncode, result.stderr) == (0, b"")
    assert (folder / "manifest.json").is_file()


@needs_root
def test_an_export_needs_no_home_and_no_entry_in_the_table_of_users(small, elsewhere):
    result = segscope("export", small, "--out", "out", before=AS_A_STRANGER, cwd=elsewhere, env=environment())
    assert_exported(result, elsewhere / "out")
    assert os.listdir(elsewhere) == ["out"]


def look_and_leave(terminal):
    """See the overview and the segments of the sample, and quit."""
    terminal.wait_for("60,000")
    terminal.press("3")
    terminal.wait_for("Low Activity, Positive, Consistent")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


@needs_root
@pytest.mark.terminal
def test_nor_does_the_app(elsewhere):
    as_now = [f"{name}={value}" for name, value in environment(TERM="xterm-256color").items()]
    terminal = Terminal(["env", "-i", "-C", str(elsewhere), *as_now, *AS_A_STRANGER, *COMMAND])
    try:
        look_and_leave(terminal)
        assert not os.listdir(elsewhere)
    finally:
        terminal.close()


def test_folders_that_cannot_be_used_are_done_without(small, elsewhere, unusable):
    os.mkfifo(elsewhere / "matplotlibrc")  # whoever reads it waits for ever
    figures = ("--only", "figures")
    result = segscope("export", small, "--out", "out", *figures, cwd=elsewhere, env=environment(**unusable))
    assert_exported(result, elsewhere / "out")


def test_without_any_temporary_folder_it_says_so(small):
    for command in (("report", small), ("export", small, "--out", "out")):
        result = segscope(*command, limits=[(resource.RLIMIT_FSIZE, 0)])
        assert result.returncode == 1
        assert result.stderr == (
            b"segscope: There is no folder in which temporary files can be written. "
            b"Free disk space, or let TMPDIR name another folder.\n"
        )


def test_it_needs_no_programs_of_others(small):
    result = segscope("report", small, env=environment(PATH="/nowhere"))
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("settings", [b"nonsense: 1\nfigure.facecolor: red\nbackend: none\n", b"\xff\xfe\0", None])
def test_settings_of_matplotlib_in_the_working_folder_have_no_effect(elsewhere, settings):
    """None stands for a pipe, to which nobody writes."""
    if settings is None:
        os.mkfifo(elsewhere / "matplotlibrc")
    else:
        (elsewhere / "matplotlibrc").write_bytes(settings)
    code = "from core.export.drawing import load_matplotlib as load; load(); import matplotlib as m; "
    check = "assert m.rcParams['figure.facecolor'] == m.rcParamsDefault['figure.facecolor'] == 'white'"
    result = subprocess.run(
        [sys.executable, "-c", code + check],
        cwd=elsewhere,
        env=environment(HOME=str(elsewhere)),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("limit", [*((MEMORY, size) for size in STEPS_OF_MEMORY), (FILES, 8), (FILES, 16)], ids=str)
def test_a_limit_that_is_too_low_is_said_on_one_line(small, limit):
    result = segscope("report", small, limits=[limit])
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.startswith(b"segscope: ")
    assert b"needed, and a limit allows" in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_limit_that_is_enough_changes_nothing(small):
    free = segscope("report", small)
    assert free.returncode == 0
    limits = [(MEMORY, 1_400 << 20), (FILES, 32)]
    limited = segscope("report", small, limits=limits)
    assert (limited.returncode, limited.stdout, limited.stderr) == (0, free.stdout, b"")


def test_under_any_limit_files_are_written_and_read_or_refused_and_what_is_asked_for_is_enough(small, tmp_path):
    assert_exported(segscope("export", small, "--out", tmp_path / "before", "--only", "model"), tmp_path / "before")
    commands = [
        ("export", small, "--out", tmp_path / "out"),
        ("assign", tmp_path / "before" / "model.json", small, "--output", tmp_path / "assigned.csv"),
        ("verify", tmp_path / "before"),
    ]
    for command, size in product(commands, STEPS_OF_MEMORY):
        refused = segscope(*command, limits=[(MEMORY, size)])
        assert (refused.returncode, refused.stdout) == (1, b""), (command, size)
        asked_for = re.fullmatch(rb"segscope: .* Raise the limit: ulimit -v (\d+)\.\n", refused.stderr)
        assert asked_for, (command, size, refused.stderr)
    assert sorted(os.listdir(tmp_path)) == ["before", "ratings.csv"]
    for command in commands:
        done = segscope(*command, limits=[(MEMORY, int(asked_for[1]) << 10)])
        assert (done.returncode, done.stderr) == (0, b""), command
    assert set(os.listdir(tmp_path / "out")) == {*(file.file for file in contents.FILES), MANIFEST}
    assigned, exported = (pd.read_csv(tmp_path / name) for name in ("assigned.csv", "out/users.csv"))
    pd.testing.assert_frame_equal(assigned, exported[list(assigned)])


@pytest.mark.terminal
@pytest.mark.parametrize("kilobytes", [size >> 10 for size in STEPS_OF_MEMORY])
def test_the_app_does_not_begin_with_too_little_memory(kilobytes):
    terminal = Terminal(["sh", "-c", f'ulimit -v {kilobytes}; exec "$0" -m tui', sys.executable], columns=200)
    try:
        assert terminal.wait_for_end() == 1
        assert terminal.text().strip().startswith("segscope: ")
        assert "of address space are needed" in terminal.text()
        assert b"\x1b" not in terminal.written
    finally:
        terminal.close()


@pytest.mark.terminal
def test_the_app_runs_under_limits_that_are_enough():
    command = ["sh", "-c", 'ulimit -v 1400000; ulimit -n 32; exec "$0" -m tui', sys.executable]
    terminal = Terminal(command)
    try:
        look_and_leave(terminal)
    finally:
        terminal.close()


@pytest.mark.parametrize("kilobytes", [60_000, 350_000])
def test_a_compute_process_without_memory_gives_one_clear_message(tmp_path, monkeypatch, kilobytes):
    """With the smaller limit it cannot even begin, with the larger one it lacks memory for scikit-learn."""
    limited = tmp_path / "python"
    limited.write_text(f'#!/bin/sh\nulimit -v {kilobytes}\nexec "{sys.executable}" "$@"\n')
    limited.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(limited))
    compute = Compute()
    compute.start()
    try:
        work = compute.calling(calls.prepared, open_and_describe(sample_source()), NOTEBOOK)
        with pytest.raises(SegscopeError, match=r"not enough memory|memory may be short"):
            list(work(Job(SWEEP, lambda *_: None)))
    finally:
        compute.close()
