"""The summary on a narrow terminal: what follows in a line stands below its text, not below its head."""

from tests.tui.conftest import screen_text
from tui.screens.interpretation import hanging


def test_a_long_line_goes_on_below_its_text():
    assert hanging("  Largest   segment 0: 270 users, High Activity", 28) == [
        "  Largest   segment 0: 270",
        "            users, High",
        "            Activity",
    ]


def test_a_line_without_a_head_goes_on_below_its_begin():
    assert hanging("      segment 1: mean 92.1, above", 20) == ["      segment 1:", "      mean 92.1,", "      above"]


def test_a_short_line_and_a_heading_stay_as_they_are():
    assert hanging("  Users     610", 40) == ["  Users     610"]
    assert hanging("KEY FINDINGS", 40) == ["KEY FINDINGS"]


async def test_no_line_of_the_summary_begins_at_the_edge_but_its_headings(run_app, small):
    async with run_app(small, size=(62, 140)) as (app, pilot):
        await pilot.press("4")
        summary = screen_text(app).split("Summary")[1].splitlines()[1:]
        edge = min(len(line) - len(line.lstrip()) for line in summary if line.strip())
        at_edge = {line.split()[0] for line in summary if line.strip() and line[edge] != " "}
        assert at_edge <= {"DATASET", "USER", "KEY", "1-4"}
