"""Genres and times as they are written in tables of all forms."""

import gzip
import json
import os
import subprocess
import sys

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.description import open_and_describe
from core.sources.source import FrameTable, ItemsColumns, RatingsColumns, Source

RATINGS = ["1,10,4", "1,11,4", "2,11,3", "2,12,5"]
NAMES = ("genre_entropy", "top_genre_share")


def dataset(folder, items, name="movies.csv", encoding="utf-8"):
    folder.mkdir()
    (folder / "ratings.csv").write_text("\n".join(["userId,movieId,rating", *RATINGS]) + "\n")
    (folder / name).write_bytes(items if isinstance(items, bytes) else "\n".join(items).encode(encoding))
    return folder


def genres_of(path, **options):
    features = open_and_describe(path, features=NAMES, **options).features
    return features.top_genres.tolist(), features.columns["top_genre_share"].round(9).tolist()


HEAD = "movieId,title,genres"
EXPECTED = (["Drama", "War"], [0.75, 0.75])  # of items 10: Drama, 11: Drama and War, 12: War

ITEMS = {
    "bars": [HEAD, "10,A,Drama", "11,B,Drama|War", "12,C,War"],
    "semicolons": [HEAD, "10,A,Drama", "11,B,Drama; War", "12,C,War"],
    "commas": [HEAD, "10,A,Drama", '11,B,"Drama, War"', "12,C,War"],
    "lists": [HEAD, "10,A,['Drama']", "11,B,\"['Drama', 'War']\"", "12,C,['War']"],
    "blanks and repetitions": [HEAD, "10,A,Drama|", "11,B, War |Drama|War||", "12,C,War"],
    "items that nobody rated": [HEAD, "10,A,Drama", "11,B,Drama|War", "12,C,War", "13,D,Comedy", ",E,Comedy"],
    "rows of an item that name none, and more than one that does": [
        HEAD, "10,A,", "10,A,(no genres listed)", "10,A,Drama", "10,A,War", "11,B,War|Drama", "12,C,War",
    ],
    "a short row": [HEAD, "10,A,Drama", "11,B,Drama|War", "12,C,War", "99"],
    "another name": ["movieId,title,genre", "10,A,Drama", "11,B,Drama|War", "12,C,War"],
}  # fmt: skip


@pytest.mark.parametrize("form", ITEMS)
def test_genres_are_read_as_they_are_written(form, tmp_path):
    assert genres_of(dataset(tmp_path / "x", ITEMS[form])) == EXPECTED


def test_genres_may_be_in_latin_1_or_gzipped_or_json(tmp_path):
    items = [HEAD, "10,A,Komödie", "11,B,Komödie|War", "12,C,War"]
    expected = (["Komödie", "War"], [0.75, 0.75])
    assert genres_of(dataset(tmp_path / "latin", items, encoding="latin-1")) == expected
    packed = gzip.compress("\n".join(items).encode())
    assert genres_of(dataset(tmp_path / "packed", packed, "movies.csv.gz")) == expected
    rows = [
        {"movieId": 10, "title": "A", "genres": ["Drama"]},
        {"movieId": 11, "title": "B", "genres": ["Drama", "War"]},
    ]
    rows.append({"movieId": 12, "title": "C", "genres": ["War"]})
    assert genres_of(dataset(tmp_path / "json", [json.dumps(rows)], "movies.json")) == EXPECTED


def test_genres_may_be_in_parquet_as_lists(tmp_path):
    folder = dataset(tmp_path / "x", [], "none.txt")
    rows = "VALUES (10, 'A', ['Drama']), (11, 'B', ['Drama', 'War']), (12, 'C', ['War'])"
    items = tmp_path / "items.parquet"
    duckdb.execute(f"COPY (SELECT * FROM ({rows}) t(movieId, title, genres)) TO '{items}'")
    assert genres_of(folder / "ratings.csv", items=items) == EXPECTED


def test_genres_of_older_movielens_are_found(tmp_path):
    old, older = tmp_path / "1m", tmp_path / "100k"
    old.mkdir()
    older.mkdir()
    (old / "ratings.dat").write_text("".join(f"{row.replace(',', '::')}::0\n" for row in RATINGS))
    (old / "movies.dat").write_text("10::A::Drama\n11::B: C::Drama|War\n12::C::War\n", encoding="latin-1")
    (older / "u.data").write_text("".join(row.replace(",", "\t") + "\t0\n" for row in RATINGS))
    (older / "u.genre").write_text("unknown|0\nDrama|1\nWar|2\n")
    (older / "u.item").write_text("10|A|d|||0|1|0\n11|B|d|||0|1|1\n12|Ç|d|||0|0|1\n", encoding="latin-1")
    assert genres_of(old) == genres_of(older) == EXPECTED


def test_a_table_of_items_in_memory_has_genres_too():
    ratings = pd.DataFrame({"u": ["a", "b"], "i": [1, 2], "r": [3.0, 4.0]})
    items = pd.DataFrame({"i": [1, 2], "title": ["A", "B"], "genres": ["War", None]})
    columns = {"ratings_columns": RatingsColumns("u", "i", "r"), "items_columns": ItemsColumns("i", "title", "genres")}
    source = Source("x", FrameTable(ratings), items=FrameTable(items), **columns)
    assert open_and_describe(source, features=NAMES).features.top_genres.tolist() == ["War", ""]


