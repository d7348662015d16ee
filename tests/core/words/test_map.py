"""What is said of the map."""

import pytest

import core
from core.segments import map as maps
from core.sources.sample import sample_source
from core.words.map import sample_in_words


@pytest.fixture(scope="module")
def points():
    return core.analyse(sample_source(), k=2, evidence="none").points


@pytest.mark.parametrize(("most", "said"), [(600, ""), (100, "100 of 600 users; ")])
def test_where_not_all_users_are_on_the_map_it_says_how_many(most, said, monkeypatch, points):
    monkeypatch.setattr(maps, "MOST_USERS", most)
    assert sample_in_words(maps.principal_map(points), len(points)) == said
