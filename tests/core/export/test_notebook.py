"""The exported notebook gives the app's result with plain pandas and scikit-learn, whatever form the ratings have."""

import gzip
import json
import zipfile
from dataclasses import replace

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

import core
from core.export.notebook import to_notebook
from core.features.catalogue import FEATURES
from core.features.table import BASE
from core.presets import NOTEBOOK, PRESETS

ROWS = [(user, item, 0.5 + (user * 7 + item * item) % 10 / 2) for user in range(3, 40) for item in range(2 + user % 9)]


def cells_of(analysis, kind):
    return [cell.source for cell in nbformat.reads(to_notebook(analysis), as_version=4).cells if cell.cell_type == kind]


def test_the_notebook_gives_the_same_segments_on_real_data(movielens, tmp_path):
    analysis = core.analyse(movielens)
    notebook = nbformat.reads(to_notebook(analysis), as_version=4)
    nbformat.validate(notebook)
    shown = "import json; print(json.dumps([profile['users'].tolist(), wcss, kmeans.inertia_, list(profile['label'])]))"
    notebook.cells.append(nbformat.v4.new_code_cell(shown))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    sizes, sweep, wcss, labels = json.loads(notebook.cells[-1].outputs[0].text)
    assert sizes == [segment.users for segment in analysis.segments] == [270, 97, 32, 211]
    assert wcss == pytest.approx(analysis.partition.wcss, rel=1e-9)
    assert sweep == pytest.approx([partition.wcss for partition in analysis.sweep.swept], rel=1e-9)
    assert labels == [segment.label for segment in analysis.segments]


def test_no_code_cell_needs_segscope_and_the_cells_keep_their_ids(write_ratings):
    analysis = core.analyse(write_ratings(ROWS), k=3)
    assert not [code for code in cells_of(analysis, "code") if "segscope" in code]
    assert to_notebook(analysis) == to_notebook(core.analyse(analysis.description.source.origin.path, k=3))


def plain(path, rows=ROWS, delimiter=",", head="userId,movieId,rating", end="", **encoding):
    lines = [head.replace(",", delimiter)] if head else []
    path.write_text("\n".join([*lines, *(delimiter.join(map(str, row)) for row in rows)]) + "\n" + end, **encoding)
    return path


def zipped(path, member, data):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, data)
    return path


def as_json(rows):
    return [{"userId": user, "movieId": item, "rating": rating} for user, item, rating in rows]


def packed(path):
    path.write_bytes(gzip.compress(plain(path.with_suffix("")).read_bytes()))
    return path


FORMS = {
    "comma": lambda folder: plain(folder / "r.csv"),
    "folder": lambda folder: plain(folder / "ratings.csv").parent,
    "gzip": lambda folder: packed(folder / "r.csv.gz"),
    "tab": lambda folder: plain(folder / "r.tsv", delimiter="\t"),
    "semicolons and decimal commas": lambda folder: plain(
        folder / "r.csv", [(u, i, str(r).replace(".", ",")) for u, i, r in ROWS], delimiter=";"
    ),
    "two colons, no header": lambda folder: plain(
        folder / "ratings.dat", [(*row, 0) for row in ROWS], delimiter="::", head=""
    ),
    "text ids": lambda folder: plain(folder / "r.csv", [(f"00{u}", f"é{i}", r) for u, i, r in ROWS], encoding="utf-8"),
    "Latin-1": lambda folder: plain(folder / "r.csv", [(f"é{u}", i, r) for u, i, r in ROWS], encoding="latin-1"),
    "UTF-16": lambda folder: plain(folder / "r.csv", encoding="utf-16"),
    "byte order mark": lambda folder: plain(folder / "r.csv", encoding="utf-8-sig"),
    "quoted": lambda folder: plain(folder / "r.csv", [(f'"a, {u}"', i, r) for u, i, r in ROWS]),
    "dirt": lambda folder: plain(folder / "r.csv", end="1,2,x\n,3,4\n5,,4\n6,7,\n8,9,inf\n8,9,1e200\n1,2,3,4,5\n"),
    "short rows": lambda folder: plain(
        folder / "r.csv", [(*row, 0) for row in ROWS], head="userId,movieId,rating,timestamp", end="3,99,5\n"
    ),
    "blank lines": lambda folder: plain(folder / "r.csv", head="\n\nuserId,movieId,rating", end="\n\n"),
    "zip": lambda folder: zipped(folder / "r.zip", "inner/ratings.csv", plain(folder / "x.txt").read_text()),
    "odd names in a zip": lambda folder: zipped(
        folder / "r.zip", "./a//ratings.csv", plain(folder / "x.txt").read_text()
    ),
    "gzip in a zip": lambda folder: zipped(
        folder / "r.zip", "ratings.csv.gz", gzip.compress(plain(folder / "x.txt").read_bytes())
    ),
}


