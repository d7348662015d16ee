"""A stop from outside and Ctrl+Z: the terminal is whole again afterwards, and the very next key counts."""

import os
import signal
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tui.test_endings import COMMAND, wait_until
from tests.tui.test_terminal import ENTER_ALTERNATE, LEAVE_ALTERNATE

pytestmark = pytest.mark.terminal

TYPED = "abcdefghijklmnopqrst"
CTRL_Z = "\x1a"


@pytest.fixture
def started(tmp_path):
    """Starts a program in a terminal, with a log and a private folder of its own."""
    terminals = []

    def start(*command):
        (tmp_path / "private").mkdir()
        environment = {"XDG_STATE_HOME": str(tmp_path / "state"), "TMPDIR": str(tmp_path / "private")}
        terminals.append(Terminal([*command], **environment))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def in_shell(started):
    """segscope as a job of a shell that has Ctrl+Z and fg."""
    terminal = started("bash", "--norc", "--noprofile", "-i")
    terminal.press("PS1='shell'\"> \"\n")
    terminal.wait_for("shell> ")
    terminal.press(" ".join(COMMAND) + "\n")
    terminal.wait_for("60,000")
    return terminal


def test_after_a_stop_from_outside_the_screen_is_whole(started):
    terminal = started(*COMMAND)
    terminal.wait_for("60,000")
    terminal.press("3")
    terminal.wait_for("Low Activity, Positive, Consistent")
    for _ in range(2):
        stop(terminal)
        terminal.screen.reset()
        os.killpg(terminal.pid, signal.SIGCONT)
        terminal.wait_for("Low Activity, Positive, Consistent")
    terminal.press("+")
    terminal.wait_for("K = 5")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_no_key_is_lost_that_is_pressed_while_it_goes_on_after_a_stop(started):
    terminal = started(*COMMAND)
    terminal.wait_for("60,000")
    terminal.press("/")
    terminal.wait_for("Find a user")
    stop(terminal)
    terminal.screen.reset()
    os.killpg(terminal.pid, signal.SIGCONT)
    for key in TYPED:
        terminal.press(key)
        terminal.read_some()
    terminal.wait_for(TYPED)


def test_signals_that_come_while_it_paints_do_not_bring_it_to_a_halt(started):
    terminal = started(*COMMAND)
    terminal.wait_for("60,000")
    for _ in range(12):
        terminal.press("34")
        for _ in range(10):
            os.kill(terminal.pid, signal.SIGCONT)
            terminal.read_some()
    terminal.press("?")
    terminal.wait_for("Help: Interpretation")


def test_in_the_background_it_leaves_the_terminal_alone_until_it_is_fetched(in_shell):
    in_shell.press(CTRL_Z)
    in_shell.wait_for("Stopped")
    entered = in_shell.written.count(ENTER_ALTERNATE)
    in_shell.press("bg\necho still\\ here\n")
    in_shell.wait_for("still here")
    in_shell.wait_for("shell> ")
    assert in_shell.written.count(ENTER_ALTERNATE) == entered
    in_shell.press("fg\n4")
    in_shell.wait_for("any K is a convenience cut, and")
    in_shell.press("q")
    in_shell.wait_for("shell> ")


def test_ctrl_z_leads_to_the_shell_and_after_fg_the_very_next_key_counts(in_shell):
    entered = in_shell.written.count(ENTER_ALTERNATE)
    in_shell.press(CTRL_Z)
    in_shell.wait_for("Stopped")
    assert in_shell.written.count(LEAVE_ALTERNATE) == entered
    in_shell.press("fg\n3")
    in_shell.wait_for("std dev by average rating")
    in_shell.press("q")
    in_shell.wait_for("shell> ")
    assert in_shell.written.count(ENTER_ALTERNATE) == in_shell.written.count(LEAVE_ALTERNATE) == entered + 1


def test_without_a_shell_ctrl_z_stops_nothing(started):
    terminal = started(*COMMAND)
    terminal.wait_for("60,000")
    terminal.press(CTRL_Z)
    wait_until(lambda: terminal.read_some() and terminal.written.count(ENTER_ALTERNATE) == 2)
    terminal.press("3")
    terminal.wait_for("std dev by average rating")


def stop(terminal):
    """Stop the whole group of the program, as a shell or an administrator would."""
    os.killpg(terminal.pid, signal.SIGSTOP)
    wait_until(lambda: state_of(terminal.pid) == "T")
    while terminal.read_some():
        pass


def state_of(pid):
    """The state of a process in one letter: T where it is stopped."""
    return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
