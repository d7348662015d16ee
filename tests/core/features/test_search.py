"""Users found by a part of their id."""

import numpy as np
import pytest

from core.errors import Cancelled
from core.features.search import UserIds
from core.features.table import UserFeatures


def users(ids, **columns):
    return UserFeatures(np.array(ids), {name: np.array(values) for name, values in columns.items()})


def found(ids, text, most=10):
    hits = UserIds(users(ids)).like(text, most)
    return [ids[position] for position in hits.positions], hits.total


def test_the_same_id_is_first_then_what_begins_with_it_then_what_holds_it():
    assert found([1, 2, 12, 20, 112, 200, 302], "2") == ([2, 20, 200, 12, 112, 302], 6)


def test_text_is_found_in_any_case_and_without_the_spaces_around_it():
    assert found(["Anna", "banANa", "STRASSE", "Zoe"], " ana ") == (["banANa"], 1)
    assert found(["Anna", "STRASSE"], "straße") == (["STRASSE"], 1)


def test_an_id_with_spaces_is_found_as_it_is():
    assert found(["a", " a"], " a") == ([" a", "a"], 2)


@pytest.mark.parametrize("text", ["", "  ", "x", "0"])
def test_nothing_is_found_for_nothing(text):
    assert found([1, 22], text) == ([], 0)


def test_of_many_the_first_are_given_and_all_counted():
    ids = list(range(60_000))
    assert found(ids, "5999", most=3) == ([5999, 59990, 59991], 16)


def test_a_search_that_is_no_longer_wanted_stops():
    with pytest.raises(Cancelled):
        UserIds(users([1, 2])).like("1", 10, should_stop=lambda: True)


def test_columns_that_repeat_others_come_last():
    one, other = {"count": [3, 5], "low": [1.0, 2.0], "high": [4.0, 4.0]}, {"items": [3, 5], "range": [3.0, 2.0]}
    features = users([1, 2], **one, **other, mean=[2.5, 3.1])
    assert features.telling_first == ("count", "low", "high", "mean", "items", "range")


def test_columns_that_differ_for_one_user_stay_where_they_are():
    features = users([1, 2], count=[3, 5], items=[3, 4], low=[1.0, 2.0])
    assert features.telling_first == ("count", "items", "low")
