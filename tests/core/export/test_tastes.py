"""Tastes in files: the JSON of a segment, a table in the report, tastes.csv."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from core.export.cards import cards_of
from core.export.contents import FILES
from core.export.contract import as_contract, to_json
from core.export.report import to_markdown, to_text
from core.export.report_tables import method_table
from core.export.taste_tables import taste_tables, tastes_table


def test_the_json_has_the_tastes_of_each_segment(analysis):
    for segment, one in zip(json.loads(to_json(analysis))["segments"], analysis.tastes.segments, strict=True):
        tastes = segment["tastes"]
        assert [taste["name"] for taste in tastes["genres"]] == [taste.name for taste in one.genres]
        assert [taste["key"] for taste in tastes["titles"]] == [taste.key for taste in one.titles]
        assert {"lift", "z", "p", "higher", "notable"} <= tastes["genres"][0].keys()
    first = as_contract(analysis)["segments"][0]["tastes"]
    assert first["sentence"] == "They rate more Action than the others (1.3 ×) and give it 0.2 stars more."
    assert first["note"] is None


def test_where_nobody_asked_tastes_are_null_and_nothing_is_said_of_them(analysis):
    without = replace(analysis, tastes=None)
    assert [segment["tastes"] for segment in as_contract(without)["segments"]] == [None] * 4
    assert taste_tables(without) == ()
    assert "likes" not in {head for card in cards_of(without) for head, _ in card.facts}
    assert "Tastes" not in {row[0] for row in method_table(without).rows}
    assert len(tastes_table(without)) == 0


def test_the_report_says_what_each_segment_likes_and_has_a_table_where_something_is_notable(analysis):
    facts = [dict(card.facts) for card in cards_of(analysis)]
    assert facts[1]["likes"].startswith("They rate more Romance than the others (1.2 ×)")
    assert facts[3]["likes"].startswith("Nothing notable")
    tables = taste_tables(analysis)
    assert [table.title[:14] for table in tables] == ["What segment 0", "What segment 1", "What segment 2"]
    assert tables[1].rows[0] == ("Romance", "235", "19.79 %", "16.55 %", "1.2 ×", "+11.0", "< 0.001", "+0.1")
    assert "What segment 0 rates more and less" in to_text(analysis)
    assert "| Romance | 235 |" in to_markdown(analysis)
    assert "2,992 comparisons" in dict(method_table(analysis).rows)["Tastes"]


def test_tastes_csv_has_a_row_for_each_genre_and_title_told(analysis, exported):
    table = pd.read_csv(exported / "tastes.csv", dtype={"key": str})
    assert list(table.columns[:4]) == ["segment", "kind", "key", "name"]
    [file] = [file for file in FILES if file.name == "tastes"]
    assert (
        len(table) == file.rows(analysis) == sum(len(one.genres) + len(one.titles) for one in analysis.tastes.segments)
    )
    assert table["kind"].value_counts()["genre"] == 12 * 4
    first = analysis.tastes.segments[0].genres[0]
    row = table.iloc[0]
    assert (row["name"], row["users"], row["lift"]) == (first.name, first.users, pytest.approx(first.lift))
    assert bool(row["notable"]) is first.notable is True
