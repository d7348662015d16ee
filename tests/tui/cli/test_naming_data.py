"""How the command line names what is to be read: paths, columns, items; each in a process of its own."""

import json
import os

import pytest

from tests.tui.cli.test_main import own_log, segscope  # noqa: F401
from tui.cli.options import report_parser

ROWS = "".join(f"{user},{item},{(user * item) % 5 + 1}\n" for user in range(30) for item in range(1, 4 + user % 7))


def columns(text):
    return report_parser().parse_args(["x", "--columns", text]).columns


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("user=user\nid,item=b", {"user": "user id", "item": "b"}),
        ('"user=a,\r\nb"', {"user": "a,  b"}),
        ("rating=none", {"rating": "none"}),
    ],
)
def test_columns_are_named_as_they_are_shown(text, named):
    assert columns(text) == named


def test_a_column_whose_name_holds_a_line_end_can_be_named(tmp_path):
    (tmp_path / "r.csv").write_text('"user\nid","what\nfor",rating\n' + ROWS)
    result = segscope("report", tmp_path / "r.csv", "--columns", "user=user\nid,item=what for", "--format", "json")
    assert result.stderr == b""
    assert json.loads(result.stdout)["dataset"]["users"] == 30


def test_a_table_without_ratings_says_how_it_is_read_as_likes(tmp_path):
    path = tmp_path / "plays.csv"
    path.write_text("userId,songId\n" + "".join(f"{n % 9},{n % 7}\n" for n in range(60)))
    result = segscope("report", path)
    assert result.returncode == 1
    assert result.stderr.endswith(b"Name it: --columns rating=NAME, or rating=none where each row is a like.\n")
    result = segscope("report", path, "--columns", "rating=none")
    assert result.returncode == 0
    assert b"is read as likes" in result.stdout
    assert result.stderr == b""


def test_a_name_with_a_tilde_is_no_home_folder(tmp_path):
    (tmp_path / "~tilde.csv").write_text("userId,movieId,rating\n" + ROWS)
    result = segscope("report", "./~tilde.csv", env={"PYTHONPATH": os.getcwd()}, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"~tilde.csv" in result.stdout


def test_a_pipe_as_items_is_refused_at_once(tmp_path):
    (tmp_path / "r.csv").write_text("userId,movieId,rating\n" + ROWS)
    os.mkfifo(tmp_path / "items.csv")
    result = segscope("report", tmp_path / "r.csv", "--items", tmp_path / "items.csv")
    assert result.returncode == 1
    assert b"items.csv is a pipe or a device." in result.stderr