# Times

DAY = 86_400
START = 1_425_427_200  # 2015-03-04, midnight
TIMES = ("tenure_days", "recency_days", "active_days", "ratings_per_active_day")

MOMENTS = {
    "seconds": [START, START + 2 * DAY, START + DAY],
    "fractions of seconds": [START + 0.0, START + 2.0 * DAY, START + 1.0 * DAY],
    "milliseconds": [1000 * START, 1000 * (START + 2 * DAY), 1000 * (START + DAY)],
    "microseconds": [10**6 * START, 10**6 * (START + 2 * DAY), 10**6 * (START + DAY)],
    "nanoseconds": [10**9 * START, 10**9 * (START + 2 * DAY), 10**9 * (START + DAY)],
    "dates": ["2015-03-04", "2015-03-06", "2015-03-05"],
    "ISO 8601": ["2015-03-04T00:00:00Z", "2015-03-06 02:00:00+02:00", "2015-03-05T00:00:00.000"],
    "with what is no time": [START, START + 2 * DAY, START + DAY, "soon", "", "1_000", "inf", "1e300"],
}
EXPECTED_TIMES = {"tenure_days": [2, 0], "recency_days": [0, 1], "active_days": [2, 1]}


@pytest.mark.parametrize("form", MOMENTS)
def test_times_are_read_as_they_are_written(form, tmp_path):
    first, last, other, *none = MOMENTS[form]
    rows = [("a", first), ("a", last), ("b", other), *(("a", text) for text in none)]
    lines = ["user,item,rating,timestamp", *(f"{user},{n},3,{time}" for n, (user, time) in enumerate(rows))]
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n")
    found = open_and_describe(tmp_path / "r.csv", features=TIMES).features.columns
    assert {name: found[name].tolist() for name in EXPECTED_TIMES} == EXPECTED_TIMES
    assert found["ratings_per_active_day"].tolist() == [(2 + len(none)) / 2, 1]


def test_times_are_those_of_utc_wherever_the_machine_is(tmp_path):
    """A time without a zone, and one with: the machine's own zone plays no part."""
    path = tmp_path / "r.parquet"
    rows = "VALUES (TIMESTAMP '2015-03-04 23:30:00', TIMESTAMPTZ '2015-03-04 23:30:00+00')"
    duckdb.execute(f"COPY (SELECT 'a' AS u, 1 AS item, 3 AS rating, * FROM ({rows}) t(time, zoned)) TO '{path}'")
    code = f"""if True:
        from core.engine.duckdb.connection import Connection
        from core.workspace import Workspace
        with Workspace() as workspace:
            texts = "CAST(time AS VARCHAR), CAST(zoned AS VARCHAR)"
            print(Connection(workspace).rows(f"SELECT {{texts}} FROM read_parquet('{path}')"))"""
    environment = {**os.environ, "TZ": "America/New_York"}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[('2015-03-04 23:30:00', '2015-03-04 23:30:00+00')]"


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/New_York"])
def test_times_may_be_those_of_pandas(unit, zone):
    times = pd.to_datetime([START, START + 2 * DAY, START + DAY, None], unit="s").as_unit(unit)
    times = times if zone is None else times.tz_localize("UTC").tz_convert(zone)
    frame = pd.DataFrame({"user": ["a", "a", "b", "b"], "item": [1, 2, 3, 4], "rating": 3.0, "time": times})
    found = open_and_describe(frame, features=TIMES).features.columns
    assert {name: found[name].tolist() for name in EXPECTED_TIMES} == EXPECTED_TIMES


def test_times_may_be_in_parquet(tmp_path):
    rows = "VALUES ('a', 1, TIMESTAMP '2015-03-04'), ('a', 2, '2015-03-06'), ('b', 3, '2015-03-05')"
    duckdb.execute(f"COPY (SELECT *, 3 AS rating FROM ({rows}) t(u, item, time)) TO '{tmp_path / 'r.parquet'}'")
    found = open_and_describe(tmp_path / "r.parquet", columns={"user": "u"}, features=TIMES).features.columns
    assert {name: found[name].tolist() for name in EXPECTED_TIMES} == EXPECTED_TIMES


def test_users_without_a_time_have_figures_that_say_nothing(write_ratings):
    head = "user,item,rating,when,timestamp"
    some = write_ratings([("a", 1, 3, 0), ("b", 1, 3, 0)], "some.csv", head)
    columns = {"timestamp": "when"}
    some.write_text(some.read_text().replace("a,1,3,0", "a,1,3,86400").replace("b,1,3,0", "b,1,3,soon"))
    (some.parent / "none.csv").write_text(some.read_text().replace("86400", "late"))
    one = open_and_describe(some, columns=columns, features=TIMES).features.columns
    assert [one[name].tolist() for name in TIMES] == [[0, 0], [0, 0], [1, 0], [1, 0]]
    none = open_and_describe(some.parent / "none.csv", columns=columns, features=TIMES).features.columns
    assert not np.any([none[name] for name in TIMES])
