"""Archives that are refused."""

import zipfile

import numpy as np
import pytest

from core.data.left_out import first_left_out
from core.data.opening import open_dataset
from core.data.user import user_profile
from core.description import open_and_describe
from core.errors import SegscopeError, UnreadableDatasetError
from core.sources import find
from tests.core.sources.tables import TEXTS


def hostile_zip(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


RATINGS = TEXTS["comma.csv"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([("../ratings.csv", RATINGS)], "points outside"),
        ([("../../evil/", ""), ("ratings.csv", RATINGS)], "points outside"),
        ([(f"{number}.txt", "x") for number in range(10_001)], "has 10,001 members"),
        ([("/ratings.csv", RATINGS)], "points outside"),
        ([("a\\..\\ratings.csv", RATINGS)], "points outside"),
        ([("C:/ratings.csv", RATINGS)], "points outside"),
        ([("ratings.csv", RATINGS), ("../../x.txt", "x")], "points outside"),
        ([("ratings.csv", RATINGS), ("RATINGS.csv", RATINGS)], "two members called"),
        ([("ratings.csv", RATINGS), ("ratings.csv", RATINGS)], "two members called"),
        ([("ratings.csv", RATINGS), ("ratings.csv/x.csv", RATINGS)], "a file and a folder"),
        ([("ratings.csv", "1,1,1\n" * 1_000_000)], "200 times its size"),
        ([("ratings.csv", RATINGS), ("large.bin", bytes(100_001))], r"would unpack to 0\.0 GiB"),
        ([("readme.md", "hello")], "holds no table"),
    ],
)
def test_hostile_archives_are_refused_whole(tmp_path, monkeypatch, members, says):
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    monkeypatch.setattr("core.sources.archives.LARGEST_UNPACKED", 10_000_000 if "200" in says else 100_000)
    with pytest.raises(SegscopeError, match=says):
        open_and_describe(hostile_zip(tmp_path / "x.zip", *members))
    assert not list(private.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["private", "x.zip"]


def removed(path):
    path.unlink()


def spoiled(path):
    path.write_bytes(b"no archive any more")


def replaced(path):
    hostile_zip(path, ("other.csv", "x"))


@pytest.mark.parametrize("change", [removed, spoiled, replaced])
def test_an_archive_that_changes_once_it_is_unpacked_is_refused(tmp_path, monkeypatch, change):
    path = hostile_zip(tmp_path / "x.zip", ("in/ratings.csv", RATINGS))
    unpack = find.unpack

    def unpack_then_change(*arguments):
        unpacked = unpack(*arguments)
        change(path)
        return unpacked

    monkeypatch.setattr(find, "unpack", unpack_then_change)
    with pytest.raises(UnreadableDatasetError, match=r"x\.zip changed while it was read"):
        open_and_describe(path)


@pytest.mark.parametrize("change", [removed, spoiled, replaced])
def test_an_open_archive_is_not_needed_again(tmp_path, change):
    path = hostile_zip(tmp_path / "x.zip", ("in/ratings.csv", RATINGS + "7\n"))
    dataset = open_dataset(path)
    change(path)
    assert user_profile(dataset, "7", np.array([7])).num_ratings == 2
    assert [row.line for row in first_left_out(dataset)] == [5]
    assert dataset.source.origin.member == "in/ratings.csv"
    dataset.close()


def test_an_archive_with_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("ratings.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnreadableDatasetError, match="not a plain file"):
        open_and_describe(tmp_path / "x.zip")


def test_an_encrypted_archive_is_refused(tmp_path):
    path = hostile_zip(tmp_path / "x.zip", ("ratings.csv", RATINGS))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableDatasetError, match="is encrypted"):
        open_and_describe(path)


def test_an_archive_whose_entry_lies_about_its_size_is_refused(tmp_path):
    path = hostile_zip(tmp_path / "x.zip", ("ratings.csv", RATINGS * 50))
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (20).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableDatasetError, match="is damaged"):
        open_and_describe(path)
