"""A single new file: whole or not at all, and never through a link."""

import os

import pytest

from core.errors import ExportError
from core.export.writing import write_new_file
from tests.core.export.faults import counted_calls, failing


def test_a_new_file_holds_what_was_written_and_nothing_else_stays(tmp_path):
    write_new_file(tmp_path / "report.md", b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.md", b"whole")]
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "report.md").stat().st_mode & 0o777 == 0o666 & ~umask


def test_each_call_that_fails_once_leaves_the_whole_file_or_none(tmp_path):
    with counted_calls(lambda number: None) as made:
        write_new_file(tmp_path / "counted", b"whole")
    assert made[:4] == ["open", "write", "fsync", "close"]
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


def test_names_of_partial_files_cannot_be_foreseen_and_links_there_are_not_followed(tmp_path, monkeypatch):
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


def test_a_file_that_appears_meanwhile_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda descriptor: (tmp_path / "a").write_text("theirs"))
    with pytest.raises(ExportError, match="is there already"):
        write_new_file(tmp_path / "a", b"new")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


def test_where_there_are_no_links_a_file_is_renamed_and_still_replaces_nothing(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    write_new_file(tmp_path / "a", b"new")
    with pytest.raises(ExportError, match="is there already"):
        write_new_file(tmp_path / "a", b"newer")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]
