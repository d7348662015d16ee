"""Where a path leads, and what lies there that would keep a reader waiting."""

import os
from pathlib import Path

import duckdb
import pytest

from core.description import open_and_describe
from core.errors import DatasetNotFoundError, NotADatasetError
from tests.core.sources.tables import TEXTS, assert_is_rows


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The current folder, beside which lies the home folder."""
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(home))
    return folder


@pytest.mark.parametrize("name", ["~tilde.csv", "~root.csv", "~"])
def test_a_name_with_a_tilde_is_a_name_first(here, name):
    path = here / name / "ratings.csv" if name == "~" else here / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXTS["comma.csv"])
    assert_is_rows(open_and_describe(Path(f"./{name}")))
    assert_is_rows(open_and_describe(name))


def test_a_tilde_that_is_no_name_is_the_home_folder(here):
    (here.parent / "home" / "ratings.csv").write_text(TEXTS["comma.csv"])
    assert_is_rows(open_and_describe("~/ratings.csv"))
    with pytest.raises(DatasetNotFoundError, match=r"^~nobody\.csv does not exist"):
        open_and_describe("~nobody.csv")


@pytest.mark.parametrize("name", ["items.csv", "items.json", "items.parquet", "items.csv.gz"])
def test_a_pipe_is_no_items_table_and_nobody_waits_for_it(here, name):
    (here / "ratings.csv").write_text(TEXTS["comma.csv"])
    os.mkfifo(here / name)
    with pytest.raises(NotADatasetError, match="is a pipe or a device"):
        open_and_describe(here / "ratings.csv", items=here / name)


@pytest.mark.parametrize("opened", ["ratings.csv", ""])
def test_pipes_devices_and_links_to_them_beside_the_ratings_are_passed_over(here, opened):
    (here / "ratings.csv").write_text(TEXTS["comma.csv"])
    for number, name in enumerate(["movies.csv", "a.csv", "b.json", "c.parquet", "d.csv.gz", "e.csv"]):
        if number % 2:
            os.mkfifo(here / name)
        else:
            (here / name).symlink_to("/dev/zero" if number else "/dev/tty")
    (here / "f.csv").symlink_to("e.csv")
    description = open_and_describe(here / opened)
    assert_is_rows(description)
    assert description.source.items is None


def test_a_pipe_that_takes_the_place_of_a_file_keeps_nobody_waiting(here, monkeypatch):
    (here / "ratings.csv").write_text(TEXTS["comma.csv"])
    items = here / "items.parquet"
    os.mkfifo(items)
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    assert_is_rows(open_and_describe(here / "ratings.csv"))


def test_parquet_items_are_read(here):
    (here / "ratings.csv").write_text(TEXTS["comma.csv"])
    with duckdb.connect() as connection:
        query = "SELECT 'a' AS movieId, 'A film' AS title"
        connection.execute(f"COPY ({query}) TO '{here}/items.parquet' (FORMAT parquet)")
    assert open_and_describe(here / "ratings.csv").overview.catalogue_items == 1
