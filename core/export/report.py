"""The report on the command line: plain text for a terminal, JSON for programs, Markdown for documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import wrap

from core import formats
from core.analysis import Analysis
from core.export.cards import CARDS, Card, cards_of
from core.export.contract import to_json
from core.export.report_tables import ReportTable, data_tables, k_tables, segment_tables, verdict_lines
from core.export.taste_tables import taste_tables
from core.words.evidence import VERDICT
from core.words.in_short import in_short
from core.words.summary import summary_lines

_LINE = 100
"""Characters after which sentences are broken."""

_INDENT = " " * 5
_FACT_CELLS = 9


def to_text(analysis: Analysis) -> str:
    """The report: who the users are in words, then the reasons, in aligned columns."""
    parts = [
        _heading(analysis),
        "\n".join(wrap(in_short(analysis, analysis.portraits), _LINE)),
        "\n\n".join([CARDS, *map(_text_card, cards_of(analysis))]),
        *map(text_table, data_tables(analysis)),
        _section(VERDICT, verdict_lines(analysis)),
        *map(text_table, [*k_tables(analysis), *segment_tables(analysis), *taste_tables(analysis)]),
        _section("Summary", summary_lines(analysis)),
        *([_section("Notes", analysis.notes)] if analysis.notes else []),
    ]
    return "\n\n".join(parts) + "\n"


def to_markdown(analysis: Analysis) -> str:
    """The report with Markdown tables."""
    from core.export import documents

    return documents.to_markdown(analysis)


RENDERERS: dict[str, Callable[[Analysis], str]] = {"text": to_text, "json": to_json, "markdown": to_markdown}
"""Every format of the report by its name on the command line."""


def _heading(analysis: Analysis) -> str:
    name, preset = analysis.description.source.name, analysis.preset.name
    return f"{name}: {formats.counted(analysis.k, 'segment')} (preset {preset}, seed {analysis.seed})"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)])


def _text_card(card: Card) -> str:
    """A segment in words, in lines that a terminal need not break."""
    lines = [f"  {card.id}  {card.name}", f"{_INDENT}{card.holds}", *_wrapped(card.sentence, _INDENT)]
    for head, text in card.facts:
        lines += _wrapped(text, f"{_INDENT}{head:<{_FACT_CELLS}}")
    return "\n".join(lines)


def _wrapped(text: str, before: str) -> list[str]:
    return wrap(text, _LINE, initial_indent=before, subsequent_indent=" " * len(before))


def text_table(table: ReportTable) -> str:
    """A table in aligned columns."""
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
