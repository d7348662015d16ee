"""The manifest lists what is in a folder, each file with its run, and tells whether it is whole."""

import json
import os

import pytest

from core.errors import Cancelled, ExportError
from core.export.files import existing_files, export
from core.export.manifest import MANIFEST, read_manifest
from core.export.verifying import verify


@pytest.fixture
def exported(analysis, tmp_path, monkeypatch):
    """A folder with the sweep and the summary at K = 4, exported at the beginning of 1970."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    export(analysis, tmp_path / "out", ["sweep", "summary"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    return tmp_path / "out"


def manifest_in(folder):
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))


def runs_in(folder):
    """The day and the K of the run of each file."""
    content = manifest_in(folder)
    runs = [(run["created"][:10], run["settings"]["k"]) for run in content["runs"]]
    return {entry["name"]: runs[entry["run"]] for entry in content["files"]}


def test_files_that_are_added_leave_the_others_in_the_manifest(analysis, exported):
    before = (exported / "sweep.csv").read_bytes()
    export(analysis.with_k(5), exported, ["model"])
    assert runs_in(exported) == {
        "sweep.csv": ("1970-01-01", 4), "model.json": ("1970-01-02", 5), "summary.txt": ("1970-01-01", 4)
    }  # fmt: skip
    assert manifest_in(exported)["settings"]["k"] == 5
    assert manifest_in(exported)["created"] == "1970-01-02T00:00:00+00:00"
    assert (exported / "sweep.csv").read_bytes() == before
    assert verify(exported).whole == ("sweep.csv", "model.json", "summary.txt")


def test_a_run_whose_files_are_all_replaced_is_forgotten(analysis, exported):
    export(analysis.with_k(5), exported, ["sweep", "summary"], overwrite=True)
    assert set(runs_in(exported).values()) == {("1970-01-02", 5)}
    assert len(manifest_in(exported)["runs"]) == 1


def test_only_files_that_would_be_replaced_are_in_the_way(analysis, exported):
    assert existing_files(exported, ["model"]) == ()
    assert existing_files(exported, ["model", "summary"]) == ("summary.txt",)
    with pytest.raises(ExportError, match=r"holds summary\.txt already"):
        export(analysis, exported, ["model", "summary"])
    assert verify(exported).whole == ("sweep.csv", "summary.txt")


def test_a_file_that_is_gone_is_no_longer_listed_by_the_next_export(analysis, exported):
    (exported / "summary.txt").unlink()
    export(analysis, exported, ["model"])
    assert list(runs_in(exported)) == ["sweep.csv", "model.json"]


def test_a_manifest_without_runs_is_read_as_one_run(analysis, exported):
    content = manifest_in(exported)
    del content["runs"]
    for entry in content["files"]:
        del entry["run"]
    (exported / MANIFEST).write_text(json.dumps(content))
    export(analysis.with_k(5), exported, ["model"])
    assert runs_in(exported)["sweep.csv"] == ("1970-01-01", 4)


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "mine", "[" * 100_000, '{"schema": 2}', '{"schema": 1, "files": []}',
        '{"schema": 1, "runs": [], "files": 3}',
        '{"schema": 1, "runs": [], "files": [{"name": "a", "bytes": 1, "sha256": ""}]}',
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_manifest_is_not_replaced_unasked(analysis, tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    assert read_manifest(tmp_path) is None
    with pytest.raises(ExportError, match=r"holds manifest\.json already"):
        export(analysis, tmp_path, ["model"])
    with pytest.raises(ExportError, match=r"holds no manifest\.json of segscope"):
        verify(tmp_path)
    export(analysis, tmp_path, ["model"], overwrite=True)
    assert verify(tmp_path).whole == ("model.json",)


@pytest.mark.parametrize("name", ["../out/sweep.csv", "/etc/passwd", "..", "", 3])
def test_names_that_lead_elsewhere_make_no_manifest(exported, name):
    content = manifest_in(exported)
    content["files"][0]["name"] = name
    (exported / MANIFEST).write_text(json.dumps(content))
    assert read_manifest(exported) is None


def test_a_manifest_that_is_a_link_or_a_pipe_is_none(exported):
    for make in (lambda path: path.symlink_to("real.json"), os.mkfifo):
        (exported / MANIFEST).replace(exported / "real.json")
        make(exported / MANIFEST)
        assert read_manifest(exported) is None
        (exported / "real.json").replace(exported / MANIFEST)


# Verifying


def test_files_that_changed_are_missing_or_are_not_of_an_export_are_told_apart(analysis, exported):
    export(analysis, exported, ["model", "segments", "features"])
    (exported / "sweep.csv").write_bytes((exported / "sweep.csv").read_bytes().replace(b"2", b"3", 1))
    (exported / "model.json").unlink()
    (exported / "segments.csv").replace(exported / "mine.csv")
    (exported / "segments.csv").symlink_to("mine.csv")
    (exported / "features.csv").unlink()
    os.mkfifo(exported / "features.csv")
    found = verify(exported)
    assert found.whole == ("summary.txt",)
    assert found.changed == ("segments.csv", "sweep.csv", "features.csv")
    assert found.missing == ("model.json",)
    assert found.foreign == ("mine.csv",)
    assert not found.holds


def test_files_of_others_do_no_harm(exported):
    (exported / "mine").mkdir()
    found = verify(exported)
    assert (found.holds, found.foreign) == (True, ("mine",))


def test_verifying_tells_how_far_it_is_and_can_be_stopped(exported):
    reports = []
    with pytest.raises(Cancelled):
        verify(exported, progress=reports.append, should_stop=lambda: bool(reports))
    assert [report.task for report in reports] == ["Reading sweep.csv"]


def test_what_is_no_folder_cannot_be_verified(exported):
    for path in (exported / "nowhere", exported / "sweep.csv"):
        with pytest.raises(ExportError, match="is not a folder"):
            verify(path)
