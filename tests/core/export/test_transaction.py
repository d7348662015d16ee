"""Files that change together: after any fault, and after a kill at any point, the old or the new set is there."""

import json
import os
import subprocess
import sys

import pytest

from core.errors import Cancelled, ExportError
from core.export.manifest import MANIFEST, Run, entry_of, to_json
from core.export.transaction import alone_in, write_together
from core.export.verifying import verify
from core.export.writing import write_new
from tests.conftest import ROOT
from tests.core.export.faults import counted_calls, failing


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """Flushes are counted, and may fail, but no power is cut here: nobody need wait for a disk."""
    monkeypatch.setattr("os.fsync", no_flush)


def no_flush(descriptor):
    """Return at once."""


NAMES = ("a.csv", "b.csv", "c.csv")
RUN = Run("0", "now", "toy", {})


def save(folder, text, overwrite=True, **options):
    """An export in small: cheap files that hold a text, and their manifest."""

    def manifest(path):
        entries = [entry_of(path.with_name(name), RUN) for name in NAMES]
        write_new(path, to_json(entries, RUN).encode())

    writers = {name: lambda path: write_new(path, text) for name in NAMES} | {MANIFEST: manifest}
    with alone_in(folder):
        write_together(folder, writers, writers if overwrite else (), **options)


def save_old(folder):
    folder.mkdir(exist_ok=True)
    save(folder, b"old")


def save_new(folder):
    save(folder, b"new")


def save_first(folder):
    save(folder, b"new", overwrite=False)


def texts(folder):
    """What is in the files of a folder, all of which its manifest names, once an interruption is settled."""
    found = verify(folder)
    assert found.holds
    assert not found.foreign
    assert {path.name for path in folder.iterdir()} == {*NAMES, MANIFEST}
    return {(folder / name).read_bytes() for name in NAMES}


def is_empty(folder):
    """Whether nothing is left in a folder, once an interruption is settled."""
    with alone_in(folder):
        return not list(folder.iterdir())


def number_of_calls(folder, work):
    with counted_calls(lambda number: None) as made:
        work(folder)
    assert {"write", "fsync", "close", "mkdir", "unlink", "rmdir"} < set(made)
    return len(made)


def fails_at(number, folder, work):
    with counted_calls(failing(number)):
        try:
            work(folder)
        except ExportError:
            return True
    return False


def test_each_call_that_fails_once_leaves_the_old_set_or_the_new_one(tmp_path):
    save_old(tmp_path / "counted")
    left = set()
    for number in range(1, 1 + number_of_calls(tmp_path / "counted", save_new)):
        folder = tmp_path / str(number)
        save_old(folder)
        has_failed = fails_at(number, folder, save_new)
        [text] = texts(folder)
        assert has_failed or text == b"new", number
        left.add((has_failed, text))
    assert left == {(True, b"old"), (True, b"new"), (False, b"new")}


def test_each_call_of_a_first_export_that_fails_once_leaves_everything_or_nothing(tmp_path):
    (tmp_path / "counted").mkdir()
    for number in range(1, 1 + number_of_calls(tmp_path / "counted", save_first)):
        folder = tmp_path / str(number)
        folder.mkdir()
        if fails_at(number, folder, save_first) and is_empty(folder):
            save_first(folder)
        assert texts(folder) == {b"new"}, number


