"""What the tables promise: a new member shows up wherever its kind does, though nothing else is told of it."""

import subprocess
import sys
from dataclasses import replace
from typing import ClassVar

import nbformat
import numpy as np
import pytest
from textual.widgets import DataTable

import core
from core.clustering.algorithms import ALGORITHMS
from core.clustering.kmeans_code import KMeansCode
from core.clustering.partition import Partition
from core.engine.engine import Aggregate
from core.evidence.effort import FAST, Effort
from core.evidence.index import AtOnce, ByResampling, Column, Curve, Index, Phrases
from core.evidence.indices import INDICES
from core.export.contract import as_contract
from core.export.data_tables import features_table, segments_table, sweep_table, users_table
from core.export.documents import to_html
from core.export.notebook import to_notebook
from core.export.report import to_text
from core.features.catalogue import FEATURES
from core.features.feature import Feature, FeatureCode
from core.features.scaling import Scaled, Scaling
from core.features.scalings import SCALINGS
from core.model import model_of
from core.presets import NOTEBOOK, PRESETS
from core.words.evidence import evidence_lines, legend
from core.words.label_rule import LabelRule
from core.words.label_rules import LABEL_RULES
from tests.conftest import ROOT
from tests.tui.conftest import InThread, screen_text, swept, until
from tui.app import SegscopeApp
from tui.cli.main import main
from tui.flows.opening import Request
from tui.flows.segmenting import Settings
from tui.widgets.safe_table import SafeTable


@pytest.fixture
def path(write_ratings):
    """Ratings of 24 users who differ in activity and level."""
    return write_ratings(
        [(user, item, 1 + (user + item * item) % 5) for user in range(24) for item in range(3 + user % 7)]
    )


@pytest.fixture
def analysed(path, monkeypatch):
    """The analysis under a preset that differs from the notebook's in what is named."""

    def analyse(evidence="fast", **named):
        monkeypatch.setitem(PRESETS, "toy", replace(NOTEBOOK, name="toy", k=3, **named))
        return core.analyse(path, preset="toy", evidence=evidence)

    return analyse


def notebook(analysis):
    """The text and the code of the exported notebook."""
    return "\n".join(cell["source"] for cell in nbformat.reads(to_notebook(analysis), 4)["cells"])


# Features

TOY_FEATURE = Feature(
    name="toy_middle",
    title="Toy middle",
    short="toy mid",
    unit="rating points",
    definition="Halfway between the lowest and the highest rating.",
    low="low",
    high="high",
    needs=(Aggregate.LOWEST, Aggregate.HIGHEST),
    formula=lambda lowest, highest: (lowest + highest) / 2,
    code=FeatureCode("Toy axis", "Toy histogram", then='users["toy_middle"] = 0.5', why="A toy needs a reason."),
)
WITH_THE_TOY = ("num_ratings", "toy_middle")


@pytest.fixture
def toy_feature(monkeypatch):
    monkeypatch.setitem(FEATURES, TOY_FEATURE.name, TOY_FEATURE)


def test_a_new_feature_is_described_in_every_table_though_no_preset_names_it(toy_feature, path):
    analysis = core.analyse(path, k=3)
    values = analysis.description.features.columns["toy_middle"]
    assert len(values) == 24
    assert to_text(analysis).count("\n  toy_middle ") == 2  # the users' summary, and the profiles
    assert users_table(analysis)["toy_middle"].tolist() == values.tolist()
    assert {"mean_toy_middle", "median_toy_middle"} <= set(segments_table(analysis).columns)
    assert "toy_middle" in features_table(analysis)["feature"].tolist()
    contract = as_contract(analysis)
    assert "toy_middle" in contract["feature_summary"]
    assert "toy_middle" in contract["segments"][0]["means"]
    assert "A toy needs a reason." in notebook(analysis)
    assert TOY_FEATURE.code.then in notebook(analysis)


def test_users_are_segmented_by_a_new_feature_that_a_preset_names(toy_feature, analysed):
    analysis = analysed(features=WITH_THE_TOY, scatters=(WITH_THE_TOY, WITH_THE_TOY[::-1]))
    assert analysis.points.values.shape == (24, 2)
    assert "toy_middle" in analysis.segments[0].centre
    assert "toy mid" in to_text(analysis)
    assert "Toy middle" in to_html(analysis, "today")
    assert model_of(analysis).features == WITH_THE_TOY
    for written in ("Toy axis", "Toy histogram"):
        assert written in notebook(analysis)


