"""Tastes of segments: what the sample's script plants is found, what it does not is not; real data as pandas has it."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import core
from core.data.opening import open_dataset
from core.errors import Cancelled
from core.sources.sample import sample_source
from core.tastes.asking import tastes_of
from core.tastes.odds import PRIOR
from core.tastes.tastes import SIGNIFICANT
from core.words.portrait import units_of
from core.words.tastes import note, sentence
from tests.conftest import ROOT

LIKES = {
    "casual fan": {"Comedy", "Action", "Animation"},
    "all-rounder": {"Drama", "Adventure", "Romance"},
    "harsh critic": {"Documentary", "Crime", "Drama"},
    "completist": {"Horror", "Sci-Fi", "Thriller"},
}
"""The likes of data/make_sample.py."""

SHUFFLES = 20


def in_segments(analysis, labels, preset=None):
    """An analysis with other segments, made by another preset where one is given."""
    partition, k = SimpleNamespace(labels=np.asarray(labels)), int(np.max(labels)) + 1
    preset = preset or analysis.preset
    return SimpleNamespace(k=k, preset=preset, description=analysis.description, partition=partition)


@pytest.fixture(scope="module")
def sample():
    dataset = open_dataset(sample_source())
    yield dataset
    dataset.close()


@pytest.fixture(scope="module")
def analysis():
    return core.analyse(sample_source(), evidence="none")


@pytest.fixture(scope="module")
def planted(analysis):
    """The kind of each user, by number in the order of `LIKES`."""
    kinds = pd.read_csv(ROOT / "data" / "planted.csv").set_index("userId")["kind"]
    return kinds[analysis.description.features.ids].map(list(LIKES).index).to_numpy()


def test_the_likes_of_the_planted_kinds_are_found_and_no_others(sample, analysis, planted):
    tastes = tastes_of(sample, in_segments(analysis, planted))
    for (kind, likes), one in zip(LIKES.items(), tastes.segments, strict=True):
        more = {taste.name for taste in one.genres if taste.notable and taste.z > 0}
        # a third of the users who are no critics like Drama as critics do, so that it hardly tells critics apart
        assert more == likes - ({"Drama"} if kind == "harsh critic" else set()), kind
        less = {taste.name for taste in one.genres if taste.notable and taste.z < 0}
        assert not less & likes, kind
        for taste in one.genres:
            if taste.name in more:
                assert taste.higher > 0.1, (kind, taste)


def test_of_shuffled_segments_nothing_is_told_beyond_the_stated_rate(sample, analysis, planted):
    """Where nothing is to be found, a false discovery rate of 5 % means: in at most 5 % of the tries anything is."""
    rng = np.random.default_rng(1)
    tries = [_tells(sample, analysis, rng.permutation(planted)) for _ in range(SHUFFLES)]
    assert sum(tries) <= SIGNIFICANT * SHUFFLES


def test_nor_of_segments_that_differ_in_activity_alone(sample, analysis, planted):
    """Kinds are shuffled among twenty users each who rate about as much: completists still rate most."""
    rng = np.random.default_rng(2)
    by_activity = np.argsort(analysis.description.features.columns["num_ratings"], kind="stable")
    tries = []
    for _ in range(SHUFFLES):
        shuffled = planted.copy()
        for among in np.split(by_activity, range(20, len(by_activity), 20)):
            shuffled[among] = rng.permutation(shuffled[among])
        tries.append(_tells(sample, analysis, shuffled))
    assert sum(tries) <= SIGNIFICANT * SHUFFLES


def _tells(sample, analysis, labels):
    tastes = tastes_of(sample, in_segments(analysis, labels))
    return any(taste.p <= SIGNIFICANT for one in tastes.segments for taste in (*one.genres, *one.titles))


def test_of_segments_without_tastes_it_is_said_that_nothing_is_notable(sample, analysis, planted):
    tastes = tastes_of(sample, in_segments(analysis, np.random.default_rng(3).permutation(planted)))
    units = units_of(sample.source, analysis.description.overview.scale)
    assert sentence(tastes, 0, units).startswith("Nothing notable: they rate no genre or movie clearly more or less")
    assert note(tastes, 0, units) == sentence(tastes, 0, units)


@pytest.fixture(scope="module")
def real(movielens):
    analysis = core.analyse(movielens, evidence="none")
    dataset = open_dataset(movielens)
    yield analysis, tastes_of(dataset, analysis)
    dataset.close()


@pytest.fixture(scope="module")
def ratings(real, movielens):
    """Every rating with the segment of its user, and the genres of its title."""
    features, labels = real[0].description.features, real[0].partition.labels
    movies = pd.read_csv(movielens / "movies.csv").set_index("movieId")
    table = pd.read_csv(movielens / "ratings.csv")
    segment = dict(zip(features.ids, labels, strict=True))
    genres = movies["genres"].str.split("|")
    return table.assign(
        segment=table["userId"].map(segment), title=table["movieId"].map(movies["title"]),
        genres=table["movieId"].map(genres),
    )  # fmt: skip


@pytest.mark.parametrize("segment", [0, 3])
def test_genres_of_two_segments_of_real_data_are_those_of_pandas(real, ratings, segment):
    tastes = {taste.name: taste for taste in real[1].segments[segment].genres}
    assert len(tastes) == 19
    ours, others = ratings[ratings["segment"] == segment], ratings[ratings["segment"] != segment]
    for genre in ("Drama", "Comedy", "Mystery", "Film-Noir"):
        taste = tastes[genre]
        mine, theirs = (those[[genre in listed for listed in those["genres"]]] for those in (ours, others))
        assert taste.users == mine["userId"].nunique()
        assert taste.share == pytest.approx(len(mine) / len(ours))
        assert taste.share_of_others == pytest.approx(len(theirs) / len(others))
        assert taste.lift == pytest.approx(len(mine) / len(ours) / (len(theirs) / len(others)))
        assert (taste.log_odds, taste.z) == pytest.approx(_log_odds(len(mine), len(theirs), len(ours), len(others)))
        usual = (len(mine) + len(theirs)) / len(ratings)
        assert taste.keen == (mine.groupby("userId").size() / ours.groupby("userId").size() > usual).sum()


def _log_odds(mine, theirs, ours, others):
    prior = PRIOR * (mine + theirs) / (ours + others)
    a, b = mine + prior, theirs + prior
    found = np.log(a / (ours + PRIOR - a)) - np.log(b / (others + PRIOR - b))
    return found, found / np.sqrt(1 / a + 1 / b)


@pytest.mark.parametrize("segment", [0, 3])
def test_titles_of_two_segments_of_real_data_are_those_of_pandas(real, ratings, segment):
    ours, others = ratings[ratings["segment"] == segment], ratings[ratings["segment"] != segment]
    titles = real[1].segments[segment].titles
    assert len(titles) == 20
    for taste in titles:
        mine, theirs = (those[those["movieId"] == int(taste.key)] for those in (ours, others))
        assert (taste.name, taste.users) == (mine["title"].iloc[0], len(mine))
        assert taste.lift == pytest.approx(len(mine) / len(ours) / (len(theirs) / len(others)))
        assert (taste.log_odds, taste.z) == pytest.approx(_log_odds(len(mine), len(theirs), len(ours), len(others)))
        assert len(mine) + len(theirs) >= 20


def test_real_raters_of_few_films_know_others_than_generous_ones(real):
    """Seen by hand: segment 3 rates Inception, segment 0 Apollo 13; p of the former adjusted over 5,264."""
    tastes = real[1]
    assert tastes.tested == (19 + 1_297) * 4
    inception = next(one for one in tastes.segments[3].titles if one.name == "Inception (2010)")
    assert (inception.notable, round(inception.lift, 2)) == (True, 3.36)
    assert "Apollo 13 (1995)" in [one.name for one in tastes.segments[0].titles if one.notable and one.z > 0]


def test_where_genres_made_the_segments_there_are_no_p_values_and_it_says_why(sample, analysis):
    by_genres = replace(analysis.preset, features=("num_ratings", "genre_entropy"))
    tastes = tastes_of(sample, in_segments(analysis, analysis.partition.labels, by_genres))
    assert {taste.p for one in tastes.segments for taste in (*one.genres, *one.titles)} == {None}
    assert tastes.tested == 0
    assert note(tastes, 0, units_of(sample.source, analysis.description.overview.scale)).startswith(
        "No p-values for genres and movies: segments were made by entropy of genres, and so differ in them anyway."
    )


def test_where_popularity_made_the_segments_titles_have_no_p_values_but_genres_do(sample, analysis):
    popular = replace(analysis.preset, features=("num_ratings", "popularity"))
    tastes = tastes_of(sample, in_segments(analysis, analysis.partition.labels, popular))
    assert {taste.p for one in tastes.segments for taste in one.titles} == {None}
    assert None not in {taste.p for one in tastes.segments for taste in one.genres}
    assert tastes.tested == 12 * 4
    assert "No p-values for movies: segments were made by" in note(
        tastes, 0, units_of(sample.source, analysis.description.overview.scale)
    )


def test_without_items_or_genres_it_says_what_is_missing(write_ratings, tmp_path):
    path = write_ratings([(u, i, 1 + (u * i) % 5) for u in range(1, 61) for i in range(1, 31) if (u + i) % 3])
    assert "There is no table of items: movies are told by their ids" in _note(path)
    (tmp_path / "movies.csv").write_text("movieId,title\n" + "\n".join(f"{i},Film {i}" for i in range(1, 31)) + "\n")
    assert _note(tmp_path).startswith("The table of items has no column of genres.")


def _note(path):
    analysis = core.analyse(path, k=2, tastes=True)
    assert not any(one.genres for one in analysis.tastes.segments)
    return note(analysis.tastes, 0, units_of(analysis.description.source, analysis.description.overview.scale))


def test_of_one_segment_there_are_no_others(sample, analysis):
    tastes = tastes_of(sample, in_segments(analysis, np.zeros(600, int)))
    units = units_of(sample.source, analysis.description.overview.scale)
    assert sentence(tastes, 0, units) == note(tastes, 0, units)
    assert sentence(tastes, 0, units) == "All users are in one segment: there are no others to compare them with."


def test_likes_without_ratings_are_rated_neither_higher_nor_lower(tmp_path):
    rows = [f"{u},{i}" for u in range(1, 61) for i in range(1, 31) if (u * i) % 7 % 3]
    (tmp_path / "plays.csv").write_text("userId,movieId\n" + "\n".join(rows) + "\n")
    features = ["num_ratings", "popularity"]
    analysis = core.analyse(tmp_path / "plays.csv", columns={"rating": "none"}, k=2, features=features, tastes=True)
    assert {taste.higher for one in analysis.tastes.segments for taste in one.titles if taste.users} == {0.0}


def test_it_can_be_stopped(sample, analysis):
    with pytest.raises(Cancelled):
        tastes_of(sample, analysis, should_stop=lambda: True)


def test_analyse_asks_for_tastes_only_where_it_is_told_to_and_evidence_is_gathered():
    assert core.analyse(sample_source()).tastes is None
    assert core.analyse(sample_source(), evidence="none", tastes=True).tastes is None
    analysis = core.analyse(sample_source(), tastes=True)
    assert len(analysis.tastes.segments) == analysis.k == 4
    assert analysis.with_k(3).tastes is None, "those were of other segments"
