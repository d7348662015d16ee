"""Rules: a shallow tree in the features' own units, in words and as SQL that gives the users whom it counts."""

import sqlite3

import duckdb
import numpy as np
import pandas as pd
import pytest

import core
from core.export.files import export
from core.features.catalogue import FEATURES
from core.features.feature import Units
from core.heavy import decision_tree
from core.segments import rules
from core.segments.conditions import as_sql, in_words, joined
from core.segments.rules import rules_of
from core.words.rules import rule_in_words

UNITS = Units("stars", "movie")
NAMES = ("num_ratings", "avg_rating")


def crowd(users=400):
    """Ten to 900 ratings, averages of 2 to 5; the first segment gives more than 412, the others differ in average."""
    random = np.random.default_rng(0)
    columns = {"num_ratings": random.integers(10, 900, users), "avg_rating": random.uniform(2, 5, users)}
    columns["num_ratings"][:2] = 412, 413
    labels = np.where(columns["num_ratings"] > 412, 0, np.where(columns["avg_rating"] > 3.52, 1, 2))
    return columns, labels


def test_rules_are_in_the_units_of_the_features_with_thresholds_that_one_reads():
    columns, labels = crowd()
    found = rules_of(columns, labels, FEATURES, UNITS)
    assert [rule.words for rule in found.rules] == [
        "more than 412 ratings",
        "at most 412 ratings and average rating above 3.5",
        "at most 412 ratings and average rating up to 3.5",
    ]
    assert found.rules[1].sql == 'SELECT "user" FROM users WHERE "num_ratings" <= 412 AND "avg_rating" > 3.5'


def test_coverage_precision_and_fidelity_are_those_of_the_rounded_rules():
    columns, labels = crowd()
    found = rules_of(columns, labels, FEATURES, UNITS)
    between = ((columns["num_ratings"] <= 412) & (columns["avg_rating"] > 3.5) & (columns["avg_rating"] <= 3.52)).sum()
    assert between > 0
    sizes = np.bincount(labels)
    rounded_up, rounded_down = found.rules[1], found.rules[2]
    assert rounded_up.users == sizes[1] + between
    assert rounded_up.precision == sizes[1] / (sizes[1] + between)
    assert rounded_down.coverage == (sizes[2] - between) / sizes[2]
    assert (rounded_up.coverage, rounded_down.precision) == (1, 1)
    assert found.fidelity == 1 - between / len(labels)


def test_a_rule_leaves_out_what_it_does_not_need():
    boxes = [{"num_ratings": (50, 412), "avg_rating": (2, 9)}, {"num_ratings": (412, np.inf), "avg_rating": (2, 9)}]
    assert joined(boxes) == ({"num_ratings": (50, np.inf), "avg_rating": (2, 9)},)
    assert joined([{"num_ratings": (-np.inf, 5)}, {"num_ratings": (5, np.inf)}]) == ({},)


def test_thresholds_of_a_feature_with_parts_are_rounded_to_the_nearest_whole_number_not_downwards():
    """On a scale of 0 to 100 the middle half spans tens of points: 45.9 is 46, and would be 45 for whole numbers."""
    averages = np.concatenate([np.linspace(20, 45.7, 60), np.linspace(46.1, 80, 60)])
    found = rules_of({"avg_rating": averages}, (averages > 46).astype(int), FEATURES, UNITS)
    assert [rule.words for rule in found.rules] == ["average rating up to 46", "average rating above 46"]
    assert found.fidelity == 1


def test_several_boxes_are_told_one_after_the_other():
    boxes = ({"num_ratings": (50, 412), "num_movies": (9, np.inf)}, {"avg_rating": (3.25, 4.5)})
    assert in_words(boxes, FEATURES, UNITS) == (
        "51 to 412 ratings and more than 9 movies; or average rating above 3.25 up to 4.5"
    )
    assert as_sql(boxes) == (
        'SELECT "user" FROM users WHERE ("num_ratings" > 50 AND "num_ratings" <= 412 AND "num_movies" > 9) '
        'OR ("avg_rating" > 3.25 AND "avg_rating" <= 4.5)'
    )


