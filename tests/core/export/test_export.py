"""Exports read back as what the analysis says, the same each time."""

import csv
import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.errors import Cancelled, ExportError
from core.export import data_tables
from core.export.contents import FILES, NAMES
from core.export.created import created
from core.export.files import MANIFEST, export, planned_files
from core.sources.sample import sample_source


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
    assert pd.DataFrame(data_tables.sweep_table(analysis))["k"].tolist() == [*range(2, 11), 12]
