"""A whole export, its real tables and documents included: each call on the way fails once, in turn."""

import json
import shutil
from contextlib import suppress

import pytest

from core.analysis import analyse
from core.errors import SegscopeError
from core.export.files import export
from core.export.manifest import MANIFEST
from core.export.transaction import alone_in
from core.export.verifying import verify
from core.sources.sample import sample_source
from tests.core.export.faults import counted_calls, failing

NAMES = ("segments", "model")
FILES = ("segments.csv", "model.json")
"""A table that DuckDB writes, and a document that Python writes."""


@pytest.fixture(scope="module")
def analyses():
    """By their K."""
    first = analyse(sample_source())
    return {4: first, 5: first.with_k(5)}


@pytest.fixture
def no_waiting(monkeypatch):
    """Flushes are counted, and may fail, but no power is cut here: nobody need wait for a disk."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


def number_of_calls(work):
    with counted_calls(lambda number: None) as made:
        work()
    assert {"open", "write", "fsync", "close", "rename", "mkdir", "unlink", "rmdir"} <= set(made)
    return len(made)


def has_failed(number, work):
    with counted_calls(failing(number)):
        try:
            work()
        except SegscopeError:
            return True
    return False


def k_of(folder):
    """The K of the set of files that is there, once an interruption is settled."""
    found = verify(folder)
    assert (sorted(found.whole), found.holds, found.foreign) == (sorted(FILES), True, ())
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert len(manifest["runs"]) == 1
    assert len(json.loads((folder / "model.json").read_text(encoding="utf-8"))["segments"]) == manifest["settings"]["k"]
    return manifest["settings"]["k"]


def test_an_export_over_another_leaves_the_old_set_or_the_new_one(analyses, tmp_path, no_waiting):
    left = set()

    def new(folder):
        export(analyses[5], folder, NAMES, overwrite=True)

    export(analyses[4], tmp_path / "old", NAMES)
    counted = shutil.copytree(tmp_path / "old", tmp_path / "counted")
    for number in range(1, 1 + number_of_calls(lambda: new(counted))):
        folder = shutil.copytree(tmp_path / "old", tmp_path / str(number))
        failed = has_failed(number, lambda folder=folder: new(folder))
        k = k_of(folder)
        assert failed or k == 5, number
        left.add((failed, k))
    assert left == {(True, 4), (True, 5), (False, 5)}


def test_a_first_export_leaves_everything_or_nothing(analyses, tmp_path, no_waiting):
    left = set()

    def new(folder):
        export(analyses[4], folder, NAMES)

    for number in range(1, 1 + number_of_calls(lambda: new(tmp_path / "counted"))):
        folder = tmp_path / str(number)
        failed = has_failed(number, lambda folder=folder: new(folder))
        with suppress(SegscopeError), alone_in(folder):
            """Let what was interrupted be settled."""
        is_there = folder.is_dir() and any(folder.iterdir())
        if not is_there:
            new(folder)
        assert k_of(folder) == 4, number
        assert failed or is_there, number
        left.add((failed, is_there))
    assert left == {(True, False), (True, True), (False, True)}
