"""Portraits: who the users of a segment are, how they differ, who is typical, and how sure that is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import core
from core.clustering.partition import Partition
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.stability import STABILITY
from core.features.scalings import SCALINGS
from core.features.table import UserFeatures
from core.points import points_of
from core.segments.outlying import outlying_in
from core.words.in_short import in_short
from tests.core.by_contrast import by_contrast


@pytest.fixture(scope="module")
def analysis(movielens):
    return core.analyse(movielens, k=4)


@pytest.fixture(scope="module")
def by_pandas(analysis, movielens):
    """The ratings with the segment of their user."""
    ratings = pd.read_csv(movielens / "ratings.csv")
    segment = dict(zip(analysis.description.features.ids, analysis.partition.labels, strict=True))
    return ratings.assign(segment=ratings["userId"].map(segment))


def test_figures_of_real_data_are_those_of_pandas(analysis, by_pandas):
    users = by_pandas.groupby(["segment", "userId"])["rating"].agg(["count", "mean"])
    shares = by_pandas["segment"].value_counts(normalize=True)
    medians = users.groupby("segment").median()
    quartiles = users.groupby("segment")["mean"].quantile([0.25, 0.75])
    for number, portrait in enumerate(analysis.portraits.segments):
        assert portrait.id == number
        assert portrait.ratings_share == pytest.approx(shares[number])
        assert portrait.medians["num_ratings"] == medians["count"][number]
        assert portrait.medians["avg_rating"] == pytest.approx(medians["mean"][number])
        assert portrait.quartiles["avg_rating"] == pytest.approx(quartiles[number].tolist())


def test_32_users_give_a_third_of_all_ratings(analysis):
    busiest = analysis.portraits.segments[2]
    assert (busiest.users, round(busiest.ratings_share, 3)) == (32, 0.337)


def test_shares_are_of_all_ratings_also_where_users_are_left_out(movielens):
    left = core.analyse(movielens, k=3, min_ratings=100, evidence="none")
    ratings = pd.read_csv(movielens / "ratings.csv")
    segment = dict(zip(left.description.features.ids, left.partition.labels, strict=True))
    given = ratings["userId"].map(segment).value_counts() / len(ratings)
    shares = [portrait.ratings_share for portrait in left.portraits.segments]
    assert shares == pytest.approx([given[number] for number in range(3)])
    assert 0.8 < sum(shares) < 0.9


def some_without_times():
    """Thirty users who rate on one of ten days, and thirty of whom no time can be read."""
    day = 86_400
    rows = [(u, i, 1 + (u + i) % 5, (u % 10) * day + (u % 7) * 100 * i) for u in range(30) for i in range(3 + u % 9)]
    rows += [(u, i, 1 + (u * i) % 5, None) for u in range(30, 60) for i in range(3 + u % 9)]
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating", "timestamp"])


def test_activity_is_told_of_users_whose_times_are_known_alone():
    table = some_without_times()
    analysis = core.analyse(table, k=1, features=["num_ratings", "tenure_days", "recency_days"], evidence="none")
    times = table.dropna()["timestamp"]
    last = times.groupby(table["userId"]).max()
    days = int(((times.max() - last) / 86_400).median())
    [portrait] = analysis.portraits.segments
    assert portrait.active == f"within a day, the last time {days} days before the data ends (medians)"
    assert portrait.medians["recency_days"] > days + 2


def test_sentences_do_not_speak_of_times_that_are_not_known_of_all(monkeypatch):
    told = []
    monkeypatch.setattr("core.segments.portrait.sentence", lambda *given: told.append(set(given[3])) or "So.")
    features = ["num_ratings", "tenure_days"]
    assert core.analyse(some_without_times(), k=2, features=features, evidence="none").portraits
    assert all("tenure_days" not in catalogue for catalogue in told)
    told.clear()
    assert core.analyse(some_without_times().dropna(), k=2, features=features, evidence="none").portraits
    assert all("tenure_days" in catalogue for catalogue in told)


def test_exemplars_are_the_users_nearest_to_the_centre(analysis):
    ids = analysis.description.features.ids
    for portrait in analysis.portraits.segments:
        assert list(portrait.exemplars) == ids[analysis.members(portrait.id).positions[:3]].tolist()


def test_portraits_are_computed_once_and_are_the_same_in_each_run(analysis, movielens):
    assert analysis.portraits is analysis.portraits
    assert core.analyse(movielens, k=4).portraits == analysis.portraits


def test_how_sure_they_are_follows_the_evidence_without_anything_else_changing(analysis):
    before = analysis.portraits
    assert {portrait.stability for portrait in before.segments} == {None}
    row = replace(analysis.evidence.rows[4])
    stable = replace(row, values={**row.values, STABILITY.name: (0.9, 0.8, 0.7, 0.5)})
    after = before.seen_with(analysis.evidence.with_row(stable), analysis.verdict)
    assert [portrait.stability for portrait in after.segments] == [0.9, 0.8, 0.7, 0.5]
    assert [portrait.sure.split(",")[0] for portrait in after.segments] == [
        "comes back (0.90)",
        "mostly comes back (0.80)",
        "comes back in part (0.70)",
        "does not come back (0.50)",
    ]
    assert [len(portrait.cautions) for portrait in after.segments] == [0, 0, 2, 1]
    assert "do not build on it" in after.segments[3].cautions[0]
    assert after.seen_with(Evidence(), None) == before.seen_with(Evidence({4: KEvidence(4, 1.0, 0.5)}), None)


def test_a_segment_that_holds_only_outliers_says_by_which_rule(analysis, by_pandas):
    first, third = by_pandas["userId"].value_counts().quantile([0.25, 0.75])
    members = by_pandas[by_pandas["segment"] == 2]["userId"].value_counts()
    assert members.min() > third + 3 * (third - first)
    assert analysis.portraits.segments[2].cautions == (
        "Outliers only: in number of ratings all of them lie farther from the middle half of all users than three "
        "times its width (Tukey's outer fences).",
    )
    assert [bool(portrait.outlying) for portrait in analysis.portraits.segments] == [False, False, True, False]


def test_outliers_lie_on_one_side_and_need_a_middle_half_that_is_no_point():
    def outlying(values, labels):
        users = UserFeatures(np.arange(len(values)), {"num_ratings": np.array(values)})
        points = points_of(users, ["num_ratings"], SCALINGS["standard"])
        return outlying_in(points, Partition(2, np.array(labels), np.zeros((2, 1)), 0.0, 1))

    middle = list(range(100, 120))
    assert outlying([*middle, 500, 600], [0] * 20 + [1] * 2) == ("", "num_ratings")
    assert outlying([*middle, -500, -600], [0] * 20 + [1] * 2) == ("", "num_ratings")
    assert outlying([*middle, -500, 600], [0] * 20 + [1] * 2) == ("", "")
    assert outlying([*middle, 500, 121], [0] * 20 + [1] * 2) == ("", "")
    assert outlying([100] * 20 + [101, 102], [0] * 20 + [1] * 2) == ("", "")


def likes():
    return [(user, item, 1) for user in range(60) for item in range(1 + user * user % 41)]


def hundreds():
    return [(u, i, 100 * ((u * 7 + i * i) % 11) / 10) for u in range(80) for i in range(3 + u % 9)]


TABLES = {
    "likes": (likes(), 3),
    "0 to 100": (hundreds(), 4),
    "two users": ([(0, 1, 5), (0, 2, 3), (1, 1, 4)], 2),
    "all alike": ([(user, item, 1 + item % 5) for user in range(30) for item in range(10)], 1),
    "one user": ([(0, 1, 5), (0, 2, 3)], 1),
}


@pytest.mark.parametrize("name", TABLES)
def test_whatever_the_table_there_are_words(name):
    rows, k = TABLES[name]
    analysis = by_contrast(pd.DataFrame(rows, columns=["user", "item", "rating"]), k=k)
    portraits = analysis.portraits.segments
    assert len(portraits) == k
    assert sum(portrait.ratings_share for portrait in portraits) == pytest.approx(1)
    assert len({portrait.brief for portrait in portraits}) == k
    for portrait in portraits:
        assert portrait.sentence[0].isupper()
        assert portrait.sentence.endswith(".")
        assert not any(word in portrait.sentence for word in ("nan", "None", "stars" if name == "0 to 100" else "nan"))
    assert in_short(analysis, analysis.portraits).endswith(".")


def test_fifty_segments_have_fifty_labels_and_a_short_paragraph(movielens):
    analysis = core.analyse(movielens, k=50, evidence="none")
    assert len({portrait.brief for portrait in analysis.portraits.segments}) == 50
    said = in_short(analysis, analysis.portraits)
    assert "and the 47 others with" in said
    assert len(said.split()) < 100
