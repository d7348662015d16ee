"""The exported notebook makes the features of the analysis with plain pandas, and reads no more than they need."""

import zipfile
from dataclasses import replace

import nbformat
import numpy as np
import pandas as pd
import pytest

import core
from core.description import open_and_describe
from core.export.notebook import to_notebook
from core.features.catalogue import FEATURES
from core.features.table import BASE

ROWS = [
    (user, 10 + item, 0.5 + (user * 7 + item * item) % 10 / 2) for user in range(3, 30) for item in range(2 + user % 9)
]
GENRES = ["Drama", "Drama|War", "(no genres listed)", "War|Comedy|Drama", "", "Comedy"]


def analysed(data, features=tuple(FEATURES), **options):
    """An analysis whose preset has these features beside the notebook's own."""
    analysis = core.analyse(data, k=2, evidence="none", **options)
    description = open_and_describe(data, features=features, **options)
    preset = replace(analysis.preset, features=tuple(name for name in FEATURES if name in description.features.columns))
    return replace(analysis, study=replace(analysis.study, description=description, preset=preset))


def code_of(analysis):
    """What the cells say up to the features, and the code of them."""
    cells = nbformat.reads(to_notebook(analysis), as_version=4).cells
    last = next(n for n, cell in enumerate(cells) if "users.describe()" in cell.source)
    return cells[: last + 1], [cell.source for cell in cells[: last + 1] if cell.cell_type == "code"]


def assert_gives_the_same(analysis):
    names = {}
    for code in code_of(analysis)[1]:
        exec(code, names)
    users, expected = names["users"].reset_index(), analysis.description.features
    assert users["user"].tolist() == expected.ids.tolist()
    for name, values in expected.columns.items():
        np.testing.assert_allclose(users[name].to_numpy(float), values, rtol=1e-9, atol=1e-9, err_msg=name)


def folder_of(path, delimiter=",", times=range(0, 10**9, 10**5), items="movies.csv", genres=GENRES, encoding="utf-8"):
    path.mkdir()
    rows = [delimiter.join(map(str, (*row, time))) for row, time in zip(ROWS, times, strict=False)]
    head = delimiter.join(("userId", "movieId", "rating", "timestamp"))
    (path / "ratings.csv").write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    titles = [f"{10 + n},Film é {n},{text}" for n, text in enumerate(genres)]
    (path / items).write_text("\n".join(["movieId,title,genres", *titles]) + "\n", encoding=encoding)
    return path


def zipped(folder):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"inner/{file.name}")
    return path


FORMS = {
    "MovieLens's files": folder_of,
    "an archive": lambda path: zipped(folder_of(path)),
    "tabs": lambda path: folder_of(path, delimiter="\t"),
    "Latin-1": lambda path: folder_of(path, encoding="latin-1"),
    "milliseconds": lambda path: folder_of(path, times=range(10**12, 2 * 10**12, 10**9)),
    "dates": lambda path: folder_of(path, times=[f"2015-03-{1 + n % 28:02d}T05:06:07+02:00" for n in range(999)]),
    "times that cannot be read": lambda path: folder_of(path, times=["soon", "1e9", "", "2015-03-04"] * 99),
    "commas between genres": lambda path: folder_of(path, genres=[f'"{text.replace("|", ", ")}"' for text in GENRES]),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_feature_is_made_again_by_pandas(form, tmp_path):
    assert_gives_the_same(analysed(FORMS[form](tmp_path / "data")))


def test_every_feature_of_real_users_is_made_again_by_pandas(movielens):
    assert_gives_the_same(analysed(movielens))


def test_ratings_beyond_the_scale_count_as_its_ends_there_too(write_ratings):
    assert_gives_the_same(analysed(write_ratings([*ROWS, (3, 99, 77)])))


def test_titles_more_popular_than_all_others_are_found_there_too(write_ratings):
    """Ten titles, of which one was rated once more than the next."""
    assert_gives_the_same(analysed(write_ratings([*ROWS, (3, 10, 4)]), ("popular_share", "popularity")))


def test_items_that_turn_out_to_be_latin_1_late_are_read_so(tmp_path):
    data = folder_of(tmp_path / "data")
    with (data / "movies.csv").open("ab") as file:
        file.write(b"".join(b"%d,Film,Drama\n" % n for n in range(1000, 100_000)) + "9,é,War\n".encode("latin-1"))
    analysis = analysed(data, ("genre_entropy",))
    assert analysis.description.source.items_origin.encoding == "latin-1"
    assert_gives_the_same(analysis)


def test_likes_are_made_again_too(tmp_path):
    path = tmp_path / "plays.csv"
    path.write_text("user,track\n" + "".join(f"{user},{item}\n" for user, item, _ in ROWS))
    assert_gives_the_same(analysed(path, columns={"rating": "none"}))


def test_items_that_lie_in_no_table_of_their_own_are_to_be_saved_first(tmp_path, monkeypatch):
    folder = tmp_path / "ml-1m"
    folder.mkdir()
    (folder / "ratings.dat").write_text("".join("::".join(map(str, (*row, 5))) + "\n" for row in ROWS))
    movies = "".join(f"{10 + n}::Film {n}::{text}\n" for n, text in enumerate(GENRES))
    (folder / "movies.dat").write_text(movies)
    analysis = analysed(folder)
    cells, _ = code_of(analysis)
    assert any("Save the table of items as `items.csv` first" in cell.source for cell in cells)
    items = pd.DataFrame({"movieId": range(10, 16), "title": "x", "genres": GENRES})
    items.to_csv(tmp_path / "items.csv", index=False)
    monkeypatch.chdir(tmp_path)
    assert_gives_the_same(analysis)


def test_only_what_a_feature_needs_is_read(tmp_path):
    data = folder_of(tmp_path / "data")
    code = {names: "\n".join(code_of(analysed(data, names))[1]) for names in ((), ("harshness",), ("active_days",))}
    for names, text in code.items():
        assert "ITEMS" not in text
        assert "movies.csv" not in text
        assert ("timestamp" in text.replace("'timestamp'],", "")) == ("active_days" in names)
        assert ("mu = " in text) == ("harshness" in names)
        assert ("LOW, HIGH = 0.5, 5.0" in text) == ("harshness" in names)
        made = {name for name in FEATURES if f'users["{name}"]' in text or f"    {name}=(" in text}
        assert made == {*BASE, *names}