def lists(path):
    path.write_text(json.dumps(as_json(ROWS)))
    return path


def lines(path):
    path.write_text("\n".join(map(json.dumps, as_json(ROWS))))
    return path


FORMS |= {"JSON": lambda folder: lists(folder / "r.json"), "JSON lines": lambda folder: lines(folder / "r.jsonl")}


@pytest.mark.parametrize("form", FORMS)
def test_its_code_reads_every_form_as_the_engine_does(form, tmp_path):
    analysis = core.analyse(FORMS[form](tmp_path), k=2)
    settings, reading, features, *_ = cells_of(analysis, "code")
    names = {}
    for code in (settings, reading, features):
        exec(code, names)
    expected = analysis.description.features
    users = names["users"].reset_index()
    assert users["user"].tolist() == expected.ids.tolist()
    assert list(users) == ["user", *BASE]
    for name in BASE:
        np.testing.assert_allclose(users[name].to_numpy(), expected.columns[name], rtol=1e-12, atol=1e-12)


def test_a_table_in_memory_is_to_be_saved_first(tmp_path, monkeypatch):
    frame = pd.DataFrame([(f"00{u}", "NA", r) for u, _, r in ROWS], columns=["userId", "movieId", "rating"])
    analysis = core.analyse(frame, k=2)
    assert "save it as `ratings.csv` first" in "".join(cells_of(analysis, "markdown"))
    frame.to_csv(tmp_path / "ratings.csv", index=False)
    monkeypatch.chdir(tmp_path)
    names = {}
    for code in cells_of(analysis, "code")[:3]:
        exec(code, names)
    assert names["users"].index.tolist() == analysis.description.features.ids.tolist()


def test_what_pandas_cannot_read_alike_is_said(tmp_path):
    analysis = core.analyse(plain(tmp_path / "r.csv", end='"1,2,3\n4,5,6\n'), k=2)
    assert "mend or remove them first" in "".join(cells_of(analysis, "markdown"))


def test_an_estimated_fit_starts_from_the_centres_that_were_found(write_ratings, monkeypatch):
    monkeypatch.setattr("core.clustering.kmeans.EXACT_USERS", 20)
    analysis = core.analyse(write_ratings(ROWS), k=3)
    names = {}
    for code in cells_of(analysis, "code")[:-2]:
        exec(code.replace("plt.show()", "plt.close('all')"), names)
    assert names["kmeans"].inertia_ == pytest.approx(analysis.partition.wcss, rel=1e-9)
    sizes = [segment.users for segment in analysis.segments]
    assert names["profile"]["users"].tolist() == sizes
    assert f"exported_sizes = {sizes}" in cells_of(analysis, "code")[-1]
    assert f"exported_wcss = {analysis.partition.wcss!r}" in cells_of(analysis, "code")[-1]


def test_users_may_be_segmented_by_a_single_feature(write_ratings, monkeypatch):
    monkeypatch.setitem(PRESETS, "toy", replace(NOTEBOOK, name="toy", features=("avg_rating",)))
    analysis = core.analyse(write_ratings(ROWS), preset="toy", k=3)
    monkeypatch.setattr("matplotlib.pyplot.show", lambda: titles.extend(axes.get_title() for axes in plt.gcf().axes))
    names, titles = {}, []
    for code in cells_of(analysis, "code"):
        exec(code, names)
        plt.close("all")
    assert FEATURES["avg_rating"].code.histogram in titles
    assert names["profile"]["users"].tolist() == [segment.users for segment in analysis.segments]


def test_a_hostile_name_stays_text(tmp_path):
    folder = tmp_path / "'; import os #<b>$x$"
    folder.mkdir()
    analysis = core.analyse(plain(folder / "ratings.csv").parent, k=2)
    names = {}
    exec(cells_of(analysis, "code")[0], names)
    assert names["DATASET"] == str(folder / "ratings.csv")
    assert r"\<b\>\$x\$" in cells_of(analysis, "markdown")[0]
