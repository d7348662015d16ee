"""Two who ask for features at once get what each of them would get alone."""

from threading import Thread

import numpy as np

from core.data.opening import open_dataset
from core.engine.duckdb import titles
from core.features.table import user_features


def test_who_asks_while_another_is_answered_waits_for_the_tables_of_that(tmp_path, monkeypatch):
    rows = [f"{user},{item},{1 + (user * item) % 5}" for user in range(1, 9) for item in range(1, 4 + user)]
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    movies = [f"{item},Film {item},{'Drama' if item % 2 else 'Comedy|Drama'}" for item in range(1, 13)]
    (tmp_path / "movies.csv").write_text("movieId,title,genres\n" + "\n".join(movies) + "\n")
    names = ("harshness", "genre_entropy")
    with_title_facts, others, found = titles.titles, [], []
    dataset = open_dataset(tmp_path)
    try:
        alone = user_features(dataset, names)

        def in_between(span):
            """Ask once more while the tables are half made."""
            if not others:
                others.append(Thread(target=lambda: found.append(user_features(dataset, names))))
                others[0].start()
                others[0].join(0.5)
            return with_title_facts(span)

        monkeypatch.setattr(titles, "titles", in_between)
        found.append(user_features(dataset, names))
        others[0].join()
    finally:
        dataset.close()
    assert len(found) == 2
    for features in found:
        for name in names:
            assert np.array_equal(features.columns[name], alone.columns[name])
