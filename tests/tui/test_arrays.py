"""Messages with large arrays: they travel as files, are never copied, and nothing stays behind."""

import errno
import gc
import pickle

import numpy as np
import pytest

from core.errors import EngineError
from tui.arrays import LARGE_BYTES, Arrays

MANY = LARGE_BYTES // 8


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def owner(folder):
    return _side(folder, owner=True)


@pytest.fixture
def other(folder):
    return _side(folder, owner=False)


def _side(folder, owner):
    side = Arrays(owner=owner)
    side.folder = folder
    return side


def files(folder):
    gc.collect()
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "array",
    [
        np.arange(MANY),
        np.arange(MANY, dtype=np.float64).reshape(4, -1),
        np.asfortranarray(np.arange(MANY, dtype=np.float64).reshape(4, -1)),
        np.arange(4 * MANY)[::3],
        np.full(MANY, "user"),
        np.full(MANY, np.nan),
        np.full(MANY, "2024-01-01", dtype="datetime64[s]"),
    ],
    ids=["numbers", "rows", "columns", "every third", "text", "nan", "times"],
)
def test_a_large_array_comes_as_a_mapped_file_and_is_identical(owner, other, folder, array):
    data = owner.dumps({"points": array})
    come = other.loads(data)["points"]
    assert len(data) < 1000
    assert len(files(folder)) == 1
    assert isinstance(come.base, np.memmap)
    assert type(come) is np.ndarray
    assert come.dtype == array.dtype
    np.testing.assert_array_equal(come, array)


@pytest.mark.parametrize("array", [np.arange(MANY - 1), np.full(MANY, None)], ids=["small", "objects"])
def test_others_travel_in_the_message(owner, other, folder, array):
    np.testing.assert_array_equal(other.loads(owner.dumps(array)), array)
    assert not files(folder)


def test_an_array_that_is_held_is_written_once(owner, other, folder):
    array = np.arange(MANY)
    for _ in range(2):
        come = other.loads(owner.dumps([array, array]))
        assert come[0] is come[1]
    assert len(files(folder)) == 1


def test_an_array_that_is_twice_in_a_message_comes_as_one(owner, other, folder):
    array = np.arange(MANY)
    for sender, reader in ((owner, other), (other, owner)):
        first, second = reader.loads(sender.dumps([array, array]))
        assert first is second
    assert len(files(folder)) == 2


def test_an_array_that_comes_back_is_the_one_that_was_sent(owner, other):
    array = np.arange(MANY)
    assert owner.loads(other.dumps(other.loads(owner.dumps(array)))) is array


def test_a_file_goes_with_the_array_of_its_owner(owner, other, folder):
    sent, come = np.arange(MANY), owner.loads(other.dumps(np.ones(MANY)))
    there = other.loads(owner.dumps(sent))
    assert len(files(folder)) == 2
    del come
    assert len(files(folder)) == 1
    del sent
    assert not files(folder)
    assert there.sum() == MANY * (MANY - 1) // 2


def test_an_array_stays_when_a_copy_that_came_is_dropped_by_the_other_side(owner, other, folder):
    sent = np.arange(MANY)
    other.loads(owner.dumps(sent))
    assert len(files(folder)) == 1
    assert other.loads(owner.dumps(sent))[-1] == MANY - 1


def test_an_array_can_be_sent_again_after_the_owner_has_dropped_it(owner, other):
    array = np.arange(MANY)
    first = owner.loads(other.dumps(array))
    message = other.dumps(array)
    del first
    np.testing.assert_array_equal(owner.loads(message), array)
    np.testing.assert_array_equal(owner.loads(other.dumps(array)), array)


def test_an_array_whose_file_was_removed_by_somebody_is_written_anew(owner, other, folder):
    array = np.arange(MANY)
    owner.dumps(array)
    for path in folder.iterdir():
        path.unlink()
    np.testing.assert_array_equal(other.loads(owner.dumps(array)), array)


class MadeForTheMessage:
    def __getstate__(self):
        return {"first": np.zeros(MANY), "second": np.ones(MANY)}


def test_arrays_that_only_the_message_holds_can_be_held_until_it_is_read(owner, other, folder):
    data, travelling = owner.pack(MadeForTheMessage())
    come = other.loads(data)
    assert (come.first[0], come.second[0]) == (0, 1)
    del travelling
    assert not files(folder)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), OSError("9 requested")], ids=str)
def test_a_full_disk_is_a_clear_error_and_leaves_no_part(owner, folder, monkeypatch, error):
    def save(stream, array, allow_pickle):
        stream.write(b"a part")
        raise error

    monkeypatch.setattr(np, "save", save)
    with pytest.raises(EngineError, match="no room") as caught:
        owner.dumps(np.arange(MANY))
    assert str(error.strerror or error) in caught.value.what
    assert "Free disk space" in str(caught.value.remedy)
    assert not files(folder)


def test_what_a_process_has_left_is_removed_unless_somebody_holds_it(owner, other, folder):
    held = owner.loads(other.dumps(np.arange(MANY)))
    mine = next(folder.iterdir()).name.split("-")[1]
    for process in (mine, "1"):
        (folder / f"array-{process}-part.npy").write_bytes(b"a part")
    owner.remove_unheld_of(int(mine))
    assert len(files(folder)) == 2
    assert "array-1-part.npy" in files(folder)
    assert held[-1] == MANY - 1


def test_a_message_needs_no_folder_for_what_is_small():
    assert pickle.loads(Arrays(owner=True).dumps({"k": 4})) == {"k": 4}
