"""segscope in a real pseudo-terminal, from the command to q."""

import sys

import pytest

from tests.terminal import Terminal

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"

pytestmark = pytest.mark.terminal


@pytest.fixture
def segscope(tmp_path):
    terminals = []

    def start(*arguments, **options):
        command = [sys.executable, "-m", "tui", "--log", str(tmp_path / "t.log"), *map(str, arguments)]
        terminals.append(Terminal(command, **options))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def test_a_whole_visit_from_start_to_quit(segscope):
    terminal = segscope()
    terminal.wait_for("built-in sample (synthetic)")
    terminal.wait_for("60,000")
    terminal.press("3")
    terminal.wait_for("Low Activity, Positive, Consistent")
    terminal.press("+")
    terminal.wait_for("K = 5")
    terminal.press("2")
    terminal.wait_for("For and against K = 5")
    terminal.resize(80, 24)
    terminal.press("4")
    terminal.wait_for("any K is a convenience cut, and")
    terminal.press("?")
    terminal.wait_for("Help: Interpretation")
    terminal.press("\x1b")
    terminal.wait_until_gone("Help: Interpretation")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.written.count(ENTER_ALTERNATE) == terminal.written.count(LEAVE_ALTERNATE) == 1
    assert b"Traceback" not in terminal.written


def test_quitting_while_it_loads_ends_at_once(segscope):
    terminal = segscope()
    terminal.wait_for("quit")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.written.count(LEAVE_ALTERNATE) == 1


def test_a_missing_dataset_is_explained_on_the_screen(segscope, tmp_path):
    terminal = segscope(tmp_path / "nothing")
    terminal.wait_for("does not exist")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
