"""Rows that are no ratings, tables that are none, files that change, and tables that are odd but fine."""

import gzip
import json
import os
import random
import socket

import numpy as np
import pytest

from core.analysis import analyse
from core.description import describe_dataset
from core.engines import queries
from core.errors import EngineError, SegscopeError, UnreadableDatasetError
from core.export.contract import as_contract
from core.export.report import to_text
from core.offending import first_offending
from core.opening import open_dataset
from core.sources import text_files

HEAD = "userId,movieId,rating,timestamp\n"
GOOD = "1,10,3.0,5\n1,11,4.0,5\n2,10,5.0,5\n"


def written(folder, content, name="ratings.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def quality_and_rows(path, **options):
    dataset = open_dataset(path, **options)
    try:
        return dataset.quality, first_offending(dataset)
    finally:
        dataset.close()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",10,3.0,5", "missing user"),
        ('"",10,3.0,5', "missing user"),
        ("3,,3.0,5", "missing item"),
        ("3,10,,5", "missing rating"),
        ("3,10,good,5", "rating is not a number"),
        ("3,10,inf,5", "rating is not a number"),
        ("3,10,-Infinity,5", "rating is not a number"),
        ("3,10,nan,5", "rating is not a number"),
        ("3,10,1e400,5", "rating is not a number"),
        ("3,10,1_000,5", "rating is not a number"),
        ("3,10,0x10,5", "rating is not a number"),
        ("3,10,3.0", "too few fields"),
        ("3", "too few fields"),
        ("3,10,3.0,5,6", "too many fields"),
        ("3,10,3.0,5,", "too many fields"),
        ("3,10,3.0,5,6,7,8,9", "too many fields"),
        (",,", "too few fields"),
        ('3,"a\nb",3.0', "too few fields"),
        ("3,10,  ,5", "missing rating"),
    ],
)
def test_a_row_that_is_no_rating_is_left_out_once_with_its_reason_and_line(tmp_path, row, reason):
    quality, rows = quality_and_rows(written(tmp_path, HEAD + GOOD + row + "\n" + GOOD))
    assert (quality.rows_read, quality.dropped) == (7, {reason: 1})
    assert [(found.line, found.reason) for found in rows] == [(5, reason)]
    assert rows[0].text.strip() == row.replace("\n", " ")


def test_lines_are_those_of_the_file_also_behind_blank_lines_and_quoted_line_ends(tmp_path):
    text = HEAD + '\n1,"two\nlines",3.0,5\n\n\n1,10,bad,5\n2,"a, ""b""",worse,5\n3,11,4.0,5\n'
    quality, rows = quality_and_rows(written(tmp_path, text))
    assert quality.dropped == {"rating is not a number": 2}
    assert [(row.line, row.text.strip()) for row in rows] == [(7, "1,10,bad,5"), (8, '2,"a, ""b""",worse,5')]


@pytest.mark.parametrize("open_quote", ['1,"oops,3,4\n', '7,10,3,"4\n'], ids=["in the middle", "in the last field"])
@pytest.mark.parametrize(
    "end", ['7,"x",3,4\n' + GOOD, '7,oops",3,4\n' + GOOD, ""], ids=["closed later", "closed", "open"]
)
def test_every_line_that_an_open_quote_swallows_is_counted(tmp_path, open_quote, end):
    text = HEAD + GOOD + open_quote + GOOD * 30 + end
    quality, rows = quality_and_rows(written(tmp_path, text))
    swallowed = quality.dropped.pop("line in a quote that is not closed")
    assert 91 <= swallowed <= 96
    assert quality.rows_read + sum(quality.dropped.values()) == text.count("\n") - 1
    assert rows[0].line == 5


def test_words_of_an_error_message_in_a_file_change_nothing(tmp_path):
    phrase = "does not support null_padding in conjunction with quoted new lines; not utf-8 encoded"
    path = written(tmp_path, HEAD + f'1,"2 {phrase}' + ",3.0,5\n" * 500_000, f"{phrase}.csv")
    with pytest.raises(UnreadableDatasetError):
        open_dataset(path)


