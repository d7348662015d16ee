"""Exports read back as what the analysis says, appear whole or not at all, and replace nothing unasked."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.errors import Cancelled, ExportError
from core.export import data_tables, table_files
from core.export.contents import FILES, NAMES
from core.export.created import created
from core.export.files import MANIFEST, export, planned_files
from core.export.verifying import verify
from core.sources.sample import sample_source


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_source())


@pytest.fixture(scope="module")
def exported(analysis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "new" / "folder"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "86400")
        export(analysis, folder)
    return folder


def test_users_are_one_row_each_with_their_features_segment_label_and_distance(analysis, exported):
    with (exported / "users.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    features = analysis.description.features
    assert list(rows[0]) == ["user", *features.columns, "segment", "label", "distance"]
    assert [int(row["user"]) for row in rows] == features.ids.tolist()
    for name, values in features.columns.items():
        assert [float(row[name]) for row in rows] == values.astype(float).tolist()
    assert [int(row["segment"]) for row in rows] == analysis.partition.labels.tolist()
    assert {row["label"] for row in rows} == {segment.label for segment in analysis.segments}
    squares = sum(float(row["distance"]) ** 2 for row in rows)
    assert squares == pytest.approx(analysis.partition.wcss, rel=1e-9)


def test_parquet_holds_the_same_users(exported):
    table = duckdb.sql(f"SELECT * FROM '{exported}/users.parquet'").fetchnumpy()
    frame = pd.read_csv(exported / "users.csv")
    for name in frame.columns:
        assert (np.asarray(table[name]) == frame[name].to_numpy()).all()


def test_segments_sweep_and_features_say_what_the_analysis_says(analysis, exported):
    segments = pd.read_csv(exported / "segments.csv")
    assert segments["users"].tolist() == [segment.users for segment in analysis.segments]
    assert segments["label"].tolist() == [segment.label for segment in analysis.segments]
    assert segments["mean_avg_rating"].tolist() == [segment.means["avg_rating"] for segment in analysis.segments]
    users = pd.read_csv(exported / "users.csv")
    assert segments["median_num_ratings"].tolist() == users.groupby("segment")["num_ratings"].median().tolist()
    sweep = pd.read_csv(exported / "sweep.csv")
    assert sweep["k"].tolist() == list(range(2, 11))
    assert sweep["wcss"].tolist() == [fit.wcss for fit in analysis.sweep.swept]
    described = pd.read_csv(exported / "features.csv", index_col="feature")
    expected = users[list(described.index)].describe().T
    pd.testing.assert_frame_equal(described, expected, check_names=False, check_dtype=False, rtol=1e-12)


def test_the_manifest_lists_every_file_with_its_size_and_hash(exported):
    manifest = json.loads((exported / MANIFEST).read_text(encoding="utf-8"))
    assert [entry["name"] for entry in manifest["files"]] == [file.file for file in FILES]
    for entry in manifest["files"]:
        data = (exported / entry["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["bytes"], entry["sha256"])
    assert manifest["settings"]["k"] == 4
    assert sorted(path.name for path in exported.iterdir()) == sorted([*(file.file for file in FILES), MANIFEST])


def test_the_same_analysis_gives_the_same_bytes(analysis, exported, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    export(analyse(sample_source()), tmp_path)
    for path in exported.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    assert json.loads((tmp_path / MANIFEST).read_text())["created"] == "1970-01-02T00:00:00+00:00"


@pytest.mark.parametrize("name", NAMES)
def test_one_thing_can_be_exported_alone(analysis, tmp_path, name):
    paths = export(analysis, tmp_path, [name])
    expected = {file.file for file in FILES if file.name == name} | {MANIFEST}
    assert {path.name for path in paths} == {path.name for path in tmp_path.iterdir()} == expected


def test_what_will_be_written_is_known_with_its_rows_and_with_what_is_there(analysis, tmp_path):
    (tmp_path / "users.csv").write_text("12345")
    planned = {file.file: file for file in planned_files(analysis, tmp_path)}
    assert list(planned) == [*(file.file for file in FILES), MANIFEST]
    assert (planned["users.csv"].rows, planned["users.csv"].bytes_there) == (600, 5)
    assert (planned["segments.csv"].rows, planned["segments.csv"].bytes_there) == (4, None)
    assert (planned["report.html"].rows, planned["report.html"].bytes_there) == (None, None)


def test_the_log_holds_the_figures_of_every_step_and_no_times(analysis, exported):
    lines = (exported / "segscope.log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("PHASE")] == [
        "PHASE 1: DATA LOADING AND EXPLORATION",
        "PHASE 2: FEATURE ENGINEERING FOR USER SEGMENTATION",
        "PHASE 3: USER SEGMENTATION",
    ]
    assert "Total Users: 600" in lines
    assert f"Inertia (WCSS): {analysis.partition.wcss:.2f}" in lines
    assert [line for line in lines if line.startswith("K=")] == [
        f"K={fit.k}: WCSS={fit.wcss:.2f}" for fit in analysis.sweep.swept
    ]


@pytest.mark.parametrize("names", [["nothing"], []])
def test_unknown_names_are_refused(analysis, tmp_path, names):
    with pytest.raises(ExportError, match=r"What can be exported: users"):
        export(analysis, tmp_path, names)
    assert not list(tmp_path.iterdir())


def test_an_export_tells_how_far_it_is_and_can_be_stopped(analysis, tmp_path):
    reports = []
    with pytest.raises(Cancelled):
        export(analysis, tmp_path, progress=reports.append, should_stop=lambda: len(reports) == 3)
    assert [report.task for report in reports] == [
        "Writing users.csv", "Writing users.parquet", "Writing segments.csv"
    ]  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_every_file_is_flushed_before_it_gets_its_name(analysis, tmp_path, monkeypatch):
    flushed = []

    def note(descriptor):
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        flushed.append((path.name, sorted(os.listdir(tmp_path / "out"))))

    monkeypatch.setattr("os.fsync", note)
    export(analysis, tmp_path / "out", ["summary", "log"])
    [[private]] = [there for name, there in flushed if name == MANIFEST]
    assert flushed == [
        ("summary.txt", [private]),
        ("segscope.log", [private]),
        (MANIFEST, [private]),
        (".new-journal", [private]),
        ("out", [private]),
        (private, [private]),
        ("out", sorted([private, MANIFEST, "segscope.log", "summary.txt"])),
        (private, sorted([private, MANIFEST, "segscope.log", "summary.txt"])),
    ]


def test_the_date_is_now_unless_the_environment_says_another(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs(datetime.fromisoformat(created()) - datetime.now(UTC)) < timedelta(minutes=5)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert created() == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize("epoch", ["yesterday", "253402300800", "-1e9"])
def test_a_date_that_is_none_is_refused_before_anything_is_written(analysis, tmp_path, monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ExportError, match="SOURCE_DATE_EPOCH is not a time"):
        export(analysis, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_single_kind_of_user_can_be_exported_too(tmp_path, write_ratings):
    analysis = analyse(write_ratings([(1, 1, 3), (1, 2, 4)]))
    export(analysis, tmp_path / "out")
    assert pd.read_csv(tmp_path / "out" / "sweep.csv")["k"].tolist() == [1]
    assert pd.read_csv(tmp_path / "out" / "segments.csv")["users"].tolist() == [1]


def test_colours_do_not_depend_on_the_way_to_a_k(tmp_path):
    analysis = analyse(sample_source(), k=12)
    export(analysis, tmp_path / "at once", ["report"])
    export(analyse(sample_source()).with_k(12), tmp_path / "later", ["report"])
    markup = [(tmp_path / name / "report.html").read_text().split("<footer>")[0] for name in ("at once", "later")]
    assert markup[0].count("var(--slot-7)") == markup[1].count("var(--slot-7)") > 0
    assert pd.DataFrame(data_tables.TABLES["sweep"](analysis))["k"].tolist() == [*range(2, 11), 12]


# Nothing is lost


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
@pytest.mark.parametrize(("limit", "failed"), [(1_000, "users.csv"), (150_000, "data_exploration.png")])
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
    assert not list((tmp_path / "out").iterdir())


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
