"""A table cut at a date, whatever it is stored in and however its times are written."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.comparison.drift import compare_datasets
from core.comparison.moment import moment
from core.comparison.periods import periods
from core.data.opening import open_dataset
from core.errors import ComparisonError, SegscopeError
from core.features.table import user_features

DAYS = ["2017-12-31T23:59:59", "2018-01-01T00:00:00", "2018-06-01T12:00:00"]
ROWS = [(user, item, 1 + (user * item) % 5, DAYS[(user + item) % 3]) for user in range(12) for item in range(9)]
TABLE = pd.DataFrame(ROWS, columns=["userId", "movieId", "rating", "timestamp"])
SECONDS = TABLE.assign(timestamp=pd.to_datetime(TABLE["timestamp"]).astype("datetime64[s]").astype("int64"))


def as_frame(folder):
    return TABLE.assign(timestamp=pd.to_datetime(TABLE["timestamp"]))


def as_csv(folder):
    path = folder / "ratings.csv"
    SECONDS.to_csv(path, index=False)
    return path


def as_gzipped_dates(folder):
    path = folder / "ratings.csv.gz"
    TABLE.to_csv(path, index=False)
    return path


def as_json(folder):
    path = folder / "ratings.jsonl"
    path.write_text(SECONDS.assign(timestamp=1000 * SECONDS["timestamp"]).to_json(orient="records", lines=True))
    return path


def as_parquet(folder):
    path = folder / "ratings.parquet"
    duckdb.from_df(as_frame(folder)).write_parquet(str(path))
    return path


@pytest.mark.parametrize("stored", [as_frame, as_csv, as_gzipped_dates, as_json, as_parquet])
def test_each_period_has_the_ratings_of_its_time(stored, tmp_path):
    with periods(stored(tmp_path), "2018-01-01") as found:
        for source, early in ((found.before, True), (found.since, False)):
            expected = TABLE[(TABLE["timestamp"] < "2018") == early].groupby("userId")["rating"]
            dataset = open_dataset(source)
            features = user_features(dataset)
            dataset.close()
            assert features.ids.tolist() == list(expected.groups)
            assert features.columns["num_ratings"].tolist() == expected.count().tolist()
            assert features.columns["avg_rating"] == pytest.approx(expected.mean().to_numpy())
        assert found.ratings == len(TABLE)


def test_the_moment_itself_belongs_to_the_second_period():
    with periods(as_frame(None), "2018-01-01") as found:
        before = analyse(found.before, k=1, evidence="none")
        after = compare_datasets(before, found.since).second
    assert before.description.overview.ratings == (TABLE["timestamp"] == DAYS[0]).sum()
    assert after.overview.ratings == (TABLE["timestamp"] != DAYS[0]).sum()
    assert before.description.source.name == "DataFrame before 2018-01-01"
    assert after.source.name == "DataFrame from 2018-01-01"


def test_features_beside_titles_and_times_are_those_of_the_period():
    names = ["num_ratings", "active_days", "popularity"]
    with periods(as_frame(None), "2018-01-01") as found:
        dataset = open_dataset(found.since)
        inside = user_features(dataset, names)
        dataset.close()
    alone = open_dataset(as_frame(None)[TABLE["timestamp"] >= "2018"])
    expected = user_features(alone, names)
    alone.close()
    for name in names:
        assert np.array_equal(inside.columns[name], expected.columns[name])


def test_ratings_without_a_time_lie_in_neither(tmp_path):
    path = as_csv(tmp_path)
    path.write_text(path.read_text() + "1,100,3,yesterday\n1,101,3,\n")
    with periods(path, "2018-01-01") as found:
        first = analyse(found.before, k=1, evidence="none")
        second = compare_datasets(first, found.since).second
    inside = first.description.overview.ratings + second.overview.ratings
    assert (found.ratings, inside) == (len(TABLE) + 2, len(TABLE))


@pytest.mark.parametrize("at", ["2017-12-31", "2018-06-02", "0001-01-01", "9999-12-31"])
def test_a_date_beyond_the_ratings_is_refused_with_those_that_would_do(at):
    with pytest.raises(ComparisonError, match="run from 2017-12-31 to 2018-06-01"), periods(as_frame(None), at):
        pass


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2018-13-01", "2018-02-30", "1e9", "\x1b[31m", "0001-01-01T00:00+23:00"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ComparisonError, match="is no date") as refused:
        moment(text)
    assert "\x1b" not in str(refused.value)


def test_dates_are_in_utc_unless_they_say_otherwise():
    assert moment("2018-01-01").timestamp() == 1514764800
    assert moment("2018-01-01T01:00+01:00") == moment(date(2018, 1, 1)) == moment("2018-01-01")


def test_a_table_without_times_cannot_be_cut():
    table = TABLE.drop(columns="timestamp")
    with pytest.raises(SegscopeError, match="no column of times"), periods(table, "2018-01-01"):
        pass


def test_a_table_whose_times_cannot_be_read_cannot_be_cut():
    table = TABLE.assign(timestamp="noon")
    with pytest.raises(ComparisonError, match="No time of a rating can be read"), periods(table, "2018-01-01"):
        pass


def test_times_before_the_calendar_are_written_all_the_same():
    table = SECONDS.assign(timestamp=-9e10)
    with pytest.raises(ComparisonError, match="run from -"), periods(table, "2018-01-01"):
        pass
