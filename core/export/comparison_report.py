"""A comparison on the command line: plain text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from core import __version__
from core.comparison.comparing import Comparison
from core.comparison.drift import Drift
from core.export.comparison_contract import comparison_content, drift_content
from core.export.comparison_tables import comparison_tables, drift_tables
from core.export.contract import SCHEMA
from core.export.report import text_table
from core.export.report_tables import ReportTable
from core.words.comparison import comparison_lines, titles
from core.words.drift import LEGEND, drift_lines

_LINE = 100
"""Characters after which sentences are broken."""

_HOLDS = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class ComparisonReport:
    """What every format says of a comparison: sentences, tables, and the content of its JSON."""

    heading: str
    lines: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    content: dict[str, Any]


def on_segmentations(comparison: Comparison) -> ComparisonReport:
    """The report on two segmentations of the same users."""
    first, second = titles(comparison.first, comparison.second)
    return ComparisonReport(
        f"{comparison.first.description.source.name}: {first} → {second}",
        tuple(comparison_lines(comparison)),
        comparison_tables(comparison),
        comparison_content(comparison),
    )


def on_datasets(drift: Drift) -> ComparisonReport:
    """The report on two datasets, or two periods of one."""
    first = drift.first
    return ComparisonReport(
        f"{first.description.source.name} → {drift.second.source.name}: the users of the second in the segments of the "
        f"first (preset {first.preset.name}, K = {first.k})",
        (*drift_lines(drift), LEGEND),
        drift_tables(drift),
        drift_content(drift),
    )


def to_text(report: ComparisonReport) -> str:
    """Sentences, then tables in aligned columns."""
    said = "\n".join([report.heading, *map(_wrapped, report.lines)])
    return "\n\n".join([said, *map(text_table, report.tables)]) + "\n"


def _wrapped(line: str) -> str:
    """A sentence in lines that part no number from its percent sign."""
    held = line.replace(" %", f"{_HOLDS}%")
    return "\n".join(wrap(held, _LINE, initial_indent="  ", subsequent_indent="    ")).replace(_HOLDS, " ")


def to_json(report: ComparisonReport) -> str:
    """The contract's keys ``schema``, ``segscope`` and ``comparison``."""
    content = {"schema": SCHEMA, "segscope": __version__, "comparison": report.content}
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_markdown(report: ComparisonReport) -> str:
    """The same with Markdown tables."""
    from core.export.documents import in_markdown

    return in_markdown(
        "comparison.md.jinja", {"heading": report.heading, "lines": report.lines, "tables": report.tables}
    )


RENDERERS: dict[str, Callable[[ComparisonReport], str]] = {"text": to_text, "json": to_json, "markdown": to_markdown}
"""Every format by its name on the command line."""
