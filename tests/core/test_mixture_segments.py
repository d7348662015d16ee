"""Segments by a Gaussian mixture: labels, reports, figures, notebook and model follow it, and say what it has not."""

import json

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient
from sklearn.mixture import GaussianMixture

import core
from core.clustering import mixture
from core.clustering.gaussians import BALLS
from core.errors import ModelError, UnknownAlgorithmError
from core.evidence.effort import NONE
from core.export import figures
from core.export.contract import as_contract
from core.export.data_tables import sweep_table, users_table
from core.export.documents import to_html
from core.export.notebook import to_notebook
from core.export.report import to_markdown, to_text
from core.export.run_log import log_lines
from core.model import load_model, model_of, to_json
from core.presets import NOTEBOOK
from tui.cli.main import main

ROWS = [(user, item, 0.5 + (user * 7 + item * item) % 10 / 2) for user in range(3, 60) for item in range(2 + user % 9)]
BIC_STANDS_THERE = "A Gaussian mixture does not make the WCSS small"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "ratings.csv"
    path.write_text("userId,movieId,rating\n" + "".join(f"{u},{i},{r}\n" for u, i, r in ROWS))
    return path


@pytest.fixture(scope="module")
def analysis(path):
    return core.analyse(path, k=3, algorithm="mixture")


def test_the_segments_are_scikit_learns(analysis):
    model = GaussianMixture(
        3,
        covariance_type=analysis.partition.gaussians.kind,
        n_init=5,
        init_params="k-means++",
        reg_covar=1e-3,
        max_iter=200,
        random_state=42,
    ).fit(analysis.points.values)
    assert analysis.partition.labels.tolist() == model.predict(analysis.points.values).tolist()
    assert [one.users for one in analysis.segments] == np.bincount(analysis.partition.labels).tolist()


def test_the_verdict_speaks_of_the_mixture(analysis, path):
    assert analysis.verdict.parted_by == "the Gaussian mixture"
    assert core.analyse(path).verdict.parted_by == "K-means"


def test_a_preset_with_another_algorithm_is_custom_and_with_its_own_itself(analysis, path):
    assert (analysis.preset.name, analysis.preset.algorithm) == ("custom", "mixture")
    assert analysis.preset.features == NOTEBOOK.features
    assert NOTEBOOK.with_algorithm("kmeans") is NOTEBOOK
    with pytest.raises(UnknownAlgorithmError, match=r"no algorithm 'ward'\. The algorithms are: kmeans, mixture"):
        core.analyse(path, algorithm="ward")


def test_another_algorithm_begins_with_the_same_points_and_nothing_fitted(analysis):
    begun = analysis.study.parted_by("kmeans")
    assert (begun.preset, begun.sweep.algorithm) == (NOTEBOOK, "kmeans")
    assert begun.sweep.points is analysis.points
    assert begun.labelling is analysis.labelling
    assert (begun.sweep.seed, begun.sweep.wanted_ks) == (analysis.seed, analysis.sweep.wanted_ks)
    assert not begun.sweep.partitions


def test_no_knee_is_told_where_none_was_looked_for(analysis, path):
    assert not analysis.sweep.telling_knees
    assert "nee over" not in to_text(analysis)
    by_wcss = core.analyse(path, k=3, evidence=NONE)
    assert by_wcss.sweep.telling_knees == by_wcss.sweep.knees
    assert "nee over" in to_text(by_wcss) or "Knee at" in to_text(by_wcss)


def test_json_names_the_algorithm_and_has_the_bic_beside_the_wcss(analysis, path):
    found, by_kmeans = as_contract(analysis), as_contract(core.analyse(path, k=3))
    assert (found["schema"], found["preset"], found["algorithm"]) == (1, "custom", "mixture")
    assert (by_kmeans["preset"], by_kmeans["algorithm"]) == ("notebook", "kmeans")
    assert [row["bic"] for row in found["sweep"]] == [one.bic for one in analysis.sweep.swept]
    assert (found["wcss"], found["bic"]) == (analysis.partition.wcss, analysis.partition.bic)
    assert "bic" not in by_kmeans
    assert "bic" not in by_kmeans["sweep"][0]
    assert found["knee"] == {"k": None, "first": 2, "last": 10}


@pytest.mark.parametrize("render", [to_text, to_markdown])
def test_reports_have_bic_where_wcss_would_stand_and_say_so(analysis, render):
    report = render(analysis)
    for said in ("BIC for every K", "lowest BIC", "Gaussian mixture", "preset custom", BIC_STANDS_THERE):
        assert said in report
    for unsaid in ("Elbow", "knee (of"):
        assert unsaid not in report
    lowest = min(analysis.sweep.swept, key=lambda one: one.bic).k
    [line] = [line for line in report.splitlines() if "lowest BIC" in line]
    assert line.replace("|", " ").partition("lowest BIC")[2].split()[0] == str(lowest)


def test_files_and_the_log_have_the_bic_too(analysis):
    assert sweep_table(analysis)["bic"].tolist() == [one.bic for one in analysis.sweep.swept]
    assert "bic" not in sweep_table(core.analyse(analysis.description.source.origin.path, k=3)).columns
    assert users_table(analysis)["segment"].tolist() == analysis.partition.labels.tolist()
    log = log_lines(analysis)
    assert f"K=3: BIC={analysis.partition.bic:.2f}" in log
    assert "Applying Gaussian mixture with K=3" in log