def killed_at_each_call(root, prepare, work):
    program = (
        "import sys; from pathlib import Path; from tests.core.export.test_transaction import *; "
        "from tests.core.export.faults import kill_at_each_call; os.fsync = no_flush; "
        f"print(kill_at_each_call(Path(sys.argv[1]), {prepare}, {work}))"
    )
    command = [sys.executable, "-c", program, str(root)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return range(1, 1 + int(ended.stdout))


def test_a_kill_at_any_call_leaves_the_old_set_or_the_new_one(tmp_path):
    left = [texts(tmp_path / str(number)) for number in killed_at_each_call(tmp_path, "save_old", "save_new")]
    assert left == sorted(left, key=[{b"old"}, {b"new"}].index)
    assert {b"old"} in left
    assert {b"new"} in left


def test_a_kill_at_any_call_of_a_first_export_leaves_everything_or_nothing(tmp_path):
    for number in killed_at_each_call(tmp_path, "Path.mkdir", "save_first"):
        if is_empty(tmp_path / str(number)):
            save_first(tmp_path / str(number))
        assert texts(tmp_path / str(number)) == {b"new"}, number


def interrupted(folder, work):
    """Leave an export half renamed; the private folder that is left."""

    def at(reached):
        if made[-1] in ("link", "replace") and made.count(made[-1]) == 2:
            raise KeyboardInterrupt

    with counted_calls(at) as made, pytest.raises(KeyboardInterrupt):
        work(folder)
    [left] = folder.glob(".segscope-export-*")
    return left


def test_a_file_that_takes_a_name_while_an_export_is_interrupted_stays_and_is_noticed(tmp_path):
    interrupted(tmp_path, save_first)
    (tmp_path / "c.csv").write_bytes(b"mine")
    found = verify(tmp_path)
    assert (found.changed, found.missing, found.foreign) == (("c.csv",), (), ())
    assert (tmp_path / "c.csv").read_bytes() == b"mine"


def test_what_is_taken_back_is_not_completed_later(tmp_path, monkeypatch):
    save_old(tmp_path)
    rename = os.rename

    def interrupted_after(*arguments):
        rename(*arguments)
        raise KeyboardInterrupt

    def half_done(folder):
        (folder / "a.csv").unlink()
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", interrupted_after)
        patch.setattr("shutil.rmtree", half_done)
        with pytest.raises(KeyboardInterrupt):
            save_new(tmp_path)
    assert texts(tmp_path) == {b"old"}


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "..", ""])
def test_a_journal_leads_nowhere_else(tmp_path, name):
    folder = tmp_path / "out"
    save_old(folder)
    left = folder / ".segscope-export-planted"
    left.mkdir()
    (left / "c.csv").write_bytes(b"planted")
    (left / ".journal").write_text(json.dumps({"c.csv": True, name: True}))
    assert texts(folder) == {b"old"}
    assert os.listdir(tmp_path) == ["out"]


def test_a_private_folder_that_is_a_link_or_a_file_is_left_alone(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".journal").write_text('{"c.csv": true}')
    (elsewhere / "c.csv").write_text("theirs")
    save_old(tmp_path / "out")
    (tmp_path / "out" / ".segscope-export-link").symlink_to(elsewhere)
    (tmp_path / "out" / ".segscope-export-file").write_text("")
    found = verify(tmp_path / "out")
    assert found.holds
    assert found.foreign == (".segscope-export-file", ".segscope-export-link")
    assert sorted(os.listdir(elsewhere)) == [".journal", "c.csv"]


def test_the_files_are_written_where_nobody_else_can_enter_and_in_their_order(tmp_path):
    seen = []

    def look(path):
        seen.append((path.name, oct(path.parent.stat().st_mode & 0o777), path.parent.parent))
        write_new(path, b"x")

    write_together(tmp_path, {"a": look, "b": look}, ())
    assert seen == [("a", "0o700", tmp_path), ("b", "0o700", tmp_path)]
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path):
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "out").mkdir()
    for name in NAMES:
        (tmp_path / "out" / name).symlink_to(tmp_path / "precious")
    with pytest.raises(ExportError, match=r"out holds a\.csv, b\.csv, c\.csv already"):
        save_first(tmp_path / "out")
    assert (tmp_path / "out" / "a.csv").is_symlink()
    save_new(tmp_path / "out")
    assert texts(tmp_path / "out") == {b"new"}
    assert (tmp_path / "precious").read_text() == "precious"


def test_who_stops_an_export_finds_everything_as_it_was(tmp_path):
    save_old(tmp_path)
    with pytest.raises(Cancelled):
        save(tmp_path, b"new", should_stop=lambda: any(tmp_path.glob(".segscope-export-*/b.csv")))
    assert texts(tmp_path) == {b"old"}


def test_one_export_at_a_time_writes_into_a_folder(tmp_path):
    program = (
        "import sys; from pathlib import Path; from core.export.transaction import alone_in\n"
        "with alone_in(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        for work in (save_new, verify):
            with pytest.raises(ExportError, match=r"Another export into \S+ is running"):
                work(tmp_path)
        assert not list(tmp_path.iterdir())
        other.communicate()
    save_new(tmp_path)
    assert texts(tmp_path) == {b"new"}
