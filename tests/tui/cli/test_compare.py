"""``segscope compare``: another K, preset or algorithm, another dataset, two periods."""

import json

import pytest

from tests.tui.cli.test_main import segscope
from tui.cli.main import main

SEGMENTATION = {
    *("dataset", "preset", "algorithm", "features", "scaling", "min_ratings", "seed", "k", "users", "segments"),
}
COMPARISON = {
    *("kind", "first", "second", "users_in_both", "only_in_first", "only_in_second", "flow", "tree", "drift"),
    "sentences",
}
FLOW = {
    *("users", "shares", "shares_back", "adjusted_rand", "variation_of_information", "pairs", "splits", "unions"),
}


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def table(tmp_path):
    """Sixty users with ratings in 2017 and, two thirds of them, in 2018."""
    path = tmp_path / "ratings.csv"
    rows = [
        f"{user},{item},{1 + (user * item) % 5},{'2017-05-01' if item < 6 or user % 3 == 0 else '2018-05-01'}"
        for user in range(60)
        for item in range(3 + user % 14)
    ]
    path.write_text("\n".join(["userId,movieId,rating,timestamp", *rows]) + "\n")
    return path


def compared(capfd, *arguments):
    assert main(["compare", *map(str, arguments), "--format", "json"]) == 0
    written, told = capfd.readouterr()
    assert told == ""
    content = json.loads(written)
    assert set(content) == {"schema", "segscope", "comparison"}
    assert set(content["comparison"]) == COMPARISON
    return content["comparison"]


def exit_code_of(*arguments):
    try:
        return main(["compare", *map(str, arguments)])
    except SystemExit as end:
        return end.code


def test_without_a_word_it_is_one_segment_more(table, capfd):
    found = compared(capfd, table)
    assert (found["kind"], found["first"]["k"], found["second"]["k"]) == ("segmentations", 4, 5)
    assert set(found["first"]) == set(found["second"]) == SEGMENTATION
    assert set(found["flow"]) == FLOW
    assert [level["k"] for level in found["tree"]["levels"]] == [2, 3, 4, 5]
    assert found["drift"] is None


def test_the_k_of_both_sides_are_taken(table, capfd):
    found = compared(capfd, table, "--k", "3", "--with-k", "2")
    assert (found["first"]["k"], found["second"]["k"]) == (3, 2)
    assert [len(row) for row in found["flow"]["users"]] == [2, 2, 2]
    assert found["users_in_both"] == 60


def test_another_preset_has_its_own_k_or_the_one_that_is_named(table, capfd):
    found = compared(capfd, table, "--with-preset", "recommended", "--k", "3")
    assert (found["first"]["preset"], found["second"]["preset"]) == ("notebook", "recommended")
    assert (found["first"]["k"], found["second"]["k"]) == (3, 3)


def test_another_algorithm(table, capfd):
    found = compared(capfd, table, "--with-algorithm", "mixture", "--k", "2")
    assert (found["first"]["algorithm"], found["second"]["algorithm"]) == ("kmeans", "mixture")


def test_another_dataset(table, tmp_path, write_ratings, capfd):
    other = write_ratings([(user, item, 3 + item % 3) for user in range(40, 80) for item in range(20)], "other.csv")
    found = compared(capfd, table, other, "--k", "3")
    assert found["kind"] == "datasets"
    assert found["second"]["dataset"] == "other.csv"
    assert (found["users_in_both"], found["only_in_first"], found["only_in_second"]) == (20, 40, 20)
    assert sum(segment["users"] for segment in found["second"]["segments"]) == 40
    features = {one["feature"]: one for one in found["drift"]["features"]}
    assert features["num_ratings"]["moved"] == "much"
    assert features["num_ratings"]["clusters"] is True
    assert found["tree"] is None


def test_two_periods(table, capfd):
    found = compared(capfd, table, "--split", "2018-01-01", "--k", "2")
    assert found["first"]["dataset"] == "ratings.csv before 2018-01-01"
    assert found["second"]["dataset"] == "ratings.csv from 2018-01-01"
    assert found["first"]["users"] == 60
    assert found["users_in_both"] == found["second"]["users"] > 0


def test_ratings_without_a_time_are_said(table, capfd):
    table.write_text(table.read_text() + "1,99,3,yesterday\n")
    assert main(["compare", str(table), "--split", "2018-01-01"]) == 0
    told = capfd.readouterr().err
    assert told == "segscope: warning: 1 rating in neither period, as their time cannot be read\n"


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("ways", [("--with-k", "3"), ("--split", "2018-01-01")])
def test_sentences_and_tables_for_people(table, form, ways, capfd):
    arguments = ["compare", str(table), *ways, "--k", "2", "--format", form]
    assert main(arguments) == 0
    written = capfd.readouterr().out
    assert main(arguments) == 0
    assert capfd.readouterr().out == written
    assert "adjusted Rand index" in written
    for title in ("go", "come from"):
        assert f"{title} in K = 3" in written or f"{title} in K = 2" in written or "who are in both" in written
    assert ("## " in written) == (form == "markdown")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--with-k", "3", "--with-preset", "recommended"),
        ("other.csv", "--split", "2018-01-01"),
        ("other.csv", "--with-k", "3"),
        ("--split", "yesterday"),
        ("--split", ""),
        ("--with-k", "0"),
        ("--with-preset", "nothing"),
        ("--with-algorithm", "ward"),
    ],
)
def test_wrong_usage_is_exit_code_2(table, arguments, capfd):
    assert exit_code_of(table, *arguments) == 2
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.csv",), "nowhere.csv"),
        (("--split", "2030-01-01"), "2030-01-01 leaves one of the two periods without ratings. The ratings run from"),
        (("--with-k", "999"), "K"),
        (("--k", "2", "--features", "num_ratings,active_days", "OTHER"), "cannot be compared by active_days"),
    ],
)
def test_what_cannot_be_compared_is_one_line_and_exit_code_1(table, arguments, words, tmp_path, capfd):
    other = tmp_path / "plain.csv"
    other.write_text("userId,movieId,rating\n1,1,3\n2,1,4\n")
    assert exit_code_of(table, *(other if one == "OTHER" else one for one in arguments)) == 1
    written, told = capfd.readouterr()
    assert (written, told.count("\n")) == ("", 1)
    assert words in told


def test_without_times_there_is_a_flag_that_names_their_column(write_ratings, capfd):
    path = write_ratings([(1, 1, 3), (2, 1, 4)], head="userId,movieId,rating,when")
    assert exit_code_of(path, "--split", "2018-01-01") == 1
    assert "Name it: --columns timestamp=NAME." in capfd.readouterr().err


def test_one_user_in_one_segment(write_ratings, capfd):
    path = write_ratings([(1, 1, 3), (1, 2, 4)])
    assert compared(capfd, path, "--with-k", "1")["flow"]["users"] == [[1]]
    assert compared(capfd, path, path)["flow"]["adjusted_rand"] == 1
    assert exit_code_of(path) == 1


def test_the_comparison_goes_to_a_new_file_and_never_replaces_one(table, tmp_path):
    target = tmp_path / "comparison.md"
    arguments = ("compare", table, "--format", "markdown", "--output", target)
    assert segscope(*arguments).returncode == 0
    assert target.read_text().startswith("# ratings.csv: K = 4 → K = 5\n")
    again = segscope(*arguments)
    assert (again.returncode, again.stdout) == (1, b"")
    assert b"exists already" in again.stderr


def test_the_real_data_is_compared(movielens, capfd):
    found = compared(capfd, movielens)
    assert [sum(row) for row in found["flow"]["users"]] == [270, 97, 32, 211]
