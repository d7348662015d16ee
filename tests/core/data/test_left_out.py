"""Rows that are no ratings: counted by reason, and found again with their lines."""

import json
import random

import pytest

from core.data.left_out import first_left_out
from core.data.opening import open_dataset
from core.errors import UnreadableDatasetError
from tests.core.data.tables import GOOD, HEAD, written


def quality_and_rows(path, **options):
    dataset = open_dataset(path, **options)
    try:
        return dataset.quality, first_left_out(dataset)
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
    with pytest.raises(UnreadableDatasetError, match="changed since it was opened"):
        first_left_out(dataset)
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
