"""What DuckDB answers about single users and sets of them."""

import numpy as np
import pandas as pd
import pytest

from core.engine.duckdb.engine import DuckDBEngine
from core.progress import UNWATCHED
from core.sources.source import FrameTable, ItemsColumns, RatingsColumns, Source
from core.workspace import Workspace

RATINGS = pd.DataFrame(
    [(2, "a", 1.0), (10, "a", 2.0), (10, "b", 2.5), (10, "b", 4.0), (2, "c", 1.0), (3, "c", 5.0), (3, None, 5.0)],
    columns=["user", "item", "rating"],
)
COLUMNS = RatingsColumns("user", "item", "rating")
TITLES = pd.DataFrame({"item": ["a", "b"], "title": ["Film A", ""]})


@pytest.fixture
def engine():
    with Workspace() as workspace:
        engine = DuckDBEngine(workspace)
        yield engine
        engine.close()


def source(ratings=RATINGS, items=None):
    items = None if items is None else FrameTable(items)
    return Source("x", FrameTable(ratings), COLUMNS, items=items, items_columns=ItemsColumns("item", "title"))


def of_frequencies(found):
    return dict(zip(found.values.tolist(), found.counts.tolist(), strict=True))


def test_one_user_has_ratings_by_value(engine):
    engine.count(source(), UNWATCHED)
    assert of_frequencies(engine.ratings_of_user("10")) == {2.0: 1, 2.5: 1, 4.0: 1}
    assert of_frequencies(engine.ratings_of_user("nobody")) == {}


def test_one_scan_gives_the_highest_and_the_lowest_rated_titles(engine):
    engine.count(source(), UNWATCHED)
    found = engine.rated_titles(source(items=TITLES), "10", 2, UNWATCHED)
    assert found.highest == (("b", 4.0), ("b", 2.5))
    assert found.lowest == (("Film A", 2.0), ("b", 2.5))


def test_titles_that_are_rated_alike_come_by_name_both_ways_and_an_item_without_a_title_by_its_id(engine):
    engine.count(source(), UNWATCHED)
    for items, titles in ((TITLES, ("Film A", "c")), (None, ("a", "c"))):
        found = engine.rated_titles(source(items=items), "2", 5, UNWATCHED)
        assert found.highest == found.lowest == tuple((title, 1.0) for title in titles)


def test_a_set_of_users_has_its_ratings_by_value(engine):
    engine.count(source(), UNWATCHED)
    assert of_frequencies(engine.ratings_of_users(np.array([2, 3]))) == {1.0: 2, 5.0: 1}
    assert of_frequencies(engine.ratings_of_users(np.array([2, 3, 10]))) == of_frequencies(engine.rating_frequencies())


def test_ids_of_text_are_taken_as_they_are(engine):
    ratings = RATINGS.assign(user=RATINGS["user"].map({2: "007", 3: "it's", 10: "7"}))
    engine.count(source(ratings), UNWATCHED)
    assert of_frequencies(engine.ratings_of_users(np.array(["007", "it's"], dtype=object))) == {1.0: 2, 5.0: 1}
    assert of_frequencies(engine.ratings_of_users(np.array(["7"]))) == {2.0: 1, 2.5: 1, 4.0: 1}


def test_a_hundred_thousand_users_are_one_question(engine):
    users = np.repeat(np.arange(120_000), 2)
    ratings = pd.DataFrame({"user": users, "item": "a", "rating": 1.0 + users % 2})
    engine.count(source(ratings), UNWATCHED)
    assert of_frequencies(engine.ratings_of_users(np.arange(100_001))) == {1.0: 2 * 50_001, 2.0: 2 * 50_000}
