"""The answers of DuckDB to the questions of the protocol."""

import numpy as np
import pandas as pd
import pytest

from core.engine.duckdb import moments, sql
from core.engine.duckdb.engine import DuckDBEngine
from core.engine.engine import Aggregate, Reason, Span
from core.progress import UNWATCHED
from core.sources.source import FrameTable, ItemsColumns, RatingsColumns, Source, TextTable
from core.workspace import Workspace

ROWS = [(2, "a", 1.0), (10, "a", 2.0), (10, "b", 2.5), (10, "b", 4.0), (2, "c", 1.0), (3, "c", 5.0), (3, None, 5.0)]
RATINGS = pd.DataFrame(ROWS, columns=["user", "item", "rating"]).assign(time=[0, 86_400, 5, 86_401, 9, None, 7])
COLUMNS = RatingsColumns("user", "item", "rating", "time")
GENRES = pd.DataFrame({"item": ["a", "b"], "title": ["A", "B"], "genres": ["War", "Drama|War"]})
SPAN = Span(1.0, 5.0)


@pytest.fixture
def engine():
    with Workspace() as workspace:
        engine = DuckDBEngine(workspace)
        yield engine
        engine.close()


def source(ratings=RATINGS, items=None):
    items = None if items is None else FrameTable(items)
    return Source("x", FrameTable(ratings), COLUMNS, items=items, items_columns=ItemsColumns("item", "title", "genres"))


def by_hand(ids):
    """Each aggregate of each user, from its definition."""
    values = [RATINGS.dropna(subset="item").loc[RATINGS["user"] == user] for user in ids]
    return {
        Aggregate.RATINGS: [len(rows) for rows in values],
        Aggregate.MEAN: [rows["rating"].mean() for rows in values],
        Aggregate.SQUARES: [((rows["rating"] - rows["rating"].mean()) ** 2).sum() for rows in values],
        Aggregate.LOWEST: [rows["rating"].min() for rows in values],
        Aggregate.HIGHEST: [rows["rating"].max() for rows in values],
        Aggregate.ITEMS: [rows["item"].nunique() for rows in values],
    } | BY_HAND


MEAN = 15.5 / 6
USUAL = {"a": MEAN + (3 - 2 * MEAN) / 27, "b": MEAN + (6.5 - 2 * MEAN) / 27, "c": MEAN + (6 - 2 * MEAN) / 27}
BY_HAND = {
    Aggregate.ENTROPY: [0, 0, np.log2(3)],
    Aggregate.BOTTOM: [2, 0, 0],
    Aggregate.TOP: [0, 1, 0],
    Aggregate.SQUARES_IN_SPAN: [0, 0, 13 / 6],
    Aggregate.RESIDUALS: [2 - USUAL["a"] - USUAL["c"], 5 - USUAL["c"], 8.5 - USUAL["a"] - 2 * USUAL["b"]],
    Aggregate.RESIDUAL_SQUARES: [
        (1 - USUAL["a"]) ** 2 + (1 - USUAL["c"]) ** 2,
        (5 - USUAL["c"]) ** 2,
        (2 - USUAL["a"]) ** 2 + (2.5 - USUAL["b"]) ** 2 + (4 - USUAL["b"]) ** 2,
    ],
    Aggregate.TITLE_ERRORS: [0.5**2 + 2**2, 2**2, 0.5**2 + 2 * 0.75**2],
    Aggregate.LOG_POPULARITY: [2 * np.log(3), np.log(3), 3 * np.log(3)],
    Aggregate.POPULAR: [2, 1, 3],
    Aggregate.GENRE_ENTROPY: [0, 0, -(np.log2(2 / 3) * 2 + np.log2(1 / 3)) / 3],
    Aggregate.TOP_GENRE_SHARE: [1, 0, 2 / 3],
    Aggregate.TOP_GENRE: ["War", "", "War"],
    Aggregate.FIRST_TIME: [0, np.nan, 5],
    Aggregate.LAST_TIME: [9, np.nan, 86_401],
    Aggregate.ACTIVE_DAYS: [1, 0, 2],
}
"""Of users 2, 3 and 10: each title has two ratings, b belongs to two genres, c to none."""


def test_a_source_is_counted(engine):
    count = engine.count(source(), UNWATCHED)
    assert (count.rows_read, count.ratings, count.duplicate_pairs) == (7, 6, 1)
    assert count.left_out == {Reason.MISSING_ITEM: 1}
    frequencies = engine.rating_frequencies()
    assert frequencies.values.tolist() == [1.0, 2.0, 2.5, 4.0, 5.0]
    assert frequencies.counts.tolist() == [2, 1, 1, 1, 1]
    assert engine.ratings_by_item().tolist() == [2, 2, 2]


def test_a_source_without_a_rating_has_a_count_of_none(engine):
    count = engine.count(source(RATINGS.tail(1)), UNWATCHED)
    assert (count.rows_read, count.ratings, count.left_out) == (1, 0, {Reason.MISSING_ITEM: 1})


@pytest.mark.parametrize(
    "wanted", [tuple(Aggregate), *((one,) for one in Aggregate), (Aggregate.ITEMS, Aggregate.MEAN)]
)
def test_the_wanted_aggregates_are_given_and_no_others(engine, wanted):
    given = source(items=GENRES)
    engine.count(given, UNWATCHED)
    found = engine.user_aggregates(given, wanted, SPAN, UNWATCHED)
    assert found.ids.tolist() == [2, 3, 10]
    assert tuple(found.values) == wanted
    for name, values in found.values.items():
        expected = by_hand([2, 3, 10])[name]
        if name is Aggregate.TOP_GENRE:
            assert values.tolist() == expected
        else:
            np.testing.assert_allclose(values, expected, rtol=1e-14, atol=1e-14)


def test_what_is_not_wanted_is_not_computed():
    query = moments.aggregates((Aggregate.LOWEST,), SPAN, sql.INTEGER)
    assert "JOIN" not in query
    assert "sum(" not in query


def test_line_ends_in_fields_are_read_in_order_by_whatever_question_comes_first(engine, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text('user,item,rating\n1,"a\nb",3\n' + "2,c,4\n" * 600_000)
    table = TextTable(path, ("user", "item", "rating"))
    assert engine.first_rows(table, 2) == [("1", "a\nb", "3"), ("2", "c", "4")]
    assert engine.catalogue_size(table, ItemsColumns("item", "rating")) == 2
    assert engine.count(Source("x", table, COLUMNS), UNWATCHED).ratings == 600_001


def test_the_first_rows_left_out_have_their_numbers_and_reasons(engine):
    engine.count(source(), UNWATCHED)
    [row] = engine.first_left_out(source(), 5, UNWATCHED)
    assert (row.number, row.reason, row.text) == (7, "missing item", "3, 5.0, 7.0")