def test_json_with_a_byte_order_mark_blank_lines_and_nulls(tmp_path):
    lines = ['{"user": 1, "item": 1, "rating": 3}', "   ", '{"user": null, "item": null, "rating": null}', "{}", "x"]
    quality, rows = quality_and_rows(written(tmp_path, ("\ufeff" + "\n".join(lines)).encode(), "r.jsonl"))
    assert (quality.rows_read, quality.dropped) == (4, {"missing user": 2, "no JSON object": 1})
    assert [row.line for row in rows] == [3, 4, 5]


def test_a_file_that_was_mended_meanwhile_says_so(tmp_path):
    path = written(tmp_path, HEAD + GOOD + "1,2\n")
    dataset = open_dataset(path)
    path.write_text(HEAD + GOOD)
    with pytest.raises(UnreadableDatasetError, match="no longer what it was"):
        first_offending(dataset)
    dataset.close()


def test_lines_of_a_table_without_a_header_count_from_its_first(tmp_path):
    quality, rows = quality_and_rows(written(tmp_path, "1::10::3\n1::11\n2::10::5\n", "ratings.dat"))
    assert quality.dropped == {"too few fields": 1}
    assert rows[0].line == 2


def test_json_lines_that_are_no_objects_are_left_out(tmp_path):
    good = [{"user": user, "item": item, "rating": 3} for user in range(3) for item in range(2)]
    lines = [json.dumps(record) for record in good]
    lines[1:1] = ["no json", "[1, 2]", '{"user": 1', "", '{"user": null, "item": 1, "rating": 2}']
    quality, rows = quality_and_rows(written(tmp_path, "\n".join(lines), "r.jsonl"))
    assert quality.dropped == {"no JSON object": 3, "missing user": 1}
    assert [row.line for row in rows] == [2, 3, 4, 6]


def test_the_count_of_dirt_is_that_of_a_slow_direct_reading(tmp_path):
    """The expected counts are kept while the file is written, in several megabytes that threads read in parts."""
    dice, expected, kept = random.Random(7), dict.fromkeys(("too few fields", "too many fields", "missing item"), 0), 0
    with (tmp_path / "ratings.csv").open("w") as stream:
        stream.write(HEAD)
        for number in range(400_000):
            throw = dice.random()
            if throw < 0.01:
                stream.write(f"{number},1,3\n")
                expected["too few fields"] += 1
            elif throw < 0.02:
                stream.write(f'{number},"1,2",3,4,5\n')
                expected["too many fields"] += 1
            elif throw < 0.03:
                stream.write(f"{number},,3,4\n")
                expected["missing item"] += 1
            elif throw < 0.04:
                stream.write("\n")
            else:
                stream.write(f'{number % 999},"a ""{number % 7}"", b",3.5,9\n')
                kept += 1
    dataset = open_dataset(tmp_path / "ratings.csv")
    dataset.close()
    assert dict(dataset.quality.dropped) == expected
    assert dataset.quality.rows_read == kept + sum(expected.values())


def test_the_contract_and_the_report_say_what_was_left_out(tmp_path):
    analysis = analyse(written(tmp_path, HEAD + GOOD + "1,10,3.0,5\n3,10\n4,10,77,1\n" + "5,1,4,1\n" * 60))
    contract = as_contract(analysis)
    assert contract["dataset"]["ratings_outside_scale"] == 1
    assert contract["quality"] == {
        "rows_read": 66,
        "rows_dropped": 1,
        "dropped": {"too few fields": 1},
        "duplicate_pairs": 60,
    }
    text = to_text(analysis)
    assert "1 of 66 rows left out (1.5 %): too few fields 1." in text
    assert "1 rating outside the scale 0.5 to 5.0: kept." in text


# What is refused


def zeros(folder):
    return written(folder, bytes(5000), "zeros.csv")


def picture(folder):
    return written(folder, b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(20_000), "picture.csv")


