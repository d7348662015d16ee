"""CSV files elsewhere: what is missing is empty, text is quoted and nothing else is, and columns keep their types."""

import re

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.analysis import analyse
from core.evidence.effort import EFFORTS, Effort
from core.export import data_tables, table_files
from core.export.contents import FILES
from core.sources.sample import sample_source

TABLES = [file.file for file in FILES if file.file.endswith(".csv")]
FIELD = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,"]*)')
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|true|false")
WORDS = {"label", "feature", "kind", "key", "name", "sentence", "rule", "sql", "exemplars"}
SEVERAL = {"silhouette_by_segment", "jaccard"}
"""Columns of the sweep with a value a segment, which are text."""


@pytest.mark.parametrize("name", TABLES)
def test_heads_and_numbers_are_plain_text_is_quoted_and_what_is_missing_is_empty(exported, name):
    head, *lines = (exported / name).read_text(encoding="utf-8").splitlines()
    assert '"' not in head
    columns = list(zip(*map(FIELD.findall, lines), strict=True))
    assert len(columns) == len(head.split(","))
    for name, values in zip(head.split(","), columns, strict=True):
        there = [value for value in values if value]
        is_text = any(value.startswith('"') for value in there)
        assert all(value.startswith('"') if is_text else NUMBER.fullmatch(value) for value in there)
        assert is_text == (name in {*WORDS, *SEVERAL}) or not there
        assert not any("None" in value or "nan" in value for value in there)


def numeric_columns(table):
    return {name for name in table.columns if table[name].dtype.kind in "biuf"}


@pytest.mark.parametrize("effort", ["fast", "full"])
def test_the_columns_of_the_sweep_keep_their_types(tmp_path, monkeypatch, effort):
    monkeypatch.setitem(EFFORTS, "full", Effort("full", references=2, splits=2, bootstraps=2, starts=2))
    table_files.write_csv(data_tables.sweep_table(analyse(sample_source(), evidence=effort)), tmp_path / "sweep.csv")
    by_pandas = pd.read_csv(tmp_path / "sweep.csv")
    by_duckdb = duckdb.read_csv(str(tmp_path / "sweep.csv"))
    texts = {name for name in SEVERAL if by_pandas[name].notna().any()}
    assert set(by_pandas.columns) - numeric_columns(by_pandas) - {"restarts_improve"} == texts
    types = dict(zip(by_duckdb.columns, map(str, by_duckdb.types), strict=True))
    filled = set(by_pandas.columns[by_pandas.notna().any()])
    assert {name for name in filled if types[name] == "VARCHAR"} == texts
    assert (types["estimated"], types["k"], types["wcss"]) == ("BOOLEAN", "BIGINT", "DOUBLE")
    assert by_pandas["gap"].isna().all() == (effort == "fast")


def test_missing_values_among_others_leave_numbers_numbers_and_text_text(tmp_path):
    table = pd.DataFrame(
        {
            "none": [None, None, None],
            "whole": pd.Series([1, None, 3], dtype=object),
            "real": [np.nan, 0.1, 1e-9],
            "yes": pd.Series([True, None, False], dtype=object),
            "text": ["a, b", None, ""],
        }
    )
    table_files.write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == (
        'none,whole,real,yes,text\n,1,,true,"a, b"\n,,0.1,,\n,3,1e-09,false,""\n'
    )
