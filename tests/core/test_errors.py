"""Errors: what they say in a call, and that they cross from one process to another whole."""

import pickle
from pathlib import Path

import pytest

from core.errors import Cancelled, SegscopeError, UnclearColumnsError
from core.remedies import AllowOverwrite, CheckColumns, ChooseFolder, ChooseK, NameColumns, NameTable, OpenAgain
from core.sources.source import TextTable


def descendants(kind):
    return [kind, *(one for child in kind.__subclasses__() for one in descendants(child))]


@pytest.mark.parametrize("kind", descendants(SegscopeError))
@pytest.mark.parametrize("remedy", ["Do this.", ChooseK(7)])
def test_every_error_crosses_processes_with_all_that_it_carries(kind, remedy):
    error = kind("It broke.", remedy)
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert vars(back) == vars(error)
    assert (back.what, back.remedy) == ("It broke.", remedy)
    assert str(back) == str(error)


def test_unclear_columns_cross_processes_with_the_table_and_its_first_rows():
    table = TextTable(Path("r.csv"), ("a", "b"))
    error = UnclearColumnsError("Unclear.", NameColumns(("user",)), table).with_rows((("1", "2"),))
    back = pickle.loads(pickle.dumps(error))
    assert (back.table, back.rows, back.remedy) == (table, (("1", "2"),), NameColumns(("user",)))


def test_a_stop_crosses_processes():
    assert type(pickle.loads(pickle.dumps(Cancelled()))) is Cancelled


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        ("Check its permissions.", "Check its permissions."),
        (NameColumns(("item",)), 'Name it: columns={"item": "NAME"}.'),
        (
            NameColumns(("rating",)),
            'Name it: columns={"rating": "NAME"}, or "rating": "none" where each row is a like.',
        ),
        (NameColumns(("user", "item")), 'Name them: columns={"user": "NAME", "item": "NAME"}.'),
        (CheckColumns(), "Check the names in columns."),
        (NameTable(), "Name a table of ratings: delimited text, JSON or Parquet."),
        (OpenAgain(), "Open it again."),
        (ChooseFolder(), "Choose another folder."),
        (ChooseFolder(disk_is_full=True), "Free disk space, or choose another folder."),
        (AllowOverwrite(), "Choose another folder, or set overwrite=True."),
        (ChooseK(5), "Choose a k from 1 to 5."),
        (ChooseK(), "Choose a smaller k."),
    ],
)
def test_an_error_says_what_happened_and_what_to_do_in_a_call(remedy, words):
    assert str(SegscopeError("It broke.", remedy)) == f"It broke. {words}"
