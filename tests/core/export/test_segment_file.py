"""The users of one segment in a file of their own."""

import pandas as pd
import pytest

from core.errors import Cancelled, ExportError
from core.export.data_tables import users_table
from core.export.segment_file import refuse_unwritable, write_segment
from core.export.table_files import csv_text


def test_it_holds_the_segments_rows_of_the_users_table(analysis, tmp_path):
    path = tmp_path / "these.csv"
    users = write_segment(analysis, 1, path)
    table = users_table(analysis)
    expected = table[table["segment"] == 1]
    assert path.read_text(encoding="utf-8") == csv_text(expected)
    assert users == len(expected) == analysis.segments[1].users
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(analysis, tmp_path):
    path = tmp_path / "these.csv"
    path.write_text("mine")
    with pytest.raises(ExportError, match=r"holds these\.csv already"):
        write_segment(analysis, 1, path)
    assert path.read_text() == "mine"
    write_segment(analysis, 1, path, overwrite=True)
    assert len(pd.read_csv(path)) == analysis.segments[1].users


def test_what_is_stopped_leaves_nothing(analysis, tmp_path):
    with pytest.raises(Cancelled):
        write_segment(analysis, 1, tmp_path / "these.csv", should_stop=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_a_file_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "folder").mkdir()
    for path, said in (
        (tmp_path / "folder", "is no name for a file"),
        (tmp_path / "..", "is no name for a file"),
        (tmp_path / "a\0b", "is no name for a file"),
        (tmp_path / "nowhere" / "these.csv", "There is no folder"),
    ):
        with pytest.raises(ExportError, match=said):
            refuse_unwritable(path)
    refuse_unwritable(tmp_path / "new.csv")
