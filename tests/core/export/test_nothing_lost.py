"""Exports appear whole or not at all, replace nothing unasked, and leave nothing half done."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import ExportError
from core.export import table_files
from core.export.contents import FILES
from core.export.files import MANIFEST, export
from core.export.verifying import verify


@pytest.mark.parametrize("name", ["users.csv", MANIFEST])
def test_what_is_there_is_not_replaced_unasked(analysis, tmp_path, name):
    (tmp_path / name).write_text("precious")
    with pytest.raises(ExportError, match=f"holds {name} already"):
        export(analysis, tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["precious"]


def test_a_dangling_link_is_not_written_through(analysis, tmp_path):
    (tmp_path / "users.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExportError, match=r"holds users\.csv already"):
        export(analysis, tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_what_may_be_replaced_is_replaced(analysis, tmp_path):
    (tmp_path / "users.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    export(analysis, tmp_path, ["users"], overwrite=True)
    assert (tmp_path / "users.csv").read_text().startswith("user,num_ratings")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_file_that_appears_while_others_are_written_stays_and_nothing_changes(analysis, tmp_path):
    def appear(progress):
        (tmp_path / "summary.txt").write_text("theirs")

    with pytest.raises(ExportError, match=r"holds summary\.txt already"):
        export(analysis, tmp_path, ["summary", "log"], progress=appear)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("summary.txt", "theirs")]


def test_a_disk_that_is_full_leaves_the_old_files_and_is_named(analysis, tmp_path, monkeypatch):
    export(analysis, tmp_path, ["users", "sweep"])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(table, path):
        path.write_text("half a fi")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table_files, "write_csv", full)
    with pytest.raises(
        ExportError, match=r"users\.csv cannot be written \(No space left on device\)\. Free disk space"
    ):
        export(analysis, tmp_path, ["users", "sweep"], overwrite=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize(("limit", "failed"), [(1_000, "users.csv"), (300_000, "cluster_visualization.png")])
def test_a_disk_that_takes_no_more_gets_nothing(tmp_path, limit, failed):
    """The operating system refuses every byte of a file beyond the limit, to whoever writes it."""
    program = f"""
import resource
from core.analysis import analyse
from core.errors import ExportError
from core.export.files import Path, export
from core.sources.sample import sample_source
analysis = analyse(sample_source())
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    export(analysis, Path({str(tmp_path / "out")!r}))
except ExportError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert f"{failed} cannot be written (File too large)" in ended.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder here that nobody can write to")
def test_a_folder_that_cannot_be_written_is_named(analysis):
    with pytest.raises(ExportError, match=r"/proc/self cannot be written"):
        export(analysis, Path("/proc/self"))


def test_a_folder_that_vanishes_meanwhile_is_named(analysis, tmp_path, monkeypatch):
    write = table_files.write_csv

    def write_and_lose_the_folder(table, path):
        write(table, path)
        shutil.rmtree(path.parent)

    monkeypatch.setattr(table_files, "write_csv", write_and_lose_the_folder)
    with pytest.raises(ExportError, match=r"users\.csv cannot be written"):
        export(analysis, tmp_path / "gone")


def test_a_folder_that_is_a_file_is_refused(analysis, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot be made"):
        export(analysis, tmp_path / "file" / "folder")


KILLED = """
import os, signal, sys
from pathlib import Path
from core.analysis import analyse
from core.export import files
from core.sources.sample import sample_source
left, call = int(sys.argv[2]), getattr(os, sys.argv[3])
def killed(*arguments, **options):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **options)
setattr(os, sys.argv[3], killed)
files.export(analyse(sample_source(), k=5), Path(sys.argv[1]), overwrite=sys.argv[3] == "replace")
"""


def export_killed(folder, number, call):
    """An export in a process that kills itself before a call of the operating system, counted by its name."""
    command = [sys.executable, "-c", KILLED, str(folder), str(number), call]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL


def test_a_first_export_that_was_killed_midway_can_be_repeated(analysis, tmp_path):
    export_killed(tmp_path, 5, "fsync")
    assert [path.name.rpartition("-")[0] for path in tmp_path.iterdir()] == [".segscope-export"]
    export(analysis, tmp_path, ["users"])
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "users.csv", "users.parquet"]


def test_an_export_that_was_killed_while_it_replaced_another_is_completed(exported, tmp_path):
    shutil.copytree(exported, tmp_path / "out")
    export_killed(tmp_path / "out", 10, "replace")
    assert (tmp_path / "out" / "users.csv").read_bytes() != (exported / "users.csv").read_bytes()
    assert (tmp_path / "out" / MANIFEST).read_bytes() == (exported / MANIFEST).read_bytes()
    found = verify(tmp_path / "out")
    assert (found.whole, found.holds, found.foreign) == (tuple(file.file for file in FILES), True, ())
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["settings"]["k"] == 5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in exported.iterdir()
    )
