"""However it ends, by a signal, a closed terminal or a kill, the terminal is restored and nothing stays on disk."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.terminal import Terminal
from tests.tui.test_terminal import ENTER_ALTERNATE, LEAVE_ALTERNATE

COMMAND = [sys.executable, "-m", "tui"]
PATIENCE = 60

pytestmark = pytest.mark.terminal


@pytest.fixture
def private(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    return folder


@pytest.fixture
def in_terminal(tmp_path, private):
    terminals = []

    def start(*arguments, **environment):
        command = [*COMMAND, "--log", str(tmp_path / "t.log"), *map(str, arguments)]
        terminals.append(Terminal(command, TMPDIR=str(private), **environment))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A table that takes some seconds to count."""
    path = tmp_path_factory.mktemp("long") / "ratings.csv"
    block = "".join(f"{user},{item},{item % 5 + 1}\n" for user in range(2000) for item in range(200))
    with path.open("w") as stream:
        stream.write("userId,movieId,rating\n")
        for _ in range(40):
            stream.write(block)
    return path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_app_with_the_screen_restored(in_terminal, private, number):
    terminal = in_terminal()
    terminal.wait_for("60,000")
    assert list(private.iterdir())
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number
    assert terminal.written.count(LEAVE_ALTERNATE) == 1
    assert b"Traceback" not in terminal.written
    assert not list(private.iterdir())


@pytest.mark.parametrize("moment", ["in the first bytes", "a little later"])
def test_a_signal_while_it_starts_ends_it_without_a_word(in_terminal, private, moment):
    terminal = in_terminal()
    while ENTER_ALTERNATE not in terminal.written:
        terminal.read_some()
    if moment == "a little later":
        terminal.read_some()
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert terminal.written.count(LEAVE_ALTERNATE) == 1
    assert b"Traceback" not in terminal.written
    assert not list(private.iterdir())


def test_ctrl_c_ends_it_with_a_dialog_open(in_terminal):
    terminal = in_terminal()
    terminal.wait_for("60,000")
    terminal.press("o")
    terminal.wait_for("Open a dataset")
    terminal.press("\x03")
    assert terminal.wait_for_end() == 0


def test_a_report_that_may_outlive_its_terminal_does(private, long):
    command = ["nohup", *COMMAND, "report", str(long)]
    report = subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(private)}, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    wait_until(lambda: any(private.glob("segscope-*")))
    report.send_signal(signal.SIGHUP)
    out, _ = report.communicate(timeout=PATIENCE)
    assert report.returncode == 0
    assert b"KEY FINDINGS" in out


def test_a_signal_while_it_counts_ends_the_app_too(in_terminal, private, long):
    terminal = in_terminal(long)
    terminal.wait_for("Counting")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert not list(private.iterdir())


def test_a_closed_terminal_ends_the_app(in_terminal, private):
    terminal = in_terminal()
    terminal.wait_for("60,000")
    terminal.hang_up()
    assert terminal.wait_for_end() == 128 + signal.SIGHUP
    assert not list(private.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_a_report_and_its_temporary_files(private, long, number):
    report = subprocess.Popen(
        [*COMMAND, "report", str(long)],
        env={**os.environ, "TMPDIR": str(private)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: any(private.glob("segscope-*")))
    report.send_signal(number)
    out, err = report.communicate(timeout=PATIENCE)
    assert (report.returncode, out, err) == (128 + number, b"", b"")
    assert not list(private.iterdir())


def test_what_a_killed_run_left_behind_is_removed_at_the_next_start(private, long):
    environment = {**os.environ, "TMPDIR": str(private)}
    killed = subprocess.Popen([*COMMAND, "report", str(long)], env=environment, stdout=subprocess.DEVNULL)
    wait_until(lambda: any(private.glob("segscope-*")))
    killed.kill()
    killed.wait(PATIENCE)
    assert list(private.glob("segscope-*"))
    (private / "unrelated").mkdir()
    subprocess.run(
        COMMAND, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, timeout=PATIENCE
    )
    assert [path.name for path in private.iterdir()] == ["unrelated"]


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        os.sched_yield()


def test_without_utf8_nothing_but_ascii_is_written(in_terminal):
    terminal = in_terminal(LC_ALL="C")
    terminal.wait_for("60,000")
    for key, wanted in (
        ("2", "two crowds around them"),
        ("3", "Low Activity, Positive, Consistent"),
        ("4", "any K is a convenience cut, and"),
    ):
        terminal.press(key)
        terminal.wait_for(wanted)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.written.isascii()


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}, {"TERM": "xterm-256color", "COLORTERM": ""}],
    ids=["no colour", "16 colours", "256 colours"],
)
def test_it_runs_with_few_colours(in_terminal, environment):
    terminal = in_terminal(**environment)
    terminal.wait_for("60,000")
    terminal.press("3")
    terminal.wait_for("Low Activity, Positive, Consistent")
    assert b"38;2;" not in terminal.written or "NO_COLOR" in environment
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_a_dumb_terminal_gets_the_report(in_terminal):
    terminal = in_terminal(TERM="dumb")
    terminal.wait_for("KEY FINDINGS")
    assert terminal.wait_for_end() == 0
    assert b"\x1b" not in terminal.written


def test_resizing_at_any_moment_keeps_it_alive(in_terminal):
    terminal = in_terminal()
    sizes = [(60, 18), (300, 80), (20, 5), (80, 24), (59, 17), (200, 60)]
    for width, height in sizes:
        terminal.resize(width, height)
        terminal.read_some()
    terminal.wait_for("60,000")
    for key in "1234":
        terminal.press(key)
        for width, height in sizes:
            terminal.resize(width, height)
            terminal.read_some()
    terminal.resize(59, 17)
    terminal.wait_for("Please make the terminal at least")
    terminal.resize(300, 80)
    terminal.wait_for("any K is a convenience cut, and")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert b"Traceback" not in terminal.written
