"""The exported notebook reads a table without ratings as the product does."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

import core
from core.export.notebook import to_notebook

ROWS = "".join(f"{n % 9}@{n % (n % 5 + 2)}\n" for n in range(200))


PLAYS = {
    "clean": "userId,songId\n" + ROWS.replace("@", ","),
    "with rows left out": "userId;songId\n" + ROWS.replace("@", ";") + ";1\n3\n",
}


@pytest.mark.parametrize("text", PLAYS.values(), ids=PLAYS)
def test_each_row_is_a_like(tmp_path, text):
    path = tmp_path / "plays.csv"
    path.write_text(text)
    analysis = core.analyse(path, columns={"rating": "none"}, k=2)
    notebook = nbformat.reads(to_notebook(analysis), as_version=4)
    shown = "import json; print(json.dumps([profile['users'].tolist(), users['num_ratings'].tolist()]))"
    notebook.cells.append(nbformat.v4.new_code_cell(shown))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    sizes, ratings = json.loads(notebook.cells[-1].outputs[0].text)
    assert sizes == [segment.users for segment in analysis.segments]
    assert ratings == analysis.description.features.columns["num_ratings"].tolist()
