"""The report on the command line: plain text for a terminal, JSON for programs, Markdown for documents."""

from __future__ import annotations

from collections.abc import Callable

from core import formats
from core.analysis import Analysis
from core.export.contract import to_json
from core.export.report_tables import ReportTable, answer_lines, report_tables, verdict_lines
from core.words.evidence import VERDICT
from core.words.summary import summary_lines


def to_text(analysis: Analysis) -> str:
    """The report with aligned columns."""
    parts = [_heading(analysis), *(_text_table(table) for table in report_tables(analysis))]
    parts.append("\n".join([VERDICT, *(f"  {line}" for line in verdict_lines(analysis))]))
    parts.append("\n".join(["Summary", *(f"  {line}" for line in summary_lines(analysis))]))
    if analysis.notes:
        parts.append("\n".join(["Notes", *(f"  {note}" for note in analysis.notes)]))
    return "\n\n".join(parts) + "\n"


def to_markdown(analysis: Analysis) -> str:
    """The report with Markdown tables."""
    from core.export import documents

    return documents.to_markdown(analysis)


RENDERERS: dict[str, Callable[[Analysis], str]] = {"text": to_text, "json": to_json, "markdown": to_markdown}
"""Every format of the report by its name on the command line."""


def _heading(analysis: Analysis) -> str:
    name, preset = analysis.description.source.name, analysis.preset.name
    heading = f"{name}: {formats.counted(analysis.k, 'segment')} (preset {preset}, seed {analysis.seed})"
    return "\n".join([heading, *answer_lines(analysis)])


def _text_table(table: ReportTable) -> str:
    rows = [table.heads, *table.rows] if any(table.heads) else list(table.rows)
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(len(table.heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if i < table.left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([table.title, *(f"  {line}" for line in lines)])
