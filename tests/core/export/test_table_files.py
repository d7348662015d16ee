"""Tables as files: what a spreadsheet opens runs nothing, and numbers read back exactly."""

import csv

import numpy as np
import pandas as pd
import pytest

from core.export import table_files
from core.text import without_formulas


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1"])
def test_no_text_begins_as_a_formula(text):
    assert without_formulas(text).startswith("'")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "−"])
@pytest.mark.parametrize(
    "before",
    ["", " ", "\u00a0", "\u3000", "\u2028", "\u200b", "\ufeff", "\u202e", "\u3164", "\u2800", "\u0301", " \u200d "],
)
def test_signs_of_any_width_begin_none_even_behind_what_cannot_be_seen(before, sign):
    assert without_formulas(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["plain", "a=b", "1,2", 'say "x"', "日本", "", " ", "\u3000日本", "é=1", "½", "(−1)"])
def test_other_text_stays_as_it_is(text):
    assert without_formulas(text) == text


def test_control_characters_are_removed_and_numbers_read_back_exactly(tmp_path):
    values = np.random.default_rng(1).normal(size=500) * 10.0 ** np.arange(-250, 250)
    table_files.write_csv(pd.DataFrame({"id": ["a\x1b[31m\nb"] * 500, "x": values}), tmp_path / "odd [name]*.csv")
    with (tmp_path / "odd [name]*.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["id"] == "a[31mb"
    assert [float(row["x"]) for row in rows] == values.tolist()
