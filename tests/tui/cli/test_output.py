"""Where results go: what is in the way is said before anything is read, and nothing is written through links."""

import os
import signal
import subprocess
import sys

import pytest

from core.export.verifying import verify
from tests.conftest import ROOT
from tui.cli.main import main

pytestmark = pytest.mark.usefixtures("own_log")

COMMANDS = [("report", "nowhere"), ("assign", "nowhere", "nowhere")]
"""What would read something that is not there."""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_there_is_named_before_anything_is_read(tmp_path, capsys, command):
    (tmp_path / "there").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "dangling"):
        assert main([*command, "--output", str(tmp_path / name)]) == 1
        said = f"segscope: {tmp_path / name} exists already. Name a new file with --output.\n"
        assert capsys.readouterr().err == said
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_told_from_a_file_that_is_there(tmp_path, capsys, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    for folder in (".", str(tmp_path)):
        assert main([*command, "--output", folder]) == 1
        assert capsys.readouterr().err == f"segscope: {folder} is a folder. Name a new file in it with --output.\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_does_not_exist_is_named_before_anything_is_read(tmp_path, capsys, command):
    (tmp_path / "file").write_text("")
    for folder in ("no", "file"):
        target = tmp_path / folder / "report.md"
        assert main([*command, "--output", str(target)]) == 1
        said = f"segscope: The folder of {target} does not exist. Make it, or choose another --output.\n"
        assert capsys.readouterr().err == said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_cannot_be_written_is_named_before_anything_is_read(tmp_path, capsys, monkeypatch, command):
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert main([*command, "--output", str(tmp_path / "a")]) == 1
    assert capsys.readouterr().err.endswith("/a cannot be written. Choose another --output.\n")
    assert main(["export", "nowhere", "--out", str(tmp_path / "a" / "b")]) == 1
    assert capsys.readouterr().err.endswith(f"{tmp_path} cannot be written. Choose another folder.\n")


def test_an_export_names_what_is_in_its_way_before_anything_is_read(tmp_path, capsys):
    (tmp_path / "users.csv").write_text("mine")
    assert main(["export", "nowhere", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"segscope: {tmp_path} holds users.csv already. --overwrite replaces them.\n"
    assert main(["export", "nowhere", "--out", str(tmp_path / "users.csv" / "folder"), "--overwrite"]) == 1
    assert "users.csv is not a folder" in capsys.readouterr().err
    assert (tmp_path / "users.csv").read_text() == "mine"


KILLED = """
import os, signal, sys
from tui.cli.main import main
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
main(["report", sys.argv[1], "--output", sys.argv[2]])
"""


def test_a_report_that_is_killed_while_it_writes_leaves_nothing_there(write_ratings, tmp_path):
    data = write_ratings([(user, item, (user + item) % 5) for user in range(9) for item in range(2 + user)])
    out = tmp_path / "out"
    out.mkdir()
    try:
        os.close(os.open(out, os.O_WRONLY | os.O_TMPFILE, 0o600))
    except (AttributeError, OSError):
        pytest.skip("there are no files without a name here")
    command = [sys.executable, "-c", KILLED, str(data), str(out / "report.md")]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
    assert not list(out.iterdir())


def test_links_at_names_that_partial_files_had_are_left_alone(write_ratings, tmp_path, capsys):
    data = write_ratings([(user, item, (user + item) % 5) for user in range(9) for item in range(2 + user)])
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_text("precious")
    for name in ("summary.txt", "manifest.json", "report.md"):
        (out / f".{name}.segscope-part").symlink_to(tmp_path / "precious")
    assert main(["report", str(data), "--output", str(out / "report.md")]) == 0
    assert main(["export", str(data), "--out", str(out), "--only", "summary"]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "precious").read_text() == "precious"
    assert (out / "report.md").read_text().startswith("ratings.csv")


def test_of_two_exports_at_once_one_waits_its_turn_or_is_refused_and_the_manifest_holds(write_ratings, tmp_path):
    data = write_ratings([(user, item, (user * item) % 5) for user in range(60) for item in range(2 + user % 19)])
    command = [sys.executable, "-m", "tui", "export", str(data), "--out", str(tmp_path / "out"), "--overwrite"]
    running = [
        subprocess.Popen(
            [*command, "--only", "users,segments,sweep,report", "--k", k], cwd=ROOT, stderr=subprocess.PIPE
        )
        for k in ("3", "4")
    ]
    said = [process.communicate(timeout=60)[1] for process in running]
    ended = [process.returncode for process in running]
    assert ended in ([0, 0], [0, 1], [1, 0])
    for code, text in zip(ended, said, strict=True):
        assert (b"Another export into" in text) == (code == 1)
    found = verify(tmp_path / "out")
    assert (len(found.whole), found.holds, found.foreign) == (6, True, ())
