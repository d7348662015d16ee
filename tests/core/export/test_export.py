"""Exports read back as what the analysis says, the same each time."""

import csv
import hashlib
import json
import os
import re
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
from core.export.contract import to_json
from core.export.created import created
from core.export.files import MANIFEST, export, planned_files
from core.sources.sample import sample_source


def test_users_are_one_row_each_with_their_features_segment_label_and_distance(analysis, exported):
    with (exported / "users.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    features = analysis.description.features
    assert list(rows[0]) == ["user", *features.columns, "segment", "label", "name", "distance"]
    assert [int(row["user"]) for row in rows] == features.ids.tolist()
    for name, values in features.columns.items():
        assert [float(row[name]) for row in rows] == values.astype(float).tolist()
    assert [int(row["segment"]) for row in rows] == analysis.partition.labels.tolist()
    assert {row["label"] for row in rows} == {segment.label for segment in analysis.segments}
    assert {row["name"] for row in rows} == {""}
    squares = sum(float(row["distance"]) ** 2 for row in rows)
    assert squares == pytest.approx(analysis.partition.wcss, rel=1e-9)


def test_parquet_holds_the_same_users(exported):
    table = duckdb.sql(f"SELECT * FROM '{exported}/users.parquet'").fetchnumpy()
    frame = pd.read_csv(exported / "users.csv")
    assert list(table) == list(frame.columns)
    assert np.ma.getmaskarray(table["name"]).all()
    for name in frame.columns.drop("name"):
        assert (np.asarray(table[name]) == frame[name].to_numpy()).all()


def test_segments_sweep_and_features_say_what_the_analysis_says(analysis, exported):
    segments = pd.read_csv(exported / "segments.csv")
    assert segments["users"].tolist() == [segment.users for segment in analysis.segments]
    assert segments["label"].tolist() == [segment.label for segment in analysis.segments]
    users = pd.read_csv(exported / "users.csv")
    by_segment = users.groupby("segment")["num_ratings"]
    assert segments["ratings_share"].tolist() == pytest.approx((by_segment.sum() / users["num_ratings"].sum()).tolist())
    assert segments["q25_num_ratings"].tolist() == by_segment.quantile(0.25).tolist()
    assert segments["q75_num_ratings"].tolist() == by_segment.quantile(0.75).tolist()
    assert segments["name"].isna().all()
    assert segments["median_num_ratings"].tolist() == users.groupby("segment")["num_ratings"].median().tolist()
    sweep = pd.read_csv(exported / "sweep.csv")
    assert sweep["k"].tolist() == list(range(2, 11))
    assert sweep["wcss"].tolist() == [fit.wcss for fit in analysis.sweep.swept]
    described = pd.read_csv(exported / "features.csv", index_col="feature")
    expected = users[list(described.index)].describe().T
    pd.testing.assert_frame_equal(described, expected, check_names=False, check_dtype=False, rtol=1e-12)


@pytest.fixture(scope="module")
def tables(exported):
    return pd.read_csv(exported / "users.csv"), pd.read_csv(exported / "segments.csv")


def test_means_medians_and_effects_are_there_of_every_feature_and_are_those_of_the_users(analysis, tables):
    users, segments = tables
    for name in analysis.description.features.columns:
        by_segment = users.groupby("segment")[name]
        assert segments[f"mean_{name}"].tolist() == pytest.approx(by_segment.mean().tolist())
        assert segments[f"median_{name}"].tolist() == by_segment.median().tolist()
        below = [(users[name] < median).mean() for median in by_segment.median()]
        up_to = [(users[name] <= median).mean() for median in by_segment.median()]
        assert segments[f"effect_{name}"].tolist() == pytest.approx(
            [a + b - 1 for a, b in zip(below, up_to, strict=True)]
        )


def test_the_rules_find_as_many_of_the_exported_users_as_they_say(tables):
    users, segments = tables
    for row in segments.itertuples():
        picked = duckdb.sql(row.sql).fetchnumpy()["user"]
        found = users.set_index("user").loc[picked, "segment"] == row.segment
        assert (found.mean(), found.sum() / row.users) == pytest.approx((row.precision, row.coverage))
        assert {number for number in re.findall(r"\d+(?:\.\d+)?", row.rule)} == {
            *re.findall(r"(?:>|<=) (\d+(?:\.\d+)?)", row.sql)
        }  # fmt: skip


def test_typical_users_are_those_nearest_to_the_centre_and_can_be_taken_apart(tables):
    users, segments = tables
    for segment, members in users.groupby("segment"):
        nearest = members.sort_values("distance", kind="stable")["user"].tolist()[:3]
        assert json.loads(segments["exemplars"][segment]) == nearest


def test_typical_users_are_whole_whatever_their_ids_hold(tmp_path, write_ratings):
    long = "x" * 300
    rows = [(f"user {user} {long}", item, 1 + (user * 7 + item) % 5) for user in range(12) for item in range(3 + user)]
    analysis = analyse(write_ratings(rows), k=2, evidence="none")
    export(analysis, tmp_path, ["users", "segments"])
    ids = set(pd.read_csv(tmp_path / "users.csv")["user"])
    assert max(map(len, ids)) > 300
    for cell, told in zip(
        pd.read_csv(tmp_path / "segments.csv")["exemplars"], json.loads(to_json(analysis))["segments"], strict=True
    ):
        assert json.loads(cell) == told["exemplars"]
        assert len(told["exemplars"]) == min(3, told["users"])
        assert ids.issuperset(told["exemplars"])


def test_a_name_with_dollar_signs_is_no_formula(tmp_path):
    """In an SVG each character is a glyph of its font by its number, the dollar sign 0x24."""
    names = dict(enumerate(["$$", "$x_{$", r"$\frac$", "$5 and $6"]))
    export(analyse(sample_source(), names=names, evidence="none"), tmp_path, ["figures", "report"])
    for file in ("cluster_visualization.svg", "report.html"):
        markup = (tmp_path / file).read_text()
        assert "DejaVuSans-24" in markup
        assert "Oblique" not in markup


def test_names_come_along_and_run_in_no_spreadsheet(tmp_path):
    named = analyse(sample_source(), names={1: "=1+1", 2: "Night owls"})
    export(named, tmp_path, ["users", "segments", "summary", "model"])
    users, segments = pd.read_csv(tmp_path / "users.csv"), pd.read_csv(tmp_path / "segments.csv")
    assert segments["name"].fillna("").tolist() == ["", "'=1+1", "Night owls", ""]
    assert users["name"].fillna("").tolist() == [
        ["", "'=1+1", "Night owls", ""][segment] for segment in users["segment"]
    ]  # fmt: skip
    table = duckdb.sql(f"SELECT name FROM '{tmp_path}/users.parquet' WHERE segment = 1 GROUP BY name")
    assert table.fetchall() == [("=1+1",)]
    assert json.loads((tmp_path / MANIFEST).read_text())["settings"]["names"] == {"1": "=1+1", "2": "Night owls"}
    assert "Night owls" in (tmp_path / "summary.txt").read_text() + (tmp_path / "model.json").read_text()


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
    export(analyse(sample_source(), tastes=True), tmp_path)
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
