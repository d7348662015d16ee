"""The reports: the JSON contract, plain text, Markdown."""

import json
import math

import pandas as pd
import pytest

import core
from core.evidence.calinski_harabasz import CALINSKI_HARABASZ
from core.evidence.davies_bouldin import DAVIES_BOULDIN
from core.evidence.effort import Effort
from core.evidence.gap import GAP
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.silhouette import SILHOUETTE, SQUARED_SILHOUETTE
from core.evidence.smallest import SMALLEST_SEGMENT
from core.evidence.stability import STABILITY
from core.export.contract import to_json
from core.export.report import to_markdown, to_text

HOSTILE = "[bold]|x|\x1b[31m_*"


ROWS = [(user, item, (user * 7 + item * 3) % 10 / 2 + 0.5) for user in range(40) for item in range(3 + user % 9)]
FRAME = pd.DataFrame(ROWS, columns=["userId", "movieId", "rating"])
FEW = Effort("few", references=3, splits=2, bootstraps=2, starts=2)


@pytest.fixture(scope="module")
def analysis():
    return core.analyse(FRAME, k=3)


def test_the_contract_has_its_keys(analysis):
    report = json.loads(to_json(analysis))
    assert report["schema"] == 1
    assert report["segscope"] == core.__version__
    assert {
        "name",
        "users",
        "items",
        "catalogue_items",
        "ratings",
        "sparsity_percent",
        "rating_min",
        "rating_max",
        "rating_mean",
        "rating_histogram",
    } <= report["dataset"].keys()
    assert report["quality"] == {"rows_read": 270, "rows_dropped": 0, "dropped": {}, "duplicate_pairs": 0}
    assert (report["preset"], report["scaling"], report["seed"]) == ("notebook", "standard", 42)
    assert report["features"] == ["num_ratings", "avg_rating", "std_rating"]
    assert {"mean", "std", "min", "25%", "50%", "75%", "max"} == report["feature_summary"]["num_ratings"].keys()
    assert {"k", "wcss", "n_iter"} <= report["sweep"][0].keys()
    assert report["k"] == 3
    assert {"id", "users", "share", "means", "label"} <= report["segments"][0].keys()
    assert report["dataset"]["catalogue_items"] is None


def test_the_contract_has_a_row_of_evidence_for_each_k_and_a_verdict(analysis):
    report = json.loads(to_json(analysis))
    assert [row["k"] for row in report["evidence"]] == list(range(1, 11))
    for found, row in zip(report["evidence"], analysis.evidence.rows.values(), strict=True):
        assert found["wcss"] == row.wcss
        assert found["log_w"] == pytest.approx(math.log(row.wcss / 2))
        assert found["silhouette"] == ((silhouette := row.value(SILHOUETTE)) and silhouette.mean)
        assert found["silhouette_squared"] == row.value(SQUARED_SILHOUETTE)
        assert found["calinski_harabasz"] == row.value(CALINSKI_HARABASZ)
        assert found["davies_bouldin"] == row.value(DAVIES_BOULDIN)
        assert found["smallest_segment"] == row.value(SMALLEST_SEGMENT)
        assert [found[name] for name in ("gap", "gap_se", "prediction_strength", "jaccard")] == [None] * 4
    verdict = report["verdict"]
    assert set(verdict["choices"]) == {
        "knee", "silhouette", "calinski_harabasz", "davies_bouldin", "gap", "prediction_strength"
    }  # fmt: skip
    assert verdict["structure"] in ("clear", "weak", "none")
    assert verdict["sentence"] == analysis.verdict.sentence


def test_evidence_by_resampling_has_its_figures():
    full = core.analyse(FRAME, k=3, evidence=FEW)
    report = json.loads(to_json(full))
    for found, row in zip(report["evidence"], full.evidence.rows.values(), strict=True):
        gap, strength, stability = row.value(GAP), row.value(PREDICTION_STRENGTH), row.value(STABILITY)
        assert (found["gap"], found["gap_se"]) == (gap.value, gap.error)
        assert found["prediction_strength"] == (strength and strength.mean)
        assert found["jaccard"] == (None if stability is None else list(stability))
        assert found["jaccard"] is None or len(found["jaccard"]) == found["k"]
        assert (found["jaccard"] is None) is (found["restart_spread"] is None) is (found["k"] == 1)
    assert full.sweep.effort == "few"


def test_without_evidence_there_are_no_rows_and_no_verdict():
    report = json.loads(to_json(core.analyse(FRAME, k=3, evidence="none")))
    assert (report["evidence"], report["verdict"]) == ([], None)


def test_the_contract_adds_up(analysis):
    report = json.loads(to_json(analysis))
    assert sum(segment["users"] for segment in report["segments"]) == report["dataset"]["users"] == 40
    assert sum(segment["share"] for segment in report["segments"]) == pytest.approx(1)
    assert sum(bar["count"] for bar in report["dataset"]["rating_histogram"]) == report["dataset"]["ratings"]
    assert report["wcss"] == next(row["wcss"] for row in report["sweep"] if row["k"] == 3)


def test_the_text_report_aligns_its_columns(analysis):
    lines = to_text(analysis).splitlines()
    start = lines.index("Segments")
    heads, rows = lines[start + 1], lines[start + 2 : start + 5]
    assert [row.rstrip()[-1].isdigit() for row in rows] == [True] * 3
    assert {len(row) for row in rows} == {len(heads)}


def test_markdown_escapes_what_it_would_read(tmp_path):
    (tmp_path / HOSTILE).mkdir()
    (tmp_path / HOSTILE / "ratings.csv").write_text("userId,movieId,rating\n1,1,3\n2,1,4\n")
    analysis = core.analyse(tmp_path / HOSTILE)
    assert r"# \[bold\]\|x\|␛\[31m\_\*" in to_markdown(analysis)
    assert "\x1b" not in to_text(analysis) + to_json(analysis)


def test_markdown_tables_have_as_many_cells_in_every_line(analysis):
    for block in to_markdown(analysis).split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def test_the_reports_name_the_knee_and_the_chosen_k(analysis):
    chosen = next(line for line in to_text(analysis).splitlines() if line.startswith("  chosen "))
    assert chosen.split()[1] == "3"
    assert f"knee (of K = {analysis.knee.first} to {analysis.knee.last})" in to_text(analysis)
    assert json.loads(to_json(analysis))["knee"] == {"k": analysis.knee.k, "first": 2, "last": 10}
