"""The exported notebook gives the same segments for every preset, every scaling, and with users left out."""

import json

import nbformat
import pytest
from matplotlib import pyplot as plt
from nbclient import NotebookClient

import core
from core.export.notebook import to_notebook
from core.features.catalogue import FEATURES

ROWS = [(user, item, 1 + (user * 7 + item * item) % 5) for user in range(60) for item in range(3 + user * user % 37)]


def code_of(analysis):
    cells = nbformat.reads(to_notebook(analysis), as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def executed(analysis, monkeypatch):
    """What the notebook's names stand for, after its cells ran in this process."""
    monkeypatch.setattr("matplotlib.pyplot.show", lambda: plt.close("all"))
    names = {}
    for code in code_of(analysis):
        exec(code, names)
    plt.close("all")
    return names


def test_the_recommended_preset_gives_the_same_segments_on_real_data(movielens, tmp_path, monkeypatch):
    """As a reader runs it, with one thread, since others may be busy on this machine."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    analysis = core.analyse(movielens, preset="recommended", k=4, evidence="none")
    notebook = nbformat.reads(to_notebook(analysis), as_version=4)
    shown = "import json; print(json.dumps([profile['users'].tolist(), kmeans.inertia_, list(profile['label'])]))"
    notebook.cells.append(nbformat.v4.new_code_cell(shown))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    sizes, wcss, labels = json.loads(notebook.cells[-1].outputs[0].text)
    assert sizes == [segment.users for segment in analysis.segments]
    assert wcss == pytest.approx(analysis.partition.wcss, rel=1e-9)
    assert labels == [segment.label for segment in analysis.segments]


@pytest.mark.parametrize("scaling", ["log1p", "robust", "none"])
def test_every_scaling_gives_the_same_segments(write_ratings, monkeypatch, scaling):
    analysis = core.analyse(write_ratings(ROWS), scaling=scaling, k=3, evidence="none")
    profile = executed(analysis, monkeypatch)["profile"]
    assert profile["users"].tolist() == [segment.users for segment in analysis.segments]
    assert profile["label"].tolist() == [segment.label for segment in analysis.segments]


def test_users_with_few_ratings_are_left_out_after_others_were_compared_with_theirs(write_ratings, monkeypatch):
    """Harshness and popularity count the ratings of all; scaling, segments and labels those of who is left."""
    features = ("num_ratings", "harshness", "popularity")
    analysis = core.analyse(write_ratings(ROWS), features=features, min_ratings=12, k=3, evidence="none")
    names = executed(analysis, monkeypatch)
    assert analysis.description.left_out_users > 0
    assert names["users"].index.tolist() == analysis.description.features.ids.tolist()
    for name in features:
        assert names["users"][name].tolist() == pytest.approx(analysis.description.features.columns[name].tolist())
    assert names["profile"]["users"].tolist() == [segment.users for segment in analysis.segments]
    assert names["profile"]["label"].tolist() == [segment.label for segment in analysis.segments]


def test_it_says_which_preset_names_the_segments_and_finds_by_the_rules_what_was_exported(write_ratings, monkeypatch):
    names = {1: "Night'owls *"}
    analysis = core.analyse(write_ratings(ROWS), preset="recommended", k=3, names=names, evidence="none")
    cells = nbformat.reads(to_notebook(analysis), as_version=4).cells
    assert cells[0].source.endswith(", 3 segments, preset recommended.")
    told = "".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert r"- 1, Night'owls \*: " in told
    ran = executed(analysis, monkeypatch)
    assert ran["profile"]["name"].fillna("").tolist() == ["", "Night'owls *", ""]
    rules = [one.rule for one in analysis.portraits.segments]
    found = ran["rules"]
    assert found.index.tolist() == [0, 1, 2]
    assert found["users"].tolist() == [rule.users for rule in rules]
    assert found["coverage"].tolist() == pytest.approx([rule.coverage for rule in rules])
    assert found["precision"].tolist() == pytest.approx([rule.precision for rule in rules])


def test_without_names_and_with_one_segment_there_are_no_cells_for_them(write_ratings):
    code = "".join(code_of(core.analyse(write_ratings(ROWS), k=1, evidence="none")))
    assert "NAMES" not in code
    assert "RULES" not in code


def test_nobody_is_left_out_where_the_preset_asks_for_one_rating(write_ratings):
    analysis = core.analyse(write_ratings(ROWS), k=3, evidence="none")
    assert not any("users = users[" in code for code in code_of(analysis))


def test_only_the_notebooks_features_and_those_of_the_preset_are_made(write_ratings, monkeypatch):
    """Though the description has many more."""
    analysis = core.analyse(write_ratings(ROWS), features=["avg_rating", "top_share"], k=3)
    names = executed(analysis, monkeypatch)
    made = set(names["users"].columns) - {"segment"}
    assert made == {name for name, one in FEATURES.items() if not one.on_request or name == "top_share"}
    assert made < set(analysis.description.features.columns)
    assert not [code for code in code_of(analysis) if "genre" in code or "seconds" in code]
