"""Tables without ratings: purchases, plays, views; each row is a like where somebody says so."""

import json

import numpy as np
import pandas as pd
import pytest

import core
from core.data.left_out import first_left_out
from core.data.opening import open_dataset
from core.data.user import RatingShare, user_profile
from core.description import open_and_describe
from core.errors import NotADatasetError, UnclearColumnsError
from core.remedies import NameColumns

PLAYS = "userId,songId\n1,a\n1,b\n1,b\n2,a\n,c\n3\n"
LIKES = {"rating": "none"}


def plays(folder, text=PLAYS, name="plays.csv"):
    (folder / name).write_text(text)
    return folder / name


def test_without_a_word_they_are_refused_with_the_way_to_say_so(tmp_path):
    with pytest.raises(UnclearColumnsError, match="no clear column for the rating") as caught:
        open_dataset(plays(tmp_path))
    assert caught.value.remedy == NameColumns(("rating",))
    assert '"rating": "none" where each row is a like' in str(caught.value)


def test_each_row_with_a_user_and_an_item_is_a_rating_of_one(tmp_path):
    dataset = open_dataset(plays(tmp_path), columns=LIKES)
    assert dict(dataset.quality.dropped) == {"missing user": 1, "too few fields": 1}
    assert [row.line for row in first_left_out(dataset)] == [6, 7]
    profile = user_profile(dataset, "1", np.array([1]))
    assert (profile.num_ratings, profile.shares) == (3, (RatingShare(1.0, 1.0, 1.0, 1.0),))
    assert profile.highest == (("a", 1.0), ("b", 1.0), ("b", 1.0))
    dataset.close()
    description = open_and_describe(plays(tmp_path), columns=LIKES)
    assert description.features.columns["num_ratings"].tolist() == [3, 1]
    assert description.features.columns["avg_rating"].tolist() == [1, 1]
    assert description.source.ratings_columns.by_role == {"user": "userId", "item": "songId"}


def test_a_note_says_what_is_assumed(tmp_path):
    [note] = open_and_describe(plays(tmp_path), columns=LIKES).source.notes
    assert note == "plays.csv is read as likes: it has no column of ratings, and each row counts as a rating of 1."


@pytest.mark.parametrize(
    ("name", "text", "columns"),
    [
        ("no header.csv", "1,a\n1,b\n2,a\n", {"user": "column1", "item": "column2"}),
        ("semicolon.csv", "who;userId;what\nx;1;a\nx;1;b\ny;2;a\n", {"item": "what"}),
        ("lines.jsonl", "".join(json.dumps({"user": u, "song": i}) + "\n" for u, i in ("1a", "1b", "2a")), {}),
    ],
)
def test_every_form_can_be_likes(tmp_path, name, text, columns):
    path = plays(tmp_path, text, name)
    overview = open_and_describe(path, columns={**columns, "rating": "NONE"}).overview
    assert (overview.users, overview.items, overview.ratings, overview.rating_mean) == (2, 2, 3, 1)


def test_a_data_frame_can_be_likes():
    description = open_and_describe(pd.DataFrame({"user": [1, 2], "item": [1, 1]}), columns=LIKES)
    assert description.overview.ratings == 2
    assert "is read as likes" in description.source.notes[0]


def test_a_column_that_is_called_none_goes_first(tmp_path):
    path = plays(tmp_path, "userId,songId,none\n1,a,5\n2,a,4\n")
    assert open_and_describe(path, columns=LIKES).overview.rating_mean == 4.5


@pytest.mark.parametrize("role", ["user", "item"])
def test_only_the_rating_can_be_left_out(tmp_path, role):
    with pytest.raises(NotADatasetError, match="has no column none"):
        open_dataset(plays(tmp_path), columns={role: "none", "rating": "none"})


def test_likes_are_segmented(tmp_path):
    rows = "".join(f"{user},{item}\n" for user in range(30) for item in range(1 + user % 7))
    analysis = core.analyse(plays(tmp_path, "userId,songId\n" + rows), columns=LIKES)
    assert sum(segment.users for segment in analysis.segments) == 30
