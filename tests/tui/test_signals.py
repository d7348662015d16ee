"""The first signal that asks for the end is heeded once; a storm of others does not cut off the clean-up."""

import os
import signal
import subprocess
import sys

import pytest

from tests.terminal import Terminal
from tests.tui.test_endings import COMMAND, PATIENCE, wait_until
from tests.tui.test_terminal import LEAVE_ALTERNATE

WHILE_IT_CLEANS_UP = """
import os, signal
from tui.signals import ending_is_noted, interrupt, received

def send_all():
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        os.kill(os.getpid(), number)

try:
    with ending_is_noted(interrupt):
        try:
            os.kill(os.getpid(), signal.SIGHUP)
        finally:
            send_all()
except KeyboardInterrupt:
    send_all()
    print("cleaned up after", received())
"""


def test_after_the_first_signal_the_others_wait():
    result = subprocess.run([sys.executable, "-c", WHILE_IT_CLEANS_UP], capture_output=True, timeout=60, check=False)
    assert result.stderr == b""
    assert result.stdout.split() == [b"cleaned", b"up", b"after", b"%d" % signal.SIGHUP]
    assert result.returncode == 0


def test_without_a_signal_everything_is_as_before():
    code = (
        "import signal; from tui.signals import ending_is_noted, interrupt\n"
        "with ending_is_noted(interrupt): pass\n"
        "assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL"
    )
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)


@pytest.mark.terminal
def test_a_storm_of_hang_ups_ends_a_report_without_a_word(tmp_path):
    (tmp_path / "private").mkdir()
    table = tmp_path / "ratings.csv"
    with table.open("w") as stream:
        stream.write("userId,movieId,rating\n")
        for user in range(2_000):
            stream.writelines(f"{user},{item},{item % 5 + 1}\n" for item in range(1_000))
    report = subprocess.Popen(
        [*COMMAND, "report", str(table)],
        env={**os.environ, "TMPDIR": str(tmp_path / "private")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: any((tmp_path / "private").glob("segscope-*")))
    storm_until_gone(report.pid, lambda: report.poll() is not None)
    out, err = report.communicate(timeout=PATIENCE)
    assert (report.returncode, out, err) == (128 + signal.SIGHUP, b"", b"")
    assert not list((tmp_path / "private").iterdir())


@pytest.mark.terminal
def test_a_storm_ends_the_app_with_the_screen_restored(tmp_path):
    (tmp_path / "private").mkdir()
    terminal = Terminal([*COMMAND, "--log", str(tmp_path / "t.log")], TMPDIR=str(tmp_path / "private"))
    try:
        terminal.wait_for("60,000")
        storm_until_gone(terminal.pid, lambda: terminal.exit_code() is not None, terminal.read_some)
        assert terminal.exit_code() == 128 + signal.SIGHUP
        assert terminal.written.count(LEAVE_ALTERNATE) == 1
        assert b"Traceback" not in terminal.written
        assert not list((tmp_path / "private").iterdir())
    finally:
        terminal.close()


def storm_until_gone(process, is_gone, meanwhile=lambda: None):
    def over():
        os.kill(process, signal.SIGHUP)
        meanwhile()
        return is_gone()

    wait_until(over)