# Indices

TOY_INDEX = Index(
    name="toy_index",
    title="the toy",
    explanation="how toyish it is",
    measurement=AtOnce(lambda case: 100 + case.partition.k),
    column=Column("Toy head", "toy", lambda value: f"<{value}>"),
    json=lambda row: {"toy_key": row.value(TOY_INDEX)},
    choose=lambda evidence: 2,
    curve=Curve("Toy curve", lambda row: row.value(TOY_INDEX)),
    phrases=Phrases(
        supports=lambda row, evidence: "the toy likes it",
        opposes=lambda row, evidence: "the toy hates it",
        details=lambda row: "The toy looked closely.",
        warning=lambda evidence: "The toy warns.",
        note=lambda evidence, users: f"The toy saw {users} users.",
    ),
)


@pytest.fixture
def toy_index(monkeypatch):
    monkeypatch.setitem(INDICES, TOY_INDEX.name, TOY_INDEX)


def test_a_new_index_chooses_speaks_and_stands_in_every_file(toy_index, analysed):
    analysis = analysed()
    assert analysis.verdict.choices["toy_index"] == 2
    assert "the toy" in analysis.verdict.sentence.lower()
    assert "The toy warns." in analysis.verdict.sentence
    lines = "\n".join(evidence_lines(analysis.evidence, analysis.verdict, analysis.sweep.knees, 3))
    for said in ("the toy likes it", "the toy hates it", "The toy looked closely."):
        assert said in lines
    assert "The toy saw 24 users." in analysis.notes
    assert "Toy head: how toyish it is" in legend()
    report = to_text(analysis)
    for written in ("Toy head", "<102>*", "<103> "):
        assert written in report
    assert [row["toy_key"] for row in as_contract(analysis)["evidence"][:3]] == [101, 102, 103]
    assert sweep_table(analysis)["toy_key"].tolist()[:2] == [102, 103]


def test_a_new_index_that_resamples_is_asked_with_the_algorithm_that_parts_the_users(monkeypatch, analysed):
    def measure(case, effort):
        return case.repeat(case.points, case.partition.k, 0, effort.starts).k

    ways = ByResampling("Playing", lambda effort: effort.starts, measure, of_one_segment=True)
    toy = replace(TOY_INDEX, measurement=ways, choose=lambda evidence: 2 if evidence.has_all_of(toy) else None)
    monkeypatch.setitem(INDICES, toy.name, toy)
    fast, few = analysed(), analysed(evidence=Effort("few", starts=1))
    assert "Not computed:" in fast.verdict.sentence
    assert "the toy" in fast.verdict.sentence.partition("Not computed")[2]
    assert [row.value(toy) for row in few.evidence.rows.values()][:3] == [1, 2, 3]
    assert few.verdict.choices["toy_index"] == 2
    assert few.sweep.effort == "few"


# Scalings, label rules, algorithms: a preset names them


def test_a_new_scaling_is_obeyed(monkeypatch, analysed, path, capsys):
    half = Scaling(
        name="half",
        scale=lambda matrix: Scaled(matrix / 2, np.zeros(matrix.shape[1]), np.full(matrix.shape[1], 2.0)),
        method="everything halved",
        why="Half is enough.",
        code_import="import half",
        code="users[FEATURES] / 2",
    )
    monkeypatch.setitem(SCALINGS, half.name, half)
    analysis = analysed(scaling="half")
    raw = analysis.description.features.matrix(NOTEBOOK.features)
    assert analysis.points.values.tolist() == (raw / 2).tolist()
    assert "half (everything halved)" in to_text(analysis)
    for code in ("import half", "X = users[FEATURES] / 2", "Half is enough."):
        assert code in notebook(analysis)
    model = model_of(analysis)
    assert model.scaling == as_contract(analysis)["scaling"] == "half"
    assert model.assign(analysis.description.features)[0].tolist() == analysis.partition.labels.tolist()
    assert main(["report", str(path), "--preset", "toy"]) == 0
    assert "half (everything halved)" in capsys.readouterr().out


class ToyLabelling:
    """Calls every segment a toy with a number."""

    thresholds: ClassVar = {"toy_threshold": 7.0}
    method = "toys are counted"
    summary = ("toys: one a segment", "and a second line")
    note = "Toys are odd here."
    code_settings = ("TOYS = 3",)

    def labels(self, profiles):
        return tuple(f"Toy {number}" for number in range(len(profiles)))

    titles = labels

    def remarks(self, profiles):
        return tuple((f"toy remark {number}",) for number in range(len(profiles)))


