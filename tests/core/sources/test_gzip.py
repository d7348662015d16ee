"""Gzipped tables: unpacked once, within limits, and never for longer than somebody waits."""

import gzip

import pytest

from core.data.opening import open_dataset
from core.description import open_and_describe
from core.errors import Cancelled, SegscopeError, UnreadableDatasetError
from core.sources import plain
from tests.core.sources.tables import TEXTS, assert_is_rows

HEAD = "userId,movieId,rating\n"


@pytest.fixture
def private(tmp_path, monkeypatch):
    folder = tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def packed(path, text):
    path.write_bytes(gzip.compress(text if isinstance(text, bytes) else text.encode()))
    return path


def real(rows):
    """Ratings that shrink as real ones do, to about a quarter."""
    return HEAD + "".join(f"{n * n % 9973},{n * 31 % 4999},{n % 5 + 1}\n" for n in range(rows))


def test_a_small_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(tmp_path, private, monkeypatch):
    path = packed(tmp_path / "r.csv.gz", HEAD + "1,1,1\n" * 10_000_000)
    shares = []
    monkeypatch.setattr(plain, "_CHUNK", 1 << 16)
    with pytest.raises(UnreadableDatasetError, match=r"r\.csv\.gz unpacks to more than 200 times its size") as caught:
        open_dataset(path, progress=lambda report: shares.append(report.fraction))
    assert "unpack it yourself" in str(caught.value)
    assert max(shares) < 0.9
    assert not list(private.iterdir())


@pytest.mark.parametrize("name", ["r.csv.gz", "r.jsonl.gz"])
def test_more_than_the_limit_is_refused_with_the_limit(tmp_path, private, monkeypatch, name):
    monkeypatch.setattr(plain, "LARGEST_UNPACKED", 100_000)
    monkeypatch.setattr(plain, "_CHUNK", 1 << 14)
    objects = (f'{{"user":{n * n},"item":{n},"rating":3}}\n' for n in range(9_000))
    text = real(20_000) if "csv" in name else "".join(objects)
    with pytest.raises(UnreadableDatasetError, match=r"is larger than 0 GiB, unpacked"):
        open_dataset(packed(tmp_path / name, text))
    assert not list(private.iterdir())


def test_unpacking_tells_how_far_it_is_and_stops_when_it_is_told_to(tmp_path, private, monkeypatch):
    monkeypatch.setattr(plain, "_CHUNK", 1 << 14)
    path = packed(tmp_path / "r.csv.gz", real(50_000))
    reports = []
    open_dataset(path, progress=reports.append).close()
    unpacking = [report.fraction for report in reports if report.task == "Unpacking r.csv.gz"]
    assert unpacking == sorted(unpacking)
    assert unpacking[0] < 0.5 < unpacking[-1] <= 1
    reports.clear()
    with pytest.raises(Cancelled):
        open_dataset(path, progress=reports.append, should_stop=lambda: len(reports) >= 3)
    assert len(reports) == 3
    assert not list(private.iterdir())


def test_a_neighbour_that_unpacks_to_far_more_is_left_out_with_a_note(tmp_path):
    (tmp_path / "r.csv").write_text(TEXTS["comma.csv"])
    items = packed(tmp_path / "titles.csv.gz", "movieId,title\n" + "a,One\n" * 1_000_000)
    description = open_and_describe(tmp_path / "r.csv")
    assert_is_rows(description)
    [note] = description.source.notes
    assert note.startswith("The items table is left out: titles.csv.gz unpacks to more than 200 times its size")
    with pytest.raises(SegscopeError, match="200 times its size"):
        open_and_describe(tmp_path / "r.csv", items=items)


def test_a_gzipped_table_that_turns_out_not_to_be_utf8_far_down_is_read_as_latin1(tmp_path):
    text = HEAD + "".join(f"{n % 97},{n * n},3\n" for n in range(60_000)) + "98,é,4\n"
    description = open_and_describe(packed(tmp_path / "late.csv.gz", text.encode("latin-1")))
    assert description.overview.users == 98
    assert description.source.notes == ("late.csv.gz is not UTF-8 throughout: it is read as Latin-1.",)
    assert description.source.origin.encoding == "latin-1"


def test_a_gzip_file_of_several_parts_is_read_whole(tmp_path):
    path = tmp_path / "r.csv.gz"
    first, rest = TEXTS["comma.csv"].encode()[:50], TEXTS["comma.csv"].encode()[50:]
    path.write_bytes(gzip.compress(first) + gzip.compress(rest))
    assert_is_rows(open_and_describe(path))