def test_the_figure_shows_bic_where_the_elbow_would_be(analysis):
    [axes] = figures.elbow_method(analysis).axes
    curve, chosen = axes.lines
    assert curve.get_ydata().tolist() == [one.bic for one in analysis.sweep.swept]
    assert list(chosen.get_xdata()) == [3]
    assert "BIC" in axes.get_ylabel()
    assert axes.get_title(loc="left") == "BIC"
    assert "the lower, the better" in to_html(analysis, "today")


def test_the_exported_notebook_gives_the_same_labels(analysis, tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # small fits are faster
    notebook = nbformat.reads(to_notebook(analysis), as_version=4)
    shown = "import json; print(json.dumps([users['segment'].tolist(), bic, mixture.bic(X), list(profile['label'])]))"
    notebook.cells.append(nbformat.v4.new_code_cell(shown))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    segments, curve, bic, labels = json.loads(notebook.cells[-1].outputs[0].text)
    assert segments == analysis.partition.labels.tolist()
    assert curve == pytest.approx([one.bic for one in analysis.sweep.swept], rel=1e-9)
    assert bic == pytest.approx(analysis.partition.bic, rel=1e-9)
    assert labels == [segment.label for segment in analysis.segments]


def assert_notebook_gives(analysis):
    names = {}
    for cell in nbformat.reads(to_notebook(analysis), as_version=4).cells:
        if cell.cell_type == "code" and not cell.source.startswith("KS ="):
            exec(cell.source.replace("plt.show()", "plt.close('all')"), names)
    plt.close("all")
    assert names["users"]["segment"].tolist() == analysis.partition.labels.tolist()
    assert names["mixture"].bic(names["X"]) == pytest.approx(analysis.partition.bic, rel=1e-6)


def test_so_does_one_whose_mixture_was_found_on_samples(path, monkeypatch):
    monkeypatch.setattr(mixture, "EXACT_USERS", 40)
    analysis = core.analyse(path, k=3, algorithm="mixture", evidence=NONE)
    assert analysis.partition.estimated
    assert_notebook_gives(analysis)
    assert any("the BIC of the worst" in note for note in analysis.notes)
    assert "~ " in to_text(analysis)


def test_so_does_one_of_balls(path, monkeypatch):
    monkeypatch.setattr(mixture, "_fits", lambda *asked, **stop: iter(()))
    analysis = core.analyse(path, k=3, algorithm="mixture", evidence=NONE)
    assert analysis.partition.gaussians.kind == BALLS
    assert_notebook_gives(analysis)


@pytest.fixture
def written(analysis, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(to_json(model_of(analysis)), encoding="utf-8")
    return path


def test_the_model_assigns_by_the_mixture_not_by_the_nearest_centre(analysis, written):
    segments, distances = load_model(written).assign(analysis.description.features)
    assert segments.tolist() == analysis.partition.labels.tolist()
    to_centres = np.linalg.norm(analysis.points.values[:, None] - analysis.partition.centres, axis=2)
    assert segments.tolist() != to_centres.argmin(axis=1).tolist()
    assert np.allclose(distances, to_centres[np.arange(len(segments)), segments])


def test_earlier_versions_refuse_it_and_keep_reading_models_of_k_means(analysis, path, written):
    """They read schema 1 alone, and would take the nearest centre."""
    assert json.loads(written.read_text())["schema"] == 2
    by_kmeans = json.loads(to_json(model_of(core.analyse(path, k=3))))
    assert by_kmeans["schema"] == 1
    assert "mixture" not in by_kmeans


def component(content, **changes):
    content["mixture"]["components"][0].update(changes)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("mixture"),
        lambda content: content.update(mixture=[]),
        lambda content: content["mixture"].update(covariances="odd"),
        lambda content: content["mixture"]["components"].pop(),
        lambda content: component(content, weight=0),
        lambda content: component(content, weight=-1),
        lambda content: component(content, weight=float("nan")),
        lambda content: component(content, covariance=[[1, 0, 0], [0, 1, 0]]),
        lambda content: component(content, covariance=[[1, 0, 0], [0, 1, 0], [0, 0, 0]]),
        lambda content: component(content, covariance=[[1, 0, 0], [0, 1, 0], [0, 0, -1]]),
        lambda content: component(content, covariance=[[1, 0, 0], [0, 1, 0], [0, 0, 1e-320]]),
        lambda content: component(content, covariance=[[1, 0], [0, 1]]),
        lambda content: component(content, covariance=7),
    ],
)
def test_a_damaged_mixture_is_refused(written, damage):
    content = json.loads(written.read_text())
    damage(content)
    written.write_text(json.dumps(content))
    with pytest.raises(ModelError, match="is damaged"):
        load_model(written)


def test_the_command_line_segments_by_it_and_assigns_by_its_model(path, tmp_path, capfd, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    by_mixture = ("--algorithm", "mixture", "--k", "3", "--evidence", "none")
    assert main(["report", str(path), "--format", "json", *by_mixture]) == 0
    report = json.loads(capfd.readouterr().out)
    assert (report["preset"], report["algorithm"]) == ("custom", "mixture")
    assert main(["export", str(path), "--out", str(tmp_path / "out"), "--only", "users,model", *by_mixture]) == 0
    capfd.readouterr()
    assert main(["assign", str(tmp_path / "out" / "model.json"), str(path)]) == 0
    (tmp_path / "assigned.csv").write_text(capfd.readouterr().out)
    assigned, exported = (pd.read_csv(tmp_path / name, dtype=str) for name in ("assigned.csv", "out/users.csv"))
    pd.testing.assert_frame_equal(assigned, exported[assigned.columns])
    with pytest.raises(SystemExit) as left:
        main(["report", str(path), "--algorithm", "ward"])
    assert left.value.code == 2
    assert "There is no algorithm 'ward'. The algorithms are: kmeans, mixture." in capfd.readouterr().err
