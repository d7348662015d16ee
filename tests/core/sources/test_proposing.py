"""What a person who is asked for the columns need only confirm."""

import pytest

from core.sources.proposing import proposed

CELLS = {"n": ("3", "4,5", ""), "t": ("a", "b", "c")}


CASES = [
    ("userId what rating", "ntn", {"user": "userId", "item": "what", "rating": "rating"}),
    ("userId what rating when", "ntnt", {"user": "userId", "rating": "rating"}),
    ("userId what rating date", "ntnt", {"user": "userId", "item": "what", "rating": "rating", "timestamp": "date"}),
    ("who what points", "ttn", {"rating": "points"}),
    ("who what points", "ntn", {}),
    ("userId what points", "ntn", {"user": "userId", "item": "what", "rating": "points"}),
    ("userId songId", "nt", {"user": "userId", "item": "songId", "rating": "none"}),
    ("userId songId review", "ntt", {"user": "userId", "item": "songId"}),
    ("userId user_id movieId rating", "nnnn", {"item": "movieId", "rating": "rating"}),
    ("x", "n", {"rating": "x"}),
]
"""Names of columns, whether they hold numbers or texts, and what is proposed."""


@pytest.mark.parametrize(("present", "kinds", "found"), CASES)
def test_a_column_is_proposed_where_no_other_can_be_meant(present, kinds, found):
    assert proposed(present.split(), list(zip(*map(CELLS.get, kinds), strict=True))) == found


def test_without_rows_only_names_count():
    assert proposed(("userId", "what", "points"), []) == {"user": "userId"}
    assert proposed(("userId", "what", "rating"), []) == {"user": "userId", "item": "what", "rating": "rating"}
