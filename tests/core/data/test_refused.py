"""What is refused: tables that are none, and files that change or cannot be read."""

import gzip
import os
import random
import socket

import duckdb
import pytest

from core.data.opening import open_dataset
from core.engine.duckdb import sql
from core.errors import EngineError, SegscopeError, UnreadableDatasetError
from core.sources import plain
from tests.core.data.tables import GOOD, HEAD, written


def zeros(folder):
    return written(folder, bytes(5000), "zeros.csv")


def picture(folder):
    return written(folder, b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(20_000), "picture.csv")


def truncated_gzip(folder):
    data = gzip.compress((HEAD + "".join(f"{n},{n % 9},3,{n * n}\n" for n in range(200_000))).encode())
    return written(folder, data[: len(data) // 2], "ratings.csv.gz")


def truncated_parquet(folder):
    path = folder / "r.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT range AS user, range AS item, 3.0 AS rating FROM range(5000)) TO '{path}' (FORMAT parquet)"
        )
    return written(folder, path.read_bytes()[:-40], "r.parquet")


def pipe(folder):
    path = folder / "pipe.csv"
    os.mkfifo(path)
    return path


def unix_socket(folder):
    path = folder / "s.csv"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))
    return path


def loop(folder):
    path = folder / "loop.csv"
    path.symlink_to(path)
    return path


REFUSED = {
    "missing": (lambda folder: folder / "nowhere.csv", "does not exist"),
    "path with NUL": (lambda folder: folder / "nul\0", "cannot be opened|does not exist"),
    "endless path": (lambda folder: folder / ("x" * 5000), "cannot be opened"),
    "empty": (lambda folder: written(folder, ""), "is empty"),
    "blank lines": (lambda folder: written(folder, "\n\n \n"), "no lines of text"),
    "header only": (lambda folder: written(folder, HEAD), "header but no ratings"),
    "no usable columns": (lambda folder: written(folder, "a,b\n1,2\n"), "no clear column for the user"),
    "nothing left": (lambda folder: written(folder, HEAD + "1,1,x,1\n,1,2,3\n"), "no usable rating .*missing user: 1"),
    "picture": (picture, "is not text"),
    "gzip named csv": (
        lambda folder: written(folder, gzip.compress(GOOD.encode())),
        "is not text but a gzip file. Rename it, to end in .gz",
    ),
    "json named csv": (lambda folder: written(folder, '{"user": 1, "item": 2, "rating": 3}\n'), "looks like JSON"),
    "zeros": (zeros, "is not text"),
    "fake gzip": (
        lambda folder: written(folder, HEAD + GOOD, "r.csv.gz"),
        "r.csv.gz is damaged",
    ),
    "truncated gzip": (truncated_gzip, "cannot be read|is damaged"),
    "fake zip": (lambda folder: written(folder, HEAD + GOOD, "r.zip"), "r.zip is damaged"),
    "fake parquet": (lambda folder: written(folder, HEAD + GOOD, "r.parquet"), "r.parquet is damaged"),
    "truncated parquet": (truncated_parquet, "r.parquet is damaged"),
    "malformed json": (lambda folder: written(folder, '[{"user": 1, "item": 2, "rating": 3}, {', "r.json"), "JSON"),
    "json without objects": (lambda folder: written(folder, "[1, 2, 3]", "r.json"), "holds no JSON objects"),
    "deep json": (lambda folder: written(folder, "[" * 100_000, "r.json"), "holds no JSON objects"),
    "pipe": (pipe, "is a pipe or a device"),
    "device": (lambda folder: "/dev/null", "is a pipe or a device"),
    "socket": (unix_socket, "is a pipe or a device"),
    "loop of links": (loop, "cannot be opened"),
    "other file": (lambda folder: written(folder, "x", "report.pdf"), "is not a table of ratings, by its name"),
    "folder without tables": (lambda folder: folder, "holds no table of ratings"),
    "one endless line": (
        lambda folder: written(folder, "1,2,3," * 600_000),
        "no line that ends within its first",
    ),
    "one endless quote": (
        lambda folder: written(folder, HEAD + '1,"2' + ",3.0,5\n" * 500_000),
        "a quote that is not closed",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_dataset_is_refused_in_one_line_that_says_what_to_do(tmp_path, monkeypatch, name):
    private = tmp_path / "private"
    private.mkdir()
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.chdir(data)
    monkeypatch.setattr("tempfile.tempdir", str(private))
    make, says = REFUSED[name]
    with pytest.raises(SegscopeError, match=says) as caught:
        open_dataset(make(data))
    assert "\n" not in str(caught.value)
    assert str(caught.value.remedy).endswith(".")
    assert len(str(caught.value)) < 500
    assert not list(private.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path):
    path = written(tmp_path, HEAD + GOOD)
    path.chmod(0)
    with pytest.raises(UnreadableDatasetError, match="cannot be read"):
        open_dataset(path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + GOOD)

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("core.sources.text_files._without_waiting", denied)
    with pytest.raises(UnreadableDatasetError, match=r"cannot be read \(Permission denied\)"):
        open_dataset(path)


def test_a_file_that_shrinks_while_it_is_copied_is_refused(tmp_path, monkeypatch):
    written(tmp_path, (HEAD + "1,é,3.0,5\n" * 400_000).encode("latin-1"))
    chunks = plain._chunks

    def shrink_then_read(path):
        os.truncate(path, 5000)
        return chunks(path)

    monkeypatch.setattr(plain, "_chunks", shrink_then_read)
    with pytest.raises(UnreadableDatasetError, match="changed while it was read"):
        open_dataset(tmp_path)


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path, monkeypatch):
    def denied(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", denied)
    with pytest.raises(UnreadableDatasetError, match=r"cannot be listed \(Permission denied\)"):
        open_dataset(tmp_path)


def test_without_room_for_temporary_files_there_is_one_clear_message(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.mkdir", full)
    with pytest.raises(EngineError, match=r"no room for temporary files .*No space left"):
        open_dataset(written(tmp_path, HEAD + GOOD))


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + "1,10,3.0,5\n" * 400_000)
    tally = sql.tally

    def shrink_then_tally(*arguments):
        os.truncate(path, 5000)
        return tally(*arguments)

    monkeypatch.setattr(sql, "tally", shrink_then_tally)
    with pytest.raises(UnreadableDatasetError, match=r"changed while it was read|cannot be read"):
        open_dataset(path)
