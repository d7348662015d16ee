"""Tables with many columns: a stated limit, time that grows with their number, and neighbours that cost little."""

import json

import duckdb
import pandas as pd
import pytest

from core.data.opening import open_dataset
from core.description import open_and_describe
from core.engine.duckdb.reading import of_text
from core.errors import Cancelled, NotADatasetError, UnreadableDatasetError
from core.sources import columns, tables
from core.sources.columns import USUAL_NAMES, most_usual
from core.sources.delimited import distinct, text_table

HEAD = ["userId", "movieId", "rating"]
ROW = ["1", "2", "3"]


def as_csv(path, wide):
    names = [f"x{number}" for number in range(wide - 3)]
    path.write_text(",".join([*HEAD, *names]) + "\n" + ",".join([*ROW, *["1"] * len(names)]) + "\n")
    return path


def as_json(path, wide):
    path.write_text(json.dumps(dict(zip(HEAD, ROW, strict=True)) | {f"x{number}": 1 for number in range(wide - 3)}))
    return path


def as_parquet(path, wide):
    more = ", ".join(f"1 AS x{number}" for number in range(wide - 3))
    with duckdb.connect() as connection:
        query = f"SELECT 1 AS userId, 2 AS movieId, 3 AS rating, {more}"
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def as_frame(_, wide):
    return pd.DataFrame([[1, 2, 3, *[1] * (wide - 3)]], columns=[*HEAD, *(f"x{number}" for number in range(wide - 3))])


FORMS = {"r.csv": as_csv, "r.jsonl": as_json, "r.parquet": as_parquet, "DataFrame": as_frame}


@pytest.mark.parametrize("name", FORMS)
def test_a_thousand_columns_are_read_and_one_more_is_refused_with_the_limit(tmp_path, name):
    assert open_and_describe(FORMS[name](tmp_path / name, 1_000)).overview.ratings == 1
    with pytest.raises(NotADatasetError, match=r"has 1,001 columns, more than 1,000\. .*one rating a row"):
        open_and_describe(FORMS[name](tmp_path / name, 1_001))


@pytest.mark.parametrize("commas", [20_000, 200_000])
def test_a_header_of_nothing_but_commas_is_refused(tmp_path, commas):
    (tmp_path / "r.csv").write_text("userId,movieId,rating" + "," * commas + "\n1,2,3\n")
    with pytest.raises(NotADatasetError, match=f"has {commas + 3:,} columns"):
        open_and_describe(tmp_path / "r.csv")


def test_a_header_longer_than_what_is_looked_at_is_refused(tmp_path):
    (tmp_path / "r.csv").write_text("x," * 300_000 + "\n1,2,3\n")
    with pytest.raises(UnreadableDatasetError, match="no line that ends within its first 256 KiB"):
        open_and_describe(tmp_path / "r.csv")


class Counted(str):
    """Text that counts how often it is folded."""

    folded = 0

    def casefold(self):
        Counted.folded += 1
        return super().casefold()


def test_names_are_made_distinct_with_a_few_looks_at_each():
    Counted.folded = 0
    assert len(set(distinct([Counted(f"x{number}") for number in range(2_000)]))) == 2_000
    assert Counted.folded <= 4 * 2_000


def test_usual_names_are_sought_with_one_look_at_each_column(monkeypatch):
    looks = []
    plain = columns._plain
    monkeypatch.setattr(columns, "_plain", lambda name: looks.append(name) or plain(name))
    most_usual([f"x{number}" for number in range(2_000)], USUAL_NAMES["user"])
    assert len(looks) <= 2_000 + len(USUAL_NAMES["user"])


def test_the_lines_of_a_wide_row_are_counted(tmp_path):
    path = as_csv(tmp_path / "r.csv", 1_000)
    path.write_text(path.read_text() + '"1\n2","\n"\n')
    reading = of_text(text_table(path), path, parallel=False)
    with duckdb.connect() as connection:
        lines = connection.execute(f"SELECT {reading.lines} FROM {reading.relation}").fetchall()
    assert lines == [(1,), (3,)]


LONG = [f"{'x' * 90}{number}" for number in range(800)]


def test_a_neighbour_is_only_glanced_at_where_it_is_not_named(tmp_path):
    ratings = as_csv(tmp_path / "r.csv", 4)
    items = tmp_path / "titles.csv"
    items.write_text(",".join(["movieId", "title", *LONG]) + "\n2,Two" + ",x" * len(LONG) + "\n")
    assert open_and_describe(ratings).overview.catalogue_items is None
    assert open_and_describe(ratings, items=items).overview.catalogue_items == 1


def test_neighbours_with_too_many_columns_are_passed_over(tmp_path):
    ratings = as_csv(tmp_path / "r.csv", 4)
    (tmp_path / "a.csv").write_text("movieId,title" + "," * 20_000 + "\n")
    (tmp_path / "b.csv").write_text("movieId,title\n2,Two\n")
    assert open_and_describe(ratings).overview.catalogue_items == 1


@pytest.mark.parametrize("opened", ["r.csv", ""], ids=["a file", "a folder"])
def test_looking_at_neighbours_can_be_stopped(tmp_path, monkeypatch, opened):
    as_csv(tmp_path / "r.csv", 4)
    for number in range(20):
        (tmp_path / f"a{number}.csv").write_text("x,y,z\na,b,c\n")
    looks = []
    file_table = tables.file_table
    monkeypatch.setattr(tables, "file_table", lambda *arguments: looks.append(1) or file_table(*arguments))
    with pytest.raises(Cancelled):
        open_dataset(tmp_path / opened, should_stop=lambda: len(looks) >= 3)
    assert len(looks) == 3
