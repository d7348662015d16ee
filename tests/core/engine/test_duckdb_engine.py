"""The answers of DuckDB to the questions of the protocol."""

import numpy as np
import pandas as pd
import pytest

from core.engine.duckdb import sql
from core.engine.duckdb.engine import DuckDBEngine
from core.engine.engine import Aggregate, Reason
from core.progress import UNWATCHED
from core.sources.source import FrameTable, ItemsColumns, RatingsColumns, Source, TextTable
from core.workspace import Workspace

RATINGS = pd.DataFrame(
    [(2, "a", 1.0), (10, "a", 2.0), (10, "b", 2.5), (10, "b", 4.0), (2, "c", 1.0), (3, "c", 5.0), (3, None, 5.0)],
    columns=["user", "item", "rating"],
)
COLUMNS = RatingsColumns("user", "item", "rating")


@pytest.fixture
def engine():
    with Workspace() as workspace:
        engine = DuckDBEngine(workspace)
        yield engine
        engine.close()


def source(ratings=RATINGS, items=None):
    items = None if items is None else FrameTable(items)
    return Source("x", FrameTable(ratings), COLUMNS, items=items, items_columns=ItemsColumns("item", "title"))


def by_hand(ids):
    """Each aggregate of each user, from its definition."""
    values = [RATINGS.dropna().loc[RATINGS["user"] == user] for user in ids]
    return {
        Aggregate.RATINGS: [len(rows) for rows in values],
        Aggregate.MEAN: [rows["rating"].mean() for rows in values],
        Aggregate.SQUARES: [((rows["rating"] - rows["rating"].mean()) ** 2).sum() for rows in values],
        Aggregate.LOWEST: [rows["rating"].min() for rows in values],
        Aggregate.HIGHEST: [rows["rating"].max() for rows in values],
        Aggregate.ITEMS: [rows["item"].nunique() for rows in values],
    }


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
    engine.count(source(), UNWATCHED)
    found = engine.user_aggregates(wanted, UNWATCHED)
    assert found.ids.tolist() == [2, 3, 10]
    assert tuple(found.values) == wanted
    for name, values in found.values.items():
        np.testing.assert_allclose(values, by_hand([2, 3, 10])[name], rtol=1e-15)


def test_what_is_not_wanted_is_not_computed():
    query = sql.user_aggregates((Aggregate.LOWEST,), sql.INTEGER)
    assert "JOIN" not in query
    assert "sum(" not in query


def test_line_ends_in_fields_are_read_in_order_by_whatever_question_comes_first(engine, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text('user,item,rating\n1,"a\nb",3\n' + "2,c,4\n" * 600_000)
    table = TextTable(path, ("user", "item", "rating"))
    assert engine.first_rows(table, 2) == [("1", "a\nb", "3"), ("2", "c", "4")]
    assert engine.catalogue_size(table, "item") == 2
    assert engine.count(Source("x", table, COLUMNS), UNWATCHED).ratings == 600_001


def test_the_first_rows_left_out_have_their_numbers_and_reasons(engine):
    engine.count(source(), UNWATCHED)
    [row] = engine.first_left_out(source(), 5, UNWATCHED)
    assert (row.number, row.reason, row.text) == (7, "missing item", "3, 5.0")


def test_one_user_has_ratings_by_value_and_the_highest_rated_titles(engine):
    titles = pd.DataFrame({"item": ["a", "b"], "title": ["Film A", ""]})
    engine.count(source(), UNWATCHED)
    given = engine.ratings_of_user("10")
    assert (given.values.tolist(), given.counts.tolist()) == ([2.0, 2.5, 4.0], [1, 1, 1])
    assert engine.highest_rated(source(items=titles), "10", 2, UNWATCHED) == [("b", 4.0), ("b", 2.5)]
    assert engine.highest_rated(source(items=titles), "2", 5, UNWATCHED) == [("Film A", 1.0), ("c", 1.0)]
    assert engine.highest_rated(source(), "2", 5, UNWATCHED) == [("a", 1.0), ("c", 1.0)]
    assert engine.ratings_of_user("nobody").counts.tolist() == []
