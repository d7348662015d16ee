"""Every form of ratings that is read, and every encoding."""

import gzip
import json

import duckdb
import pandas as pd
import pytest

from core.description import open_and_describe
from tests.core.sources.tables import ROWS, TEXTS, assert_is_rows


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_of_text_is_read(tmp_path, name):
    path = tmp_path / name
    path.write_text(TEXTS[name])
    assert_is_rows(open_and_describe(path))


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_of_text_is_read_gzipped(tmp_path, name):
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(TEXTS[name].encode()))
    assert_is_rows(open_and_describe(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("name", ["semicolon.csv", "list.json"])
def test_every_encoding_is_found(tmp_path, encoding, name):
    path = tmp_path / name
    path.write_bytes(TEXTS[name].replace('"x"', '"größe"').replace('"unixReviewTime"', '"größe"').encode(encoding))
    assert_is_rows(open_and_describe(path))


def test_text_that_turns_out_not_to_be_utf8_far_down_is_read_as_latin1(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"userId,movieId,rating\n" + b"1,a,3\n" * 60_000 + "2,é,4\n".encode("latin-1"))
    description = open_and_describe(path)
    assert description.overview.users == 2
    assert "late.csv is not UTF-8 throughout: it is read as Latin-1." in description.source.notes


@pytest.mark.parametrize("odd", [{"Note": 1, "note": 2}, {"": 1, 'a"b': 2, "a\\": 3, "it's": 4}])
def test_json_keys_may_be_odd(tmp_path, odd):
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({**odd, "user": 5, "item": "é", "rating": 3}) + "\n")
    assert open_and_describe(path).features.ids.tolist() == [5]


def test_parquet_with_zoned_times_in_a_folder_named_like_a_partition_is_read(tmp_path):
    folder = tmp_path / "x=5"
    folder.mkdir()
    with duckdb.connect() as connection:
        query = "SELECT 1 AS user, 2 AS item, 3.5 AS rating, to_timestamp(5) AS time"
        connection.execute(f"COPY ({query}) TO '{folder}/r.parquet' (FORMAT parquet)")
    assert open_and_describe(folder / "r.parquet").overview.ratings_sample.columns == ("user", "item", "rating", "time")


def test_quotes_in_pipe_tables_enclose_fields_that_hold_the_delimiter(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("userId|movieId|rating\n" + "1|b|3\n" * 300 + '1|"a|b"|3\n2|c|4\n')
    assert open_and_describe(path).quality.dropped == {}


def test_blank_lines_before_the_header_change_nothing(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n  \n\n" + TEXTS["comma.csv"])
    assert_is_rows(open_and_describe(path))


def test_frames_may_have_numbers_as_names_and_huge_fractions_as_ids():
    frame = pd.DataFrame({0: [1e300, 2.0], 1: [5, 6], 2: [3.0, 4.0]})
    description = open_and_describe(frame, columns={"user": "0", "item": "1", "rating": "2"})
    assert description.overview.users == 2


def test_parquet_is_read_and_whole_fractions_are_whole_ids(tmp_path):
    path = tmp_path / "it's [p].parquet"
    with duckdb.connect() as connection:
        rows = ", ".join(f"({u}::DOUBLE, '{i}', {r}::FLOAT, {t})" for u, i, r, t in ROWS)
        query = f"SELECT * FROM (VALUES {rows}) AS t(user_id, item_id, rating, ts)"
        connection.execute(f"COPY ({query}) TO '{tmp_path}/plain.parquet' (FORMAT parquet)")
    (tmp_path / "plain.parquet").rename(path)
    assert_is_rows(open_and_describe(path))


@pytest.mark.parametrize(
    ("ids", "sorted_ids"),
    [
        (["10", "9", "-1"], [-1, 9, 10]),
        (["10", "9", "007"], ["007", "10", "9"]),
        (["1", " 1", "1 "], [" 1", "1", "1 "]),
        (["9223372036854775807", "-9223372036854775808", "0"], [-(2**63), 0, 2**63 - 1]),
        (["9223372036854775808", "3", "20"], ["20", "3", "9223372036854775808"]),
        (["日本", "ß", "NULL"], ["NULL", "ß", "日本"]),
        (["1", "1.0", "+1"], ["+1", "1", "1.0"]),
    ],
)
def test_ids_are_text_unless_all_are_canonical_integers(tmp_path, ids, sorted_ids):
    path = tmp_path / "ids.csv"
    path.write_text("userId,movieId,rating\n" + "".join(f"{name},1,3\n" for name in ids), encoding="utf-8")
    assert open_and_describe(path).features.ids.tolist() == sorted_ids