def test_a_segment_for_which_there_is_no_leaf_has_no_rule_and_says_so():
    columns, labels = crowd()
    labels[:3] = 3
    found = rules_of(columns, labels, FEATURES, UNITS)
    assert [rule is None for rule in found.rules] == [False, False, False, True]
    assert rule_in_words(found.rules[3]) == "no short rule finds them"
    assert found.fidelity < 1


def test_one_segment_is_all_users():
    columns, labels = crowd()
    [rule] = rules_of(columns, np.zeros_like(labels), FEATURES, UNITS).rules
    assert (rule.words, rule.sql) == ("all users", 'SELECT "user" FROM users')
    assert (
        rule_in_words(rule)
        == "all users: it finds 100 % of the segment and picks 400 users; 100 % of them belong to the segment"
    )


def test_where_nothing_parts_the_segments_no_rule_pretends_to():
    columns = {name: np.ones(40) for name in NAMES}
    found = rules_of(columns, np.arange(40) % 2, FEATURES, UNITS)
    assert found.rules == (None, None)


def test_beyond_a_number_of_users_the_tree_sees_a_sample_but_all_are_counted(monkeypatch):
    class Tree(decision_tree()):
        def fit(self, matrix, labels):
            assert len(matrix) == len(labels) == 500
            return super().fit(matrix, labels)

    monkeypatch.setattr(rules, "SAMPLE_USERS", 500)
    monkeypatch.setattr(rules, "decision_tree", lambda: Tree)
    columns, labels = crowd(users=4000)
    found = rules_of(columns, labels, FEATURES, UNITS)
    least = int(found.rules[0].words.removeprefix("more than ").removesuffix(" ratings"))
    assert found.rules[0].users == (columns["num_ratings"] > least).sum() > 500
    assert found == rules_of(columns, labels, FEATURES, UNITS)


@pytest.fixture(scope="module")
def analysis(movielens):
    return core.analyse(movielens, k=4, evidence="none")


@pytest.fixture(scope="module")
def users_csv(analysis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "out"
    export(analysis, folder, ["users"])
    return folder / "users.csv"


def ids_by_duckdb(sql, path):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE users AS SELECT * FROM read_csv(?)", [str(path)])
        return [user for (user,) in connection.execute(sql).fetchall()]


def ids_by_sqlite(sql, path):
    connection = sqlite3.connect(":memory:")
    pd.read_csv(path).to_sql("users", connection)
    found = [user for (user,) in connection.execute(sql)]
    connection.close()
    return found


@pytest.mark.parametrize("ask", [ids_by_duckdb, ids_by_sqlite])
@pytest.mark.parametrize("k", [1, 4, 8])
def test_the_sql_gives_the_users_that_the_rule_counts_from_an_exported_table(ask, k, analysis, users_csv):
    at_k = analysis.with_k(k)
    labels = dict(zip(at_k.description.features.ids.tolist(), at_k.partition.labels.tolist(), strict=True))
    sizes = [segment.users for segment in at_k.segments]
    for portrait in at_k.portraits.segments:
        if (rule := portrait.rule) is None:
            continue
        found = ask(rule.sql, users_csv)
        right = sum(labels[user] == portrait.id for user in found)
        assert len(found) == len(set(found)) == rule.users
        assert (rule.coverage, rule.precision) == (right / sizes[portrait.id], right / len(found))


def test_rules_of_real_data(analysis):
    """The busiest 32 are those with more than 606 ratings: checked by hand, 31 of them are, and one other."""
    busiest = analysis.portraits.segments[2].rule
    assert rule_in_words(busiest) == (
        "more than 606 ratings: it finds 97 % of the segment and picks 32 users; 97 % of them belong to the segment"
    )
    assert analysis.portraits.fidelity == pytest.approx(0.889, abs=0.001)


def test_features_that_people_are_told_of_otherwise_are_replaced(analysis):
    by_logarithm = core.analyse(
        analysis.description.source, features=["log_num_ratings", "avg_rating"], k=3, evidence="none"
    )
    said = " ".join(portrait.rule.words for portrait in by_logarithm.portraits.segments if portrait.rule)
    assert " ratings" in said
    assert "log" not in said
