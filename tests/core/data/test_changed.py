"""Files that change while a dataset is open: what is read later must fit what was counted."""

import gzip
import os

import numpy as np
import pytest

from core.data.left_out import first_left_out
from core.data.opening import open_dataset
from core.data.user import user_profile
from core.description import describe
from core.errors import UnreadableDatasetError
from core.remedies import OpenAgain
from tests.core.data.tables import GOOD, HEAD, written

PEERS = np.array([1, 2])

DIRTY = HEAD + GOOD + "1,2\n"
ITEMS = "movieId,title\n10,Ten\n11,Eleven\n"


def rewritten(path):
    text = path.read_text()
    before = path.stat().st_mtime_ns
    path.write_text(text.replace("1", "2"))
    os.utime(path, ns=(before, before + 1))
    assert path.stat().st_size == len(text)


def replaced(path):
    state = path.stat()
    other = path.with_name("other.tmp")
    other.write_text(path.read_text().replace("1", "2"))
    os.utime(other, ns=(state.st_mtime_ns, state.st_mtime_ns))
    other.replace(path)


def appended(path):
    with path.open("a") as stream:
        stream.write("1,12,5.0,9\n")


CHANGES = {
    "rewritten with as many bytes": rewritten,
    "replaced by one as large and as old": replaced,
    "emptied": lambda path: os.truncate(path, 0),
    "appended": appended,
    "removed": os.unlink,
    "made a folder": lambda path: (path.unlink(), path.mkdir()),
}
READERS = {
    "one user's titles": lambda dataset: user_profile(dataset, "1", PEERS),
    "the first rows left out": first_left_out,
    "the description": describe,
}


@pytest.fixture
def opened(tmp_path):
    (tmp_path / "movies.csv").write_text(ITEMS)
    dataset = open_dataset(written(tmp_path, DIRTY))
    yield dataset
    dataset.close()


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_happens_to_the_ratings_no_later_reading_mixes_old_and_new(tmp_path, opened, change, read):
    read(opened)
    change(tmp_path / "ratings.csv")
    assert opened.has_changed
    with pytest.raises(UnreadableDatasetError, match=r"^ratings\.csv changed since it was opened\.") as caught:
        read(opened)
    assert caught.value.remedy == OpenAgain()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_items_table_must_stay_what_it_was_as_well(tmp_path, opened, change):
    change(tmp_path / "movies.csv")
    with pytest.raises(UnreadableDatasetError, match=r"^movies\.csv changed since it was opened\."):
        user_profile(opened, "1", PEERS)


def test_a_change_in_the_middle_of_a_later_reading_is_noticed_at_its_end(tmp_path, opened, monkeypatch):
    rated_titles = opened.engine.rated_titles

    def read_then_change(*arguments):
        found = rated_titles(*arguments)
        appended(tmp_path / "ratings.csv")
        return found

    monkeypatch.setattr(opened.engine, "rated_titles", read_then_change)
    with pytest.raises(UnreadableDatasetError, match="changed since it was opened"):
        user_profile(opened, "1", PEERS)


def test_a_change_between_the_look_at_the_columns_and_the_count_is_noticed(tmp_path, monkeypatch):
    from core.data import opening

    path = written(tmp_path, DIRTY)
    find_source = opening.find_source

    def find_then_change(*arguments):
        source = find_source(*arguments)
        appended(path)
        return source

    monkeypatch.setattr(opening, "find_source", find_then_change)
    with pytest.raises(UnreadableDatasetError, match="changed while it was read"):
        open_dataset(path)


def test_what_stays_as_it_was_can_be_read_as_often_as_one_likes(tmp_path, opened):
    os.utime(tmp_path / "ratings.csv", ns=(5, (tmp_path / "ratings.csv").stat().st_mtime_ns))  # it was only read
    assert user_profile(opened, "1", PEERS) == user_profile(opened, "1", PEERS)
    assert not opened.has_changed


def test_a_private_copy_does_not_change_with_its_original(tmp_path):
    path = written(tmp_path, gzip.compress(DIRTY.encode()), "ratings.csv.gz")
    dataset = open_dataset(path)
    path.unlink()
    assert user_profile(dataset, "1", PEERS).num_ratings == 2
    assert [row.line for row in first_left_out(dataset)] == [5]
    dataset.close()