def test_a_new_label_rule_is_obeyed(monkeypatch, analysed):
    rule = LabelRule("toy", lambda *users: ToyLabelling(), "Because toys.", "profile['label'] = 'Toy'")
    monkeypatch.setitem(LABEL_RULES, rule.name, rule)
    analysis = analysed(labels="toy")
    assert [segment.label for segment in analysis.segments] == ["Toy 0", "Toy 1", "Toy 2"]
    assert as_contract(analysis)["label_thresholds"] == {"toy_threshold": 7.0}
    assert "Toys are odd here." in analysis.notes
    report = to_text(analysis)
    for said in ("toys are counted", "toys: one a segment", "and a second line", "Toy 2", "toy remark 2"):
        assert said in report
    for code in ("TOYS = 3", "Because toys.", "profile['label'] = 'Toy'"):
        assert code in notebook(analysis)


def by_activity(points, k):
    """Segments of equal size, by the first feature."""
    labels = np.empty(len(points), dtype=np.int32)
    labels[np.argsort(points[:, 0], kind="stable")] = np.arange(len(points)) * k // len(points)
    centres = np.array([points[labels == segment].mean(axis=0) for segment in range(k)])
    return Partition(k, labels, centres, float(np.square(points - centres[labels]).sum()), n_iter=1)


def test_a_new_algorithm_parts_the_users(monkeypatch, analysed):
    toy = replace(
        ALGORITHMS[NOTEBOOK.algorithm],
        name="toy",
        title="Toy cuts",
        part=lambda points, k, seed, should_stop: by_activity(points, k),
        repeat=lambda partition: lambda points, k, seed, starts: by_activity(points, k),
        method=lambda partition: f"cut into {partition.k}",
        code=KMeansCode(7),
    )
    monkeypatch.setitem(ALGORITHMS, toy.name, toy)
    analysis = analysed(algorithm="toy", evidence=Effort("few", references=2, splits=2, bootstraps=2, starts=2))
    assert analysis.partition.labels.tolist() == by_activity(analysis.points.values, 3).labels.tolist()
    assert analysis.evidence.rows[3].value(INDICES["restarts"]).spread == 0
    report = to_text(analysis)
    assert "USER SEGMENTATION (Toy cuts)" in report
    assert "Toy cuts" in report
    assert "cut into 3" in report
    assert "n_init=7" in notebook(analysis)


# The app


async def test_a_new_feature_and_a_new_index_are_on_every_screen(toy_feature, toy_index, path, tmp_path):
    preset = replace(NOTEBOOK, name="toy", k=3, features=WITH_THE_TOY)
    app = SegscopeApp(Request(path), Settings(preset, effort=FAST), InThread(), tmp_path / "app.log")
    async with app.run_test(size=(170, 60)) as pilot:

        def heads(selector):
            return [str(column.label).strip() for column in app.screen.query_one(selector, DataTable).columns.values()]

        await until(pilot, lambda: swept(app))
        assert "toy_middle" in heads("#features-users")
        assert "toy_middle" in heads("#features-summary")
        await pilot.press("2")
        assert "Toy head" in heads("#evidence")
        assert "the toy warns" in screen_text(app)
        for _ in INDICES:
            if "Toy curve against K" not in screen_text(app):
                await pilot.press("c")
        assert "Toy curve against K" in screen_text(app)
        await pilot.press("question_mark", "end")
        await until(pilot, lambda: "how toyish it is" in screen_text(app))
        await pilot.press("escape", "3")
        assert "toy mid" in heads("#segments")
        for _ in FEATURES:
            if "by toy middle" not in screen_text(app):
                await pilot.press("h")
        assert "by toy middle" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one(SafeTable).row_count > 0)
        assert "toy mid" in heads("SafeTable")
        await pilot.press("enter")
        await until(pilot, lambda: "Toy middle" in screen_text(app) and len(app.screen_stack) == 3)
        await pilot.press("4")
        assert "toy mid " in screen_text(app)


def test_a_new_command_has_its_key_and_stands_in_bar_help_and_palette(path, tmp_path):
    command = [sys.executable, "-m", "tests.toy_command", path, tmp_path / "log"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert found == ["its key works", *(f"it stands in the {place}" for place in ("key bar", "help", "palette"))]
