"""A single new file: whole or not at all, and never through a link."""

import os
import subprocess
import sys

import pytest

from core.errors import ExportError
from core.export import writing
from core.export.writing import write_new_file
from tests.conftest import ROOT
from tests.core.export.faults import counted_calls, failing


@pytest.fixture
def nameless(tmp_path):
    """Skips where the file system has no files without a name."""
    try:
        os.close(os.open(tmp_path, os.O_WRONLY | os.O_TMPFILE, 0o600))
    except (AttributeError, OSError):
        pytest.skip("there are no files without a name here")


@pytest.fixture(params=["nameless", "named"])
def way(request, monkeypatch):
    """A file system with files that have no name yet, or one without."""
    if request.param == "named":
        monkeypatch.setattr(writing, "_NAMELESS", 0)
    else:
        request.getfixturevalue("nameless")


def save(folder):
    write_new_file(folder / "report.md", b"whole")


def test_a_new_file_holds_what_was_written_and_nothing_else_stays(tmp_path, way):
    write_new_file(tmp_path / "report.md", b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.md", b"whole")]
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "report.md").stat().st_mode & 0o777 == 0o666 & ~umask


def test_each_call_that_fails_once_leaves_the_whole_file_or_none(tmp_path, way):
    with counted_calls(lambda number: None) as made:
        write_new_file(tmp_path / "counted", b"whole")
    assert made[:3] == ["open", "write", "fsync"]
    assert {"link", "close"} < set(made)
    for number in range(1, 1 + len(made)):
        folder = tmp_path / f"folder-{number}"
        folder.mkdir()
        with counted_calls(failing(number)):
            try:
                write_new_file(folder / "a", b"whole")
                is_refused = False
            except ExportError:
                is_refused = True
        there = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert there in ({}, {"a": b"whole"}), number
        assert is_refused or there, number


def test_a_kill_at_any_call_leaves_the_whole_file_or_nothing_at_all(tmp_path, nameless):
    program = (
        "import sys; from pathlib import Path; from tests.core.export.test_writing import save; "
        "from tests.core.export.faults import kill_at_each_call; "
        "print(kill_at_each_call(Path(sys.argv[1]), Path.mkdir, save))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    killed = int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout)
    left = [
        {path.name: path.read_bytes() for path in (tmp_path / str(number)).iterdir()} for number in range(1, 1 + killed)
    ]
    assert left == sorted(left, key=len)
    assert {} in left
    assert {"report.md": b"whole"} in left
    assert all(there in ({}, {"report.md": b"whole"}) for there in left)


def test_where_a_file_without_a_name_cannot_get_one_it_is_written_under_another(tmp_path, nameless, monkeypatch):
    link = os.link

    def without_proc(source, *arguments, **options):
        if str(source).startswith("/proc/"):
            raise FileNotFoundError(2, "No such file or directory")
        link(source, *arguments, **options)

    monkeypatch.setattr("os.link", without_proc)
    save(tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.md", b"whole")]


def test_a_link_that_is_planted_meanwhile_is_not_followed(tmp_path, way, monkeypatch):
    (tmp_path / "precious").write_text("precious")

    def plant(descriptor):
        (tmp_path / "report.md").symlink_to(tmp_path / "precious")

    monkeypatch.setattr("os.fsync", plant)
    with pytest.raises(ExportError, match="is there already"):
        save(tmp_path)
    assert (tmp_path / "report.md").is_symlink()
    assert (tmp_path / "precious").read_text() == "precious"
    assert len(list(tmp_path.iterdir())) == 2


def test_names_of_partial_files_cannot_be_foreseen_and_links_there_are_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_NAMELESS", 0)
    (tmp_path / "precious").write_text("precious")
    names = []
    opened = os.open

    def plant(path, flags, *arguments, **options):
        if flags & os.O_CREAT:
            names.append(os.path.basename(path))
            os.symlink(tmp_path / "precious", path)
        return opened(path, flags, *arguments, **options)

    monkeypatch.setattr("os.open", plant)
    for _ in range(2):
        with pytest.raises(ExportError):
            write_new_file(tmp_path / "report.md", b"new")
    assert names[0] != names[1]
    assert (tmp_path / "precious").read_text() == "precious"
    assert not (tmp_path / "report.md").exists()


def test_a_file_that_appears_meanwhile_is_kept(tmp_path, way, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda descriptor: (tmp_path / "a").write_text("theirs"))
    with pytest.raises(ExportError, match="is there already"):
        write_new_file(tmp_path / "a", b"new")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


def test_where_there_are_no_links_a_file_is_renamed_and_still_replaces_nothing(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    write_new_file(tmp_path / "a", b"new")
    with pytest.raises(ExportError, match="is there already"):
        write_new_file(tmp_path / "a", b"newer")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]
