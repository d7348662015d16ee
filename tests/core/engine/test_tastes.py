"""What groups of users rate, against pandas, in as many scans whatever the number of groups."""

import numpy as np
import pandas as pd
import pytest

from core.data.opening import open_dataset
from core.engine.engine import TITLE_SHRINKAGE, Span
from core.engine.tastes import TitlesAsked, UserGroups
from core.progress import UNWATCHED, Watch

SPAN = Span(0.5, 5.0)
ALL = TitlesAsked(10_000, 1)

GENRES = {1: "Drama", 2: "Comedy|Drama", 3: "Comedy", 4: "(no genres listed)", 5: "Horror|Comedy|Drama"}


@pytest.fixture
def folder(tmp_path):
    """Thirty users; one rates the same film twice, and film 6 is not listed."""
    rows = [(u, i, 0.5 + (u * 7 + i * 3) % 10 / 2) for u in range(1, 31) for i in range(1, 7) if (u * i) % 4 or u < 5]
    ratings = pd.DataFrame([*rows, (1, 1, 5.0)], columns=["userId", "movieId", "rating"])
    ratings.to_csv(tmp_path / "ratings.csv", index=False)
    films = pd.DataFrame(
        {"movieId": list(GENRES), "title": [f"Film {i}" for i in GENRES], "genres": list(GENRES.values())}
    )
    films.to_csv(tmp_path / "movies.csv", index=False)
    return tmp_path


@pytest.fixture
def asked(folder):
    def ask(groups, titles=ALL, watch=UNWATCHED):
        dataset = open_dataset(folder)
        try:
            return dataset.engine.tastes(dataset.source, groups, titles, SPAN, watch)
        finally:
            dataset.close()

    return ask


@pytest.fixture
def groups():
    """Users 1 to 27 in three groups; three users are in none, and a fourth group is empty."""
    ids = np.arange(1, 28)
    return UserGroups(ids, ids % 3, 4)


@pytest.fixture
def ratings(folder, groups):
    """The ratings beside what is usual for their titles, which all of them decide."""
    table = pd.read_csv(folder / "ratings.csv")
    overall, of_title = table["rating"].mean(), table.groupby("movieId")["rating"]
    bias = (of_title.sum() - of_title.size() * overall) / (of_title.size() + TITLE_SHRINKAGE)
    table["beyond"] = table["rating"] - overall - table["movieId"].map(bias)
    numbers = dict(zip(groups.ids, groups.numbers, strict=True))
    return table.assign(group=table["userId"].map(numbers)).dropna().astype({"group": int})


def _table(grouped, function, size=4):
    return grouped.agg(function).unstack(fill_value=0).reindex(columns=range(size), fill_value=0).to_numpy()


def test_titles_are_counted_as_pandas_counts_them(asked, groups, ratings):
    found = asked(groups)
    by = ratings.groupby(["movieId", "group"])
    order = np.argsort(found.titles.keys.astype(int))
    assert found.titles.names[order].tolist() == ["Film 1", "Film 2", "Film 3", "Film 4", "Film 5", "6"]
    assert found.titles.users[order].tolist() == _table(by["userId"], "nunique").tolist()
    assert found.titles.ratings[order].tolist() == _table(by["rating"], "size").tolist()
    assert found.titles.beyond[order] == pytest.approx(_table(by["beyond"], "sum"))
    assert found.titles.keen.tolist() == found.titles.users.tolist()
    assert found.titles.ratings.sum() == found.titles.users.sum() + 1, "one rating is the user's second of a film"


def test_genres_are_counted_as_pandas_counts_them(asked, groups, ratings):
    found = asked(groups)
    genres = {i: text.split("|") for i, text in GENRES.items() if "(" not in text}
    exploded = ratings.assign(genre=ratings["movieId"].map(genres)).explode("genre").dropna()
    by = exploded.groupby(["genre", "group"])
    assert found.genres.names.tolist() == ["Comedy", "Drama", "Horror"]
    assert found.genres.users.tolist() == _table(by["userId"], "nunique").tolist()
    assert found.genres.ratings.tolist() == _table(by["rating"], "size").tolist()
    assert found.genres.beyond == pytest.approx(_table(by["beyond"], "sum"))
    shares = exploded.groupby(["genre", "userId"]).size() / ratings.groupby("userId").size()
    usual = exploded.groupby("genre").size() / len(ratings)
    keen = shares.gt(usual, level="genre").rename("keen").reset_index()
    keen = keen.assign(group=keen["userId"] % 3).groupby(["genre", "group"])["keen"]
    assert found.genres.keen.tolist() == _table(keen, "sum").tolist()


def test_totals_are_over_all_that_a_group_rated(asked, groups, ratings):
    found = asked(groups)
    by = ratings.groupby("group")
    assert found.ratings.tolist() == [*by.size().tolist(), 0]
    assert found.beyond == pytest.approx([*by["beyond"].sum().tolist(), 0])


def test_only_the_titles_leave_that_most_users_rated(asked, groups):
    everything = asked(groups).titles
    assert asked(groups, TitlesAsked(2, 1)).titles.keys.tolist() == everything.keys[:2].tolist()
    users = everything.users.sum(axis=1)
    assert users.tolist() == sorted(users, reverse=True)
    enough = asked(groups, TitlesAsked(10, 27)).titles
    assert enough.keys.tolist() == everything.keys[users >= 27].tolist() != everything.keys.tolist()


def test_without_an_items_table_titles_are_ids_and_there_are_no_genres(asked, groups, folder):
    (folder / "movies.csv").unlink()
    found = asked(groups)
    assert found.genres is None
    assert sorted(found.titles.names) == list("123456")


def test_each_run_gives_the_same_to_the_last_digit(asked, groups):
    one, other = asked(groups), asked(groups)
    assert one.titles.beyond.tobytes() == other.titles.beyond.tobytes()
    assert one.genres.beyond.tobytes() == other.genres.beyond.tobytes()


def test_two_scans_of_the_ratings_answer_for_any_number_of_groups(folder, monkeypatch):
    dataset = open_dataset(folder)
    read, scanned = dataset.engine._read, []

    def counting(table, work):
        scanned.append(table)
        return read(table, work)

    monkeypatch.setattr(dataset.engine, "_read", counting)
    try:
        for size in (1, 2, 30):
            scanned.clear()
            ids = np.arange(1, 31)
            found = dataset.engine.tastes(dataset.source, UserGroups(ids, ids % size, size), ALL, SPAN, UNWATCHED)
            assert found.titles.users.shape == (6, size)
            assert scanned.count(dataset.source.ratings) == 2
            assert len(scanned) == 4, "and two of the items table: genres, titles"
    finally:
        dataset.close()


def test_it_can_be_stopped_and_asked_again(folder, groups):
    from core.errors import Cancelled

    dataset = open_dataset(folder)
    try:
        with pytest.raises(Cancelled):
            dataset.engine.tastes(dataset.source, groups, ALL, SPAN, Watch("", should_stop=lambda: True))
        assert len(dataset.engine.tastes(dataset.source, groups, ALL, SPAN, UNWATCHED).titles.keys) == 6
    finally:
        dataset.close()
