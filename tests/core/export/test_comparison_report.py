"""The text of a comparison."""

from core.export.comparison_report import ComparisonReport, to_markdown, to_text
from core.export.report_tables import ReportTable


def report(*lines):
    return ComparisonReport("one → two", lines, (ReportTable("Flow", ("segment", "→ 0"), (("0", "< 1 %"),)),), {})


def test_a_long_sentence_is_broken_but_no_number_is_parted_from_its_percent_sign():
    line = f"{'x' * 94} 71 % of them, and so on."
    assert to_text(report(line)).splitlines()[1:3] == [f"  {'x' * 94}", "    71 % of them, and so on."]


def test_markdown_shows_what_stands_there():
    written = to_markdown(report("Users of <b>a*b</b> go."))
    assert written.startswith("# one → two\n\n- Users of \\<b\\>a\\*b\\</b\\> go.\n")
    assert "| 0 | \\< 1 % |" in written
