"""Which column is which: usual names, names that are given, and what cannot be told."""

import pytest

from core.description import open_and_describe
from core.errors import NotADatasetError, UnclearColumnsError
from core.sources.columns import items_columns
from core.sources.source import ItemsColumns
from tests.core.sources.tables import ROWS, assert_is_rows, lines


@pytest.mark.parametrize(
    ("user", "item", "rating"),
    [
        ("userId", "movieId", "rating"),
        ("user_id", "item_id", "rating"),
        ("User-ID", "ISBN", "Book-Rating"),
        ("reviewerID", "asin", "overall"),
        ("uid", "book_id", "score"),
        ("user", "anime_id", "stars"),
    ],
)
def test_usual_column_names_are_found_in_any_order(tmp_path, user, item, rating):
    path = tmp_path / "table.csv"
    path.write_text(lines([("x", r, u, i) for u, i, r, _ in ROWS], ",", ("other", rating, user, item)))
    assert_is_rows(open_and_describe(path))


def test_columns_can_be_named(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("who", "what", "points", "when")))
    with pytest.raises(
        UnclearColumnsError, match=r"no clear column for the user, the item or the rating .*looked for userId, user"
    ) as caught:
        open_and_describe(path)
    assert caught.value.table.columns == ("who", "what", "points", "when")
    assert caught.value.rows[0] == ROWS[0]
    assert_is_rows(open_and_describe(path, columns={"user": "who", "item": "WHAT", "rating": "points"}))
    with pytest.raises(NotADatasetError, match="has no column nobody"):
        open_and_describe(path, columns={"user": "nobody", "item": "what", "rating": "points"})


def test_columns_of_the_same_name_are_unclear_and_have_numbers(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("userId", "movieId", "Rating", "rating")))
    with pytest.raises(UnclearColumnsError, match="clear column for the rating"):
        open_and_describe(path)
    assert_is_rows(open_and_describe(path, columns={"rating": "rating_3"}))


def test_spaces_around_the_names_of_columns_do_not_matter(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("userId", " movieId ", " rating", "x")))
    assert_is_rows(open_and_describe(path))
    assert_is_rows(open_and_describe(path, columns={"item": "movieId"}))


QUOTED = '"user\r\n id","item\nid",x\n7,a,3.5\n7,b,4.0\n8,a,0.5\n'


@pytest.mark.parametrize("name", ["user\n id", "user\r\n id", "user id", "USER  id ", "user\tid"])
def test_a_name_that_holds_line_ends_can_be_written_as_it_is_shown(tmp_path, name):
    path = tmp_path / "table.csv"
    path.write_bytes(QUOTED.encode())
    description = open_and_describe(path, columns={"user": name, "item": "item\nid", "rating": "x"})
    assert_is_rows(description)
    assert description.overview.ratings_sample.columns == ("user  id", "item id", "x")


def test_usual_names_are_found_whatever_line_ends_they_hold(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(QUOTED.replace(",x", ",rating").encode())
    assert_is_rows(open_and_describe(path))


def test_a_name_with_control_characters_can_be_written_as_it_is_shown(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("who\x1b[2J", "w\u200bhat", "rating", "x")))
    assert_is_rows(open_and_describe(path, columns={"user": "who\N{SYMBOL FOR ESCAPE}[2J", "item": "what"}))


def test_columns_without_a_header_have_numbers(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines([("x", r, u, i, "y") for u, i, r, _ in ROWS]))
    with pytest.raises(UnclearColumnsError):
        open_and_describe(path)
    assert_is_rows(open_and_describe(path, columns={"user": "column3", "item": "column4", "rating": "column2"}))


def test_a_guessed_order_is_noted(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS))
    [note] = open_and_describe(path).source.notes
    assert note == "table.csv has no header: its columns are taken as user, item, rating, timestamp."


def test_two_columns_of_one_meaning_are_unclear(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("userId,user_id,movieId,rating\n1,2,3,4\n")
    with pytest.raises(UnclearColumnsError):
        open_and_describe(path)
    assert open_and_describe(path, columns={"user": "user_id"}).features.ids.tolist() == [2]


@pytest.mark.parametrize(
    ("present", "genres"),
    [
        (("movieId", "title", "genres"), "genres"),
        (("movieId", "title", "Genre", "categories"), "Genre"),
        (("movieId", "category", "title"), "category"),
        (("movieId", "title", "year"), None),
        (("movieId", "title", "genre", "Genre"), None),
    ],
)
def test_genres_are_found_beside_the_title(present, genres):
    assert items_columns(present, "movieId") == ItemsColumns("movieId", "title", genres)
