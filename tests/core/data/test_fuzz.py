"""Files that are mutated at random, and tables that are made at random: a dataset or a clear error."""

import csv
import gzip
import io
import json
import os
import random
import re
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.data.left_out import first_left_out
from core.data.opening import open_dataset
from core.description import describe
from core.errors import SegscopeError
from core.sources.sample import sample_source

RUNS = int(os.environ.get("SEGSCOPE_FUZZ_RUNS", "12"))
SEED = os.environ.get("SEGSCOPE_FUZZ_SEED", "")
MOST_MEMORY = 600 * 1024
"""KiB that the process may grow by, whatever it is given; the engine alone may hold 512 MB."""
CLEAR_PEAK = Path("/proc/self/clear_refs")


def sample_rows():
    with sample_source().ratings.path.open(newline="") as stream:
        return list(csv.reader(stream))[:600]


def as_text(delimiter, head=True):
    rows = sample_rows()[0 if head else 1 :]
    return "".join(delimiter.join(row) + "\n" for row in rows).encode()


def as_json(by_line):
    head, *rows = sample_rows()
    records = [dict(zip(head, row, strict=True)) for row in rows]
    return ("\n".join(map(json.dumps, records)) if by_line else json.dumps(records)).encode()


def as_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/ratings.csv", as_text(","))
        archive.writestr("in/movies.csv", "movieId,title\n1,One\n")
    return buffer.getvalue()


def as_parquet(folder):
    source, target = folder / "in.csv", folder / "out.parquet"
    source.write_bytes(as_text(","))
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM '{source}') TO '{target}' (FORMAT parquet)")
    return target.read_bytes()


FORMS = {
    "ratings.csv": lambda folder: as_text(","),
    "quoted.csv": lambda folder: b'"' + as_text('";"').replace(b"\n", b'"\n"')[:-1],
    "utf16.csv": lambda folder: as_text(",").decode().encode("utf-16"),
    "ratings.dat": lambda folder: as_text("::", head=False),
    "u.data": lambda folder: as_text("\t", head=False),
    "lines.jsonl": lambda folder: as_json(by_line=True),
    "list.json": lambda folder: as_json(by_line=False),
    "ratings.csv.gz": lambda folder: gzip.compress(as_text(",")),
    "ratings.zip": lambda folder: as_zip(),
    "ratings.parquet": as_parquet,
}


def mutated(data, dice):
    data = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data))
        kind = dice.choice(("flip", "flip", "truncate", "splice", "insert", "zeros", "blank", "wide"))
        if kind == "flip":
            data[at] ^= 1 << dice.randrange(8)
        elif kind == "truncate":
            del data[max(1, at) :]
        elif kind == "splice":
            other = dice.randrange(len(data))
            data[at : at + 40] = data[other : other + dice.randint(0, 80)] or b"x"
        elif kind == "blank":
            data[:0] = dice.choice((b"\n", b"\r\n", b"\r", b" \n", b"\0\n")) * dice.choice((1, 300, 2_000))
        elif kind == "wide":
            data[at:at] = dice.choice((b",", b";", b'"', b'"\n', b'{"a":1},')) * dice.choice((30, 900, 20_000))
        elif kind == "insert":
            data[at:at] = dice.choice((b'"', b"\n", b"\0", b"\xff\xfe", b",,,", b"\x1b[2J", b"1e999", b"::", b"{"))
        else:
            data[at : at + 8] = bytes(8)
    return bytes(data)


def describe_and_close(path):
    dataset = open_dataset(path)
    try:
        description = describe(dataset)
        assert len(first_left_out(dataset)) <= dataset.quality.rows_dropped
        assert description.overview.ratings + dataset.quality.rows_dropped == dataset.quality.rows_read
    finally:
        dataset.close()


def refusal_of(path):
    """The error that comes of a file; None where it is a dataset."""
    try:
        describe_and_close(path)
    except SegscopeError as error:
        return error
    return None


def peak_memory():
    """KiB that the process held at most since `fresh_peak_memory`."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])


def fresh_peak_memory():
    """Forget what the process held before; KiB that it holds now."""
    CLEAR_PEAK.write_text("5")
    return peak_memory()


@pytest.mark.skipif(not CLEAR_PEAK.exists(), reason="only Linux forgets how much memory a process held")
@pytest.mark.parametrize("name", FORMS)
def test_mutated_files_give_a_dataset_or_a_clear_error(tmp_path, monkeypatch, name):
    private, data = tmp_path / "private", tmp_path / "data"
    private.mkdir()
    data.mkdir()
    original = FORMS[name](tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(private))
    before = fresh_peak_memory()
    path = data / name
    path.write_bytes(original)
    assert refusal_of(path) is None
    dice = random.Random(f"{name}{SEED}")
    for _ in range(RUNS):
        path.write_bytes(mutated(original, dice))
        refusal = refusal_of(path)
        assert refusal is None or (str(refusal.remedy).endswith(".") and len(str(refusal).splitlines()) == 1)
        assert not list(private.iterdir())
    assert peak_memory() - before < MOST_MEMORY


FIELD = st.one_of(
    st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=6),
    st.integers(-5, 5).map(str),
    st.sampled_from(["", "3.5", "nan", "inf", '"', "a,b", "x\ny", "007"]),
)


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=8))
def test_any_table_that_is_written_as_csv_is_counted_as_written(tmp_path, rows):
    """The count of users, ratings and rows left out is that of a direct reading in Python."""
    path = tmp_path / "ratings.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("userId", "movieId", "rating"), *rows])
    valid = [row for row in rows if row[0] and row[1] and is_rating(row[2])]
    if not valid:
        assert refusal_of(path) is not None
        return
    dataset = open_dataset(path)
    description = describe(dataset)
    dataset.close()
    assert description.overview.ratings == len(valid)
    assert description.overview.users == len({row[0] for row in valid})
    assert dataset.quality.rows_read == len(rows)


def is_rating(text):
    """Whether a field is a finite number, written in ASCII as everywhere."""
    try:
        return text.isascii() and "_" not in text and abs(float(text)) <= 1e100
    except ValueError:
        return False