def truncated_gzip(folder):
    data = gzip.compress((HEAD + "".join(f"{n},{n % 9},3,{n * n}\n" for n in range(200_000))).encode())
    return written(folder, data[: len(data) // 2], "ratings.csv.gz")


def truncated_parquet(folder):
    import duckdb

    path = folder / "r.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT range AS user, range AS item, 3.0 AS rating FROM range(5000)) TO '{path}' (FORMAT parquet)"
        )
    return written(folder, path.read_bytes()[:-40], "r.parquet")


def pipe(folder):
    path = folder / "pipe.csv"
    os.mkfifo(path)
    return path


def unix_socket(folder):
    path = folder / "s.csv"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))
    return path


def loop(folder):
    path = folder / "loop.csv"
    path.symlink_to(path)
    return path


REFUSED = {
    "missing": (lambda folder: folder / "nowhere.csv", "does not exist"),
    "path with NUL": (lambda folder: folder / "nul\0", "cannot be opened|does not exist"),
    "endless path": (lambda folder: folder / ("x" * 5000), "cannot be opened"),
    "empty": (lambda folder: written(folder, ""), "is empty"),
    "blank lines": (lambda folder: written(folder, "\n\n \n"), "no lines of text"),
    "header only": (lambda folder: written(folder, HEAD), "header but no ratings"),
    "no usable columns": (lambda folder: written(folder, "a,b\n1,2\n"), "no clear column for the user"),
    "nothing left": (lambda folder: written(folder, HEAD + "1,1,x,1\n,1,2,3\n"), "no usable rating .*missing user: 1"),
    "picture": (picture, "is no text"),
    "gzip named csv": (lambda folder: written(folder, gzip.compress(GOOD.encode())), "is no text but a gzip file"),
    "json named csv": (lambda folder: written(folder, '{"user": 1, "item": 2, "rating": 3}\n'), "looks like JSON"),
    "zeros": (zeros, "is no text"),
    "fake gzip": (lambda folder: written(folder, HEAD + GOOD, "r.csv.gz"), "not a whole gzip file"),
    "truncated gzip": (truncated_gzip, "cannot be read|not a whole gzip"),
    "fake zip": (lambda folder: written(folder, HEAD + GOOD, "r.zip"), "no whole zip archive"),
    "fake parquet": (lambda folder: written(folder, HEAD + GOOD, "r.parquet"), "no whole Parquet file"),
    "truncated parquet": (truncated_parquet, "no whole Parquet file"),
    "malformed json": (lambda folder: written(folder, '[{"user": 1, "item": 2, "rating": 3}, {', "r.json"), "JSON"),
    "json without objects": (lambda folder: written(folder, "[1, 2, 3]", "r.json"), "holds no JSON objects"),
    "deep json": (lambda folder: written(folder, "[" * 100_000, "r.json"), "holds no JSON objects"),
    "pipe": (pipe, "is a pipe or a device"),
    "device": (lambda folder: "/dev/null", "is a pipe or a device"),
    "socket": (unix_socket, "is a pipe or a device"),
    "loop of links": (loop, "cannot be opened"),
    "other file": (lambda folder: written(folder, "x", "report.pdf"), "no table of ratings by its name"),
    "folder without tables": (lambda folder: folder, "holds no table of ratings"),
    "one endless line": (lambda folder: written(folder, "1,2,3," * 600_000), "no lines of text"),
    "one endless quote": (
        lambda folder: written(folder, HEAD + '1,"2' + ",3.0,5\n" * 500_000),
        "a quote that is not closed",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_dataset_is_refused_in_one_line_that_says_what_to_do(tmp_path, monkeypatch, name):
    private = tmp_path / "private"
    private.mkdir()
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.chdir(data)
    monkeypatch.setattr("tempfile.tempdir", str(private))
    make, says = REFUSED[name]
    with pytest.raises(SegscopeError, match=says) as caught:
        open_dataset(make(data))
    assert "\n" not in str(caught.value)
    assert caught.value.remedy.endswith(".")
    assert len(str(caught.value)) < 500
    assert not list(private.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path):
    path = written(tmp_path, HEAD + GOOD)
    path.chmod(0)
    with pytest.raises(UnreadableDatasetError, match="cannot be read"):
        open_dataset(path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + GOOD)

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", denied)
    with pytest.raises(UnreadableDatasetError, match=r"cannot be read \(Permission denied\)"):
        open_dataset(path)


def test_a_file_that_shrinks_while_it_is_copied_is_refused(tmp_path, monkeypatch):
    written(tmp_path, (HEAD + "1,é,3.0,5\n" * 400_000).encode("latin-1"))
    chunks = text_files._chunks

    def shrink_then_read(path):
        os.truncate(path, 5000)
        return chunks(path)

    monkeypatch.setattr(text_files, "_chunks", shrink_then_read)
    with pytest.raises(UnreadableDatasetError, match="changed while it was read"):
        open_dataset(tmp_path)


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path, monkeypatch):
    def denied(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", denied)
    with pytest.raises(UnreadableDatasetError, match=r"cannot be listed \(Permission denied\)"):
        open_dataset(tmp_path)


def test_without_room_for_temporary_files_there_is_one_clear_message(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(EngineError, match=r"no room for temporary files .*No space left"):
        open_dataset(written(tmp_path, HEAD + GOOD))


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, HEAD + "1,10,3.0,5\n" * 400_000)
    tally = queries.tally

    def shrink_then_tally(*arguments):
        os.truncate(path, 5000)
        return tally(*arguments)

    monkeypatch.setattr(queries, "tally", shrink_then_tally)
    with pytest.raises(UnreadableDatasetError, match=r"changed while it was read|cannot be read"):
        open_dataset(path)


# What is odd but fine

ODD = {
    "one rating": ("1,10,3.0,5\n", 1),
    "one user": ("".join(f"1,{item},{item % 5 + 0.5},5\n" for item in range(50)), 1),
    "three users": (GOOD + "3,10,1.0,1\n3,11,5.0,1\n", 3),
    "all ratings equal": ("".join(f"{user},{item},4.0,1\n" for user in range(9) for item in range(5)), 9),
    "negative and huge": ("1,1,-1e99,1\n1,2,1e99,1\n2,1,-3,1\n3,1,1e-300,1\n", 3),
    "quoted line ends": ("".join(f'{user},"a\n{user % 3}",{user % 5}.5,1\n' for user in range(30)), 30),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ODD)
def test_odd_tables_are_analysed(tmp_path, name):
    rows, users = ODD[name]
    analysis = analyse(written(tmp_path, HEAD + rows))
    assert analysis.groundwork.description.overview.users == users
    assert sum(segment.users for segment in analysis.segments) == users
    assert json.dumps(as_contract(analysis))
    if users < 4 or "equal" in name:
        distinct = analysis.groundwork.distinct_points
        why = "all users are alike" if distinct == 1 else f"only {distinct} users differ"
        assert analysis.notes[0] == f"K ends at {distinct}: {why} in these features."


def test_a_million_rating_values_a_million_ratings_of_one_user_and_titles_with_nul_bytes(tmp_path):
    values = "".join(f"1,{number},{number / 1_000_003},0\n" for number in range(1_000_000))
    written(tmp_path, "movieId,title\n1,A\0B\x1b[31m\n", "movies.csv")
    dataset = open_dataset(written(tmp_path, HEAD + values + "2,1,0.5,0\n"))
    description = describe_dataset(dataset)
    dataset.close()
    assert description.features.columns["num_ratings"].tolist() == [1_000_000, 1]
    assert description.overview.rating_counts.binned
    assert description.overview.items_sample.rows == (("1", "A␀B␛[31m"),)


def test_a_million_users_with_one_rating_each(tmp_path):
    dataset = open_dataset(
        written(tmp_path, HEAD + "".join(f"{user},1,{user % 9 / 2 + 0.5},0\n" for user in range(10**6)))
    )
    description = describe_dataset(dataset)
    dataset.close()
    assert description.overview.users == 10**6
    assert np.array_equal(description.features.ids, np.arange(10**6))
