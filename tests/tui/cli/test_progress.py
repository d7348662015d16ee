"""Progress on the command line: one line on a terminal, written over and gone in the end; nothing elsewhere."""

import io
import shlex
import signal
import sys

import pytest

from core.progress import Progress
from tests.terminal import Terminal
from tui.cli.progress import ProgressLine, progress_line


@pytest.mark.parametrize(
    ("progress", "left", "columns", "line"),
    [
        (Progress("Looking at the file"), "", 79, "Looking at the file"),
        (Progress("Fitting K = 5", 0.25), "", 79, "Fitting K = 5   25%"),
        (Progress("Fitting K = 5", 1.0), "", 79, "Fitting K = 5  100%"),
        (Progress("Fitting K = 5", 0.25), "3 s left", 79, "Fitting K = 5   25%  3 s left"),
        (Progress("Counting ratings-of-2019.csv", 0.25), "3 s left", 35, "Counting ratings-o…   25%  3 s left"),
        (Progress("Counting ratings-of-2019.csv", 0.25), "3 s left", 24, "Counting ratings-…   25%"),
        (Progress("Counting ratings-of-2019.csv", 0.25), "3 s left", 10, "Counting…"),
        (Progress("Counting 評価評価評価評価.csv", 0.25), "", 24, "Counting 評価評価…   25%"),
        (Progress("Counting a\x1b[31mb", 0.25), "", 79, "Counting a␛[31mb   25%"),
        (Progress("Counting", 0.25), "3 s left", 1, "…"),
        (Progress("Counting", 0.25), "3 s left", 0, ""),
    ],
)
def test_the_line_holds_what_there_is_room_for(progress, left, columns, line):
    assert progress_line(progress, left, columns) == line


def drawn_by(reports):
    """What is written for (second, task, share)."""
    stream, times = io.StringIO(), iter([*(second for second, *_ in reports), 1000])
    line = ProgressLine(stream, lambda: next(times))
    for _, task, share in reports:
        line.report(Progress(task, share))
    line.end()
    line.report(Progress("too late"))
    return stream.getvalue().split("\r")[1:]


def test_frequent_reports_of_one_task_are_thinned_out_and_another_task_is_not():
    drawn = drawn_by([(0, "a", 0.1), (0.05, "a", 0.2), (0.11, "a", 0.3), (0.12, "b", 0.4), (0.15, "b", 0.5)])
    assert [text.strip() for text in drawn] == ["a   10%", "a   30%", "b   40%", "", ""]


def test_each_text_covers_the_one_before_and_nothing_stays():
    drawn = drawn_by([(0, "a longer one", 0.1), (0.5, "short", 0.2)])
    assert drawn == ["a longer one   10%", "short   20%       ", " " * 79, ""]


@pytest.fixture
def in_terminal(tmp_path):
    terminals = []

    def start(*arguments, shell="", **options):
        command = [sys.executable, "-m", "tui", *map(str, arguments), "--log", str(tmp_path / "t.log")]
        options = {"LC_ALL": "C.UTF-8", **options}
        terminals.append(Terminal(["sh", "-c", f"exec {shlex.join(command)} {shell}"], **options))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def many(write_ratings):
    """Users that take some seconds to resample."""
    return write_ratings([(user, item, (user * item) % 5 + 1) for user in range(3000) for item in range(1 + user % 9)])


@pytest.fixture
def few(write_ratings):
    """A table that is done in no time, and has to be converted first, which is always told."""
    rows = [(user, f"é{item}", (user + item) % 5) for user in range(30) for item in range(2 + user % 9)]
    return write_ratings(rows, name="fêw.csv", encoding="latin-1")


@pytest.mark.terminal
def test_a_terminal_sees_the_time_left_on_one_line_and_ctrl_c_takes_the_line_away(in_terminal, many):
    terminal = in_terminal("report", many, "--evidence", "full")
    terminal.wait_for(" s left")
    [line] = [line for line in terminal.screen.display if line.strip()]
    assert "K = " in line
    assert "%" in line
    terminal.press("\x03")
    assert terminal.wait_for_end() == 128 + signal.SIGINT
    assert terminal.text().strip() == ""


@pytest.mark.terminal
def test_nothing_of_it_is_left_when_the_work_is_done(in_terminal, few, tmp_path):
    model, assigned = tmp_path / "out" / "model.json", tmp_path / "assigned.csv"
    for asked, said in (
        (("export", few, "--out", model.parent, "--only", "model"), b"Writing model.json"),
        (("assign", model, few, "--output", assigned), "Reading fêw.csv as latin-1".encode()),
    ):
        terminal = in_terminal(*asked, shell=">/dev/null")
        assert terminal.wait_for_end() == 0
        assert said in terminal.written
        assert terminal.text().strip() == ""


@pytest.mark.terminal
def test_a_message_stands_alone_on_its_line(in_terminal, write_ratings):
    half = write_ratings([(user, "é", "much" if user % 3 else 4) for user in range(30)], encoding="latin-1")
    terminal = in_terminal("report", half, "--evidence", "none", columns=160, shell=">/dev/null")
    assert terminal.wait_for_end() == 0
    assert b"Reading ratings.csv" in terminal.written
    [line] = [line.rstrip() for line in terminal.screen.display if line.strip()]
    assert line.startswith("segscope: warning: 20 of 30 rows left out")


@pytest.mark.terminal
def test_an_ascii_terminal_gets_ascii(in_terminal, few):
    terminal = in_terminal("report", few, "--evidence", "none", shell=">/dev/null", LC_ALL="C", LANG="C")
    assert terminal.wait_for_end() == 0
    assert b"Reading few.csv as latin-1" in terminal.written
    assert b"Fitting K = 4" in terminal.written
    assert terminal.written.isascii()


@pytest.mark.terminal
def test_a_terminal_that_cannot_move_its_cursor_sees_none(in_terminal, few):
    terminal = in_terminal("report", few, "--evidence", "none", shell=">/dev/null", TERM="dumb")
    assert terminal.wait_for_end() == 0
    assert terminal.written == b""
