"""The features beside the notebook's own: against a slow version, by hand, and where there is little to go by."""

import numpy as np
import pandas as pd
import pytest

from core.data.opening import open_dataset
from core.description import describe, open_and_describe, with_features
from core.engine.passes import Pass
from core.errors import Cancelled, SegscopeError
from core.features.catalogue import FEATURES
from core.features.table import BASE, ONE_SCAN, available, more_features, user_features
from tests.core.features.slow import features_of

MORE = tuple(name for name in FEATURES if name not in BASE)


@pytest.fixture
def opened():
    """Opens datasets, and closes them afterwards."""
    datasets = []

    def open_one(data, **options):
        datasets.append(open_dataset(data, **options))
        return datasets[-1]

    yield open_one
    for dataset in datasets:
        dataset.close()


def frame(rows):
    return pd.DataFrame(rows, columns=["user", "item", "rating"]).astype({"rating": float})


def columns_of(data, *names, **options):
    return {name: open_and_describe(data, features=names, **options).features.columns[name].tolist() for name in names}


def with_genres(folder, rows, genres, head="movieId,title,genres", name="movies.csv"):
    folder.mkdir(exist_ok=True)
    (folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n" + "".join(f"{row}\n" for row in rows))
    (folder / name).write_text(f"{head}\n" + "".join(f"{row}\n" for row in genres))
    return folder


# Against a slow version, and by hand


def test_all_features_of_real_users_are_those_of_a_slow_version(movielens):
    found = open_and_describe(movielens, features=tuple(FEATURES)).features
    ratings = pd.read_csv(movielens / "ratings.csv").set_axis(["user", "item", "rating", "time"], axis=1)
    ratings["time"] = pd.to_numeric(ratings["time"], errors="coerce")
    items = pd.read_csv(movielens / "movies.csv")[["movieId", "genres"]]
    expected = features_of(ratings, items, 0.5, 5.0)
    assert found.ids.tolist() == expected.index.tolist()
    assert set(expected.columns) == set(MORE)
    for name in MORE:
        np.testing.assert_allclose(found.columns[name], expected[name], rtol=1e-9, atol=1e-9, err_msg=name)


def test_all_features_are_the_same_to_the_last_digit_whatever_the_threads_do(movielens, opened):
    def columns(threads):
        dataset = opened(movielens)
        dataset.engine._connection.execute(f"SET threads = {threads}")
        return user_features(dataset, tuple(FEATURES))

    one, two, again = columns(1), columns(2), columns(2)
    for name in FEATURES:
        assert one.columns[name].tobytes() == two.columns[name].tobytes() == again.columns[name].tobytes(), name
    assert one.top_genres.tolist() == two.top_genres.tolist()


def test_harshness_of_three_users_by_hand():
    """All ratings: 5, 3, 3, 1, mean 3. Title a has 5, 3, 1 and deviates by (2 + 0 - 2) / (3 + 25) = 0; title b has 3
    and deviates by 0 too. So u gave 2 more in 1 rating, 2 / (1 + 10); v as much as usual; w 2 less.
    """
    rows = [("u", "a", 5), ("v", "a", 3), ("v", "b", 3), ("w", "a", 1)]
    assert columns_of(frame(rows), "harshness")["harshness"] == pytest.approx([2 / 11, 0, -2 / 11], abs=1e-14)


def test_harshness_takes_what_a_title_gets_from_all_into_account():
    """All ratings: 5, 5, 2, mean 4. Title a deviates by (1 + 1) / (2 + 25) = 2/27, title b by -2 / 26 = -1/13."""
    rows = [("u", "a", 5), ("v", "a", 5), ("v", "b", 2)]
    expected = [(1 - 2 / 27) / 11, (1 - 2 / 27 - 2 + 1 / 13) / 12]
    assert columns_of(frame(rows), "harshness")["harshness"] == pytest.approx(expected, abs=1e-14)


def test_genre_entropy_and_top_genre_by_hand(tmp_path):
    """User 1: Drama 1 + 1/2, War 1/2, so 3/4 and 1/4; user 2 rated only what has no genre; user 3 has a tie."""
    ratings = ["1,10,4,0", "1,11,4,0", "2,12,4,0", "2,13,4,0", "2,99,4,0", "3,11,4,0"]
    genres = ["10,A,Drama", "11,B,War|Drama", "12,C,(no genres listed)", "13,D,"]
    names = ("genre_entropy", "top_genre_share")
    features = open_and_describe(with_genres(tmp_path / "x", ratings, genres), features=names).features
    expected = -(0.75 * np.log2(0.75) + 0.25 * np.log2(0.25))
    assert features.columns["genre_entropy"].tolist() == pytest.approx([expected, 0, 1])
    assert features.columns["top_genre_share"].tolist() == pytest.approx([0.75, 0, 0.5])
    assert features.top_genres.tolist() == ["Drama", "", "Drama"]


# What a dataset can give


def test_only_the_notebooks_features_are_computed_unless_more_are_named(movielens):
    features = open_and_describe(movielens).features
    assert tuple(features.columns) == BASE == tuple(FEATURES)[:7]
    assert features.top_genres is None


def test_a_dataset_gives_what_it_has_columns_for(opened, movielens, tmp_path):
    assert available(opened(movielens).source) == tuple(FEATURES)
    bare = opened(frame([(1, 1, 3)])).source
    missing = {name: why for name in FEATURES if (why := FEATURES[name].missing(bare))}
    assert set(missing) == {name for name in FEATURES if FEATURES[name].passes & {Pass.GENRES, Pass.TIMES}}
    assert missing["genre_entropy"] == "There is no table of items with genres."
    assert missing["tenure_days"] == "The ratings have no column of times."
    titles = with_genres(tmp_path / "titles", ["1,1,3,0"], ["1,Film"], head="movieId,title")
    why = FEATURES["genre_entropy"].missing(opened(titles).source)
    assert why == "The table of items has no column of genres."


def test_what_a_dataset_cannot_give_is_left_out_and_an_unknown_name_refused(opened):
    dataset = opened(frame([(1, 1, 3), (1, 2, 4)]))
    assert tuple(user_features(dataset, ("genre_entropy", "harshness")).columns) == ("harshness",)
    with pytest.raises(SegscopeError, match="no feature 'mood'"):
        user_features(dataset, ("mood",))


def test_what_needs_no_further_scan_is_computed_without_one(opened, write_ratings):
    path = write_ratings([(1, 1, 3), (1, 2, 4), (2, 1, 5)])
    dataset = opened(path)
    path.unlink()
    assert tuple(user_features(dataset, ONE_SCAN).columns) == ONE_SCAN
    assert {"log_num_ratings", "shrunken_std", "rating_entropy", "top_share", "bottom_share"} < set(ONE_SCAN)
    with pytest.raises(SegscopeError, match="changed"):
        user_features(dataset, ("popularity",))


def test_the_number_of_scans_does_not_grow_with_that_of_the_features(opened, movielens, monkeypatch):
    dataset, scans = opened(movielens), []
    scan = dataset.engine._scan
    monkeypatch.setattr(dataset.engine, "_scan", lambda table, *rest: (scans.append(table), scan(table, *rest)))

    def scanned(*names):
        scans.clear()
        user_features(dataset, names)
        return [table.path.name for table in scans]

    assert scanned("popularity") == ["ratings.csv"]
    assert scanned("genre_entropy") == ["movies.csv", "ratings.csv"]
    assert scanned("harshness") == ["ratings.csv", "ratings.csv"]
    assert scanned(*FEATURES) == ["ratings.csv", "movies.csv", "ratings.csv", "ratings.csv"]


def test_more_features_join_those_that_are_there_in_the_order_of_the_catalogue(opened, movielens):
    dataset = opened(movielens)
    first = describe(dataset)
    more = with_features(first, dataset, ("popularity", "log_num_ratings", "avg_rating"))
    assert tuple(more.features.columns) == (*BASE, "log_num_ratings", "popularity")
    assert all(more.features.columns[name] is first.features.columns[name] for name in BASE)
    whole = describe(dataset, tuple(FEATURES)).features
    assert more.features.columns["popularity"].tolist() == whole.columns["popularity"].tolist()
    assert with_features(more, dataset, ("popularity",)).features is more.features


def test_more_features_come_for_those_users_who_are_there(opened, movielens):
    dataset = opened(movielens)
    whole = describe(dataset, ("harshness", "genre_entropy"))
    busy = more_features(dataset, describe(dataset).at_least(100).features, ("harshness", "genre_entropy"))
    stays = whole.features.columns["num_ratings"] >= 100
    assert busy.ids.tolist() == whole.features.ids[stays].tolist()
    assert busy.columns["harshness"].tolist() == whole.features.columns["harshness"][stays].tolist()
    assert busy.top_genres.tolist() == whole.features.top_genres[stays].tolist()


def test_every_scan_says_what_it_reads_and_can_be_stopped(opened, movielens, monkeypatch):
    dataset, watches = opened(movielens), []
    execute = dataset.engine._connection.execute
    monkeypatch.setattr(
        dataset.engine._connection, "execute", lambda sql, *watch: (watches.extend(watch), execute(sql, *watch))
    )
    user_features(dataset, tuple(FEATURES))
    told = [watch.task for watch in watches]
    assert told == ["Reading titles", "Reading genres", "Reading users beside their titles", "Reading times"]
    for task in told:
        watches.clear()
        with pytest.raises(Cancelled):
            user_features(
                dataset, tuple(FEATURES), should_stop=lambda task=task: task in [watch.task for watch in watches]
            )
        assert watches[-1].task == task
    assert len(user_features(dataset, ("harshness",))) == 610


# Where there is little to go by


def test_likes_tell_nobody_from_another_by_scores():
    likes = pd.DataFrame({"user": [1, 1, 2], "item": ["a", "b", "a"]})
    names = ("harshness", "shrunken_std", "rating_entropy", "top_share", "bottom_share", "mainstreamness")
    found = columns_of(likes, *names, columns={"user": "user", "item": "item", "rating": "none"})
    assert all(values == [0, 0] for values in found.values())


@pytest.mark.parametrize("rows", [[(7, 1, 3.5)], [(7, 1, 3), (7, 2, 5)], [(7, 1, 3), (8, 1, 5)]])
def test_one_user_or_one_item_has_finite_features(rows):
    features = open_and_describe(frame(rows).assign(timestamp=5), features=tuple(FEATURES)).features
    assert all(np.isfinite(values).all() for values in features.columns.values())


def test_a_rating_beyond_the_scale_spoils_its_own_figures_alone():
    rows = [(user, item, 1 + (user * item) % 5) for user in range(1, 9) for item in range(20)]
    names = ("harshness", "shrunken_std", "mainstreamness", "top_share")
    plain = open_and_describe(frame([*rows, (1, 1, 5)]), features=names).features.columns
    spoilt = open_and_describe(frame([*rows, (1, 1, 1e100)]), features=names).features.columns
    for name in names:
        np.testing.assert_allclose(spoilt[name], plain[name], rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("factor", [1, 20, 1e-3])
def test_features_of_another_scale_are_those_of_this_one_in_its_units(factor):
    rows = [(user, item, (1 + (user * item + item) % 5) * factor) for user in range(1, 9) for item in range(20)]
    found = columns_of(frame(rows), "harshness", "shrunken_std", "rating_entropy", "top_share", "bottom_share")
    ratings = frame(rows).assign(time=0)
    items = pd.DataFrame({"item": [], "genres": []})
    expected = features_of(ratings, items, ratings["rating"].min(), ratings["rating"].max())
    for name, values in found.items():
        np.testing.assert_allclose(values, expected[name], rtol=1e-9, atol=1e-9 * factor, err_msg=name)


def test_counts_have_features_too():
    rows = [(user, item, 1 + (user * item) % 3 + 400 * (user == item == 5)) for user in range(9) for item in range(30)]
    features = open_and_describe(frame(rows), features=tuple(FEATURES)).features
    assert all(np.isfinite(values).all() for values in features.columns.values())


def test_two_ratings_of_the_same_title_are_two_ratings():
    rows = [(1, "a", 5), (1, "a", 1), (1, "b", 3), (2, "a", 3)]
    found = columns_of(frame(rows), "log_num_ratings", "popularity", "mainstreamness")
    assert found["log_num_ratings"] == pytest.approx(np.log([4, 2]))
    assert found["popularity"] == pytest.approx([(2 * np.log(4) + np.log(2)) / 3, np.log(4)])
    assert found["mainstreamness"] == pytest.approx([np.sqrt(8 / 3), 0])


def test_ids_may_be_text(write_ratings):
    path = write_ratings([("é", "x 1", 5), ("ann", "x 1", 1), ("ann", "007", 3)])
    features = open_and_describe(path, features=("harshness", "active_days")).features
    assert features.ids.tolist() == ["ann", "é"]
    assert features.columns["harshness"][0] < 0 < features.columns["harshness"][1]


def test_rows_that_are_no_ratings_count_nowhere(opened, write_ratings):
    rows = [(1, 1, 5), (1, 2, 3), (2, 1, 1)]
    dirt = [(1, 1, "x"), ("", 1, 5), (2, "", 5), (1, 2, "1_0"), (1, 2, "inf")]
    clean, dirty = write_ratings(rows, "clean.csv"), write_ratings([*rows, *dirt], "dirty.csv")
    names = ("harshness", "popularity", "mainstreamness", "active_days", "tenure_days")
    assert columns_of(clean, *names) == columns_of(dirty, *names)


def test_the_most_popular_tenth_takes_in_all_that_are_as_popular_as_its_last():
    rows = [(user, item, 3) for user in range(3) for item in ("a", "b")] + [(0, str(n), 3) for n in range(10)]
    assert columns_of(frame(rows), "popular_share")["popular_share"] == pytest.approx([2 / 12, 1, 1])
