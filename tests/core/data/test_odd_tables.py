"""Tables that are odd but fine."""

import json
import struct

import duckdb
import numpy as np
import pytest

from core.analysis import analyse
from core.data.opening import open_dataset
from core.description import describe
from core.export.contract import as_contract
from tests.core.data.tables import GOOD, HEAD, written

ODD = {
    "one rating": ("1,10,3.0,5\n", 1),
    "one user": ("".join(f"1,{item},{item % 5 + 0.5},5\n" for item in range(50)), 1),
    "three users": (GOOD + "3,10,1.0,1\n3,11,5.0,1\n", 3),
    "all ratings equal": ("".join(f"{user},{item},4.0,1\n" for user in range(9) for item in range(5)), 9),
    "negative and huge": ("1,1,-1e99,1\n1,2,1e99,1\n2,1,-3,1\n3,1,1e-300,1\n", 3),
    "ratings that differ by the last digit": (
        "".join(f"{user},{item},{3 + (user + item) % 5 * 2**-51!r},1\n" for user in range(9) for item in range(7)),
        9,
    ),
    "all as large as can be": (
        "".join(f"{user},{item},1e100,1\n" for user in range(9) for item in range(5)),
        9,
    ),
    "the smallest ratings there are": (
        "".join(f"{user},{item},{(user + item) * 5e-324!r},1\n" for user in range(9) for item in range(5)),
        9,
    ),
    "quoted line ends": ("".join(f'{user},"a\n{user % 3}",{user % 5}.5,1\n' for user in range(30)), 30),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ODD)
def test_odd_tables_are_analysed(tmp_path, name):
    rows, users = ODD[name]
    analysis = analyse(written(tmp_path, HEAD + rows))
    assert analysis.description.overview.users == users
    assert sum(segment.users for segment in analysis.segments) == users
    assert json.dumps(as_contract(analysis))
    if users < 4 or "equal" in name:
        distinct = analysis.points.distinct
        why = "all users are alike" if distinct == 1 else f"only {distinct} users differ"
        assert f"K ends at {distinct}: {why} in these features." in analysis.notes


@pytest.mark.parametrize("odd", [float("inf"), float("nan"), -1e308])
def test_what_a_parquet_file_claims_of_its_ratings_is_not_believed(tmp_path, odd):
    path = tmp_path / "r.parquet"
    with duckdb.connect() as connection:
        query = "SELECT range % 9 AS user, range AS item, range % 8 + 0.25::DOUBLE AS rating FROM range(400)"
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION uncompressed)")
    plain, wrong = struct.pack("<d", 4.25), struct.pack("<d", odd)
    assert path.read_bytes().count(plain) == 1
    path.write_bytes(path.read_bytes().replace(plain, wrong))
    dataset = open_dataset(path)
    assert dict(dataset.quality.dropped) == {"rating is not a number": 50}
    assert describe(dataset).overview.rating_max == 7.25
    dataset.close()


@pytest.mark.parametrize("blank", ["\n", "\r\n", " \t\n", "\r", "\x0b\n", "\N{NO-BREAK SPACE}\n"])
@pytest.mark.parametrize("times", [400, 20_000])
def test_blank_lines_before_the_header_are_passed_over_however_many(tmp_path, blank, times):
    ends = "\r" if blank == "\r" else "\n"
    dataset = open_dataset(written(tmp_path, blank * times + (HEAD + GOOD).replace("\n", ends)))
    dataset.close()
    assert (dataset.quality.rows_read, dataset.quality.rows_dropped) == (3, 0)


def test_a_million_rating_values_a_million_ratings_of_one_user_and_titles_with_nul_bytes(tmp_path):
    values = "".join(f"1,{number},{number / 1_000_003},0\n" for number in range(1_000_000))
    written(tmp_path, "movieId,title\n1,A\0B\x1b[31m\n", "movies.csv")
    dataset = open_dataset(written(tmp_path, HEAD + values + "2,1,0.5,0\n"))
    description = describe(dataset)
    dataset.close()
    assert description.features.columns["num_ratings"].tolist() == [1_000_000, 1]
    assert description.overview.rating_counts.binned
    assert description.overview.items_sample.rows == (("1", "A␀B␛[31m"),)


def test_a_million_users_with_one_rating_each(tmp_path):
    dataset = open_dataset(
        written(tmp_path, HEAD + "".join(f"{user},1,{user % 9 / 2 + 0.5},0\n" for user in range(10**6)))
    )
    description = describe(dataset)
    dataset.close()
    assert description.overview.users == 10**6
    assert np.array_equal(description.features.ids, np.arange(10**6))
