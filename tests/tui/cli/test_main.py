"""The command line: what it prints, where, and its exit codes."""

import json
import os
import signal
import subprocess
import sys

import pytest

import core
from core.errors import SegscopeError
from tui.cli.output import write


def segscope(*arguments, **options):
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, arguments)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=120,
        check=False,
        **options,
    )


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_version():
    result = segscope("--version")
    assert (result.returncode, result.stdout.decode()) == (0, f"segscope {core.__version__}\n")


@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help")])
def test_help_goes_to_standard_output(arguments):
    result = segscope(*arguments)
    assert result.returncode == 0
    assert b"DATA" in result.stdout
    assert result.stderr == b""


def test_without_a_terminal_the_report_of_the_sample_is_printed():
    result = segscope()
    assert result.returncode == 0
    assert b"built-in sample (synthetic)" in result.stdout
    assert result.stderr == b""


def test_json_report_of_the_real_data(movielens):
    result = segscope("report", movielens, "--format", "json")
    report = json.loads(result.stdout)
    assert [segment["users"] for segment in report["segments"]] == [270, 97, 32, 211]
    assert result.stderr == b""


def test_k_and_seed_are_taken(write_ratings):
    path = write_ratings([(user, item, (user + item) % 5) for user in range(30) for item in range(2 + user % 9)])
    report = json.loads(segscope("report", path, "--format", "json", "--k", "3", "--seed", "7").stdout)
    assert (report["k"], report["seed"]) == (3, 7)


def test_the_report_goes_to_a_new_file_and_never_replaces_one(write_ratings, tmp_path):
    path = write_ratings([(1, 1, 3), (2, 1, 4), (2, 2, 5)])
    target = tmp_path / "report.md"
    assert segscope("report", path, "--format", "markdown", "--output", target).returncode == 0
    before = target.read_bytes()
    assert before.startswith(b"# ratings.csv")
    again = segscope("report", path, "--output", target)
    assert again.returncode == 1
    assert b"exists already" in again.stderr
    assert target.read_bytes() == before


@pytest.mark.parametrize("arguments", [("nowhere",), ("report", "nowhere"), ("report", "/"), ("report", os.devnull)])
def test_data_that_is_refused_is_one_line_on_standard_error_and_exit_code_1(arguments):
    result = segscope(*arguments)
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.startswith(b"segscope: ")
    assert result.stderr.count(b"\n") == 1


def test_a_k_out_of_reach_is_refused(write_ratings):
    result = segscope("report", write_ratings([(1, 1, 3), (2, 1, 4)]), "--k", "9")
    assert result.returncode == 1
    assert b"K = 9 is out of reach" in result.stderr
    assert result.stderr.endswith(b" Choose a K from 1 to 2.\n")


LIKES = b", or rating=none where each row is a like.\n"


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ((), b"). Name them: --columns user=NAME,rating=NAME" + LIKES),
        (("--columns", "user=a,rating=c"), b"). Check --columns.\n"),
        (("--columns", "user=a,rating=a"), b". Name them: --columns user=NAME,item=NAME,rating=NAME" + LIKES),
    ],
)
def test_columns_that_are_unclear_are_asked_for_by_the_flag(write_ratings, asked, remedy):
    result = segscope("report", write_ratings([(1, 1, 3), (2, 1, 4)], head="a,movieId,b,d"), *asked)
    assert result.returncode == 1
    assert result.stderr.endswith(remedy)


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    (tmp_path / "there.txt").write_text("mine")
    with pytest.raises(SegscopeError, match=r"exists already\. Name a new file with --output\."):
        write("report", tmp_path / "there.txt")
    assert (tmp_path / "there.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [("report",), ("--k", "0"), ("--k", "x"), ("--seed", "-1"), ("--preset", "best"), ("--nonsense",), ("a", "b")],
)
def test_wrong_usage_is_exit_code_2(arguments):
    result = segscope(*arguments)
    assert result.returncode == 2
    assert b"usage:" in result.stderr
    assert b"_" not in result.stderr.splitlines()[-1]


def test_the_log_goes_where_it_is_sent_in_utf8(write_ratings, tmp_path):
    log = tmp_path / "run.log"
    path = write_ratings([(1, 1, 3), (2, 1, 4)], name="tést.csv")
    segscope("report", path, "--log", log, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    text = log.read_text(encoding="utf-8")
    assert "PHASE 1: DATA LOADING AND EXPLORATION" in text
    assert "Scaled data - mean:" in text


def test_a_log_that_cannot_be_written_is_refused(write_ratings, tmp_path):
    result = segscope("report", write_ratings([(1, 1, 3)]), "--log", tmp_path)
    assert result.returncode == 1
    assert b"cannot be written" in result.stderr


def test_the_report_is_utf8_in_any_locale(write_ratings):
    path = write_ratings([(1, 1, 3), (2, 1, 4)], name="tést.csv")
    result = segscope("report", path, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    assert "tést.csv" in result.stdout.decode("utf-8")


def test_a_closed_pipe_ends_quietly(write_ratings):
    path = write_ratings([(1, 1, 3), (2, 1, 4)])
    command = f'"{sys.executable}" -m tui report "{path}" | true'
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in result.stderr


def test_ctrl_c_while_it_counts_is_exit_code_130(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as stream:
        stream.write("userId,movieId,rating\n")
        for user in range(2_000):
            stream.writelines(f"{user},{item},3\n" for item in range(1_000))
    log = tmp_path / "run.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "report", path, "--log", log], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not (log.exists() and "PHASE 1" in log.read_text()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_standard_output_is_said_on_one_line(write_ratings):
    path = write_ratings([(1, 1, 3), (2, 1, 4)])
    command = f'"{sys.executable}" -m tui report "{path}" > /dev/full'
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1
    assert b"cannot be written" in result.stderr


@pytest.mark.parametrize(("word", "meant"), [("repot", "report"), ("Export", "export"), ("asign", "assign")])
def test_a_slip_of_a_command_is_said_with_the_command_that_is_meant(tmp_path, word, meant):
    for arguments in ([word], [word, "ratings.csv"]):
        result = segscope(*arguments, cwd=tmp_path)
        assert result.returncode == 2
        last = result.stderr.decode().splitlines()[-1]
        assert last == f"segscope: error: {word} is no command, and there is no such file; did you mean {meant}?"


def test_a_file_that_is_called_like_a_slip_is_opened(tmp_path):
    (tmp_path / "repot").mkdir()
    result = segscope("repot", cwd=tmp_path)
    assert result.returncode == 1
    assert b"is no command" not in result.stderr


def test_another_word_before_data_is_no_command(tmp_path):
    result = segscope("show", "ratings.csv", cwd=tmp_path)
    assert result.returncode == 2
    assert b"show is no command, and there is no such file; the commands are report, export, assign" in result.stderr
