"""SQL that reads a table: every column as it is written, and what is wrong with the form of a row.

Text is read leniently, so that no line is lost: short rows are padded with NULL (an empty field is an empty text, not
NULL), and one column more than the table has catches what is too long. Both are then reasons to leave a row out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.sources.source import JsonTable, ParquetTable, TextTable, is_gzipped

TOO_FEW, TOO_MANY, UNCLOSED, NO_OBJECT = 5, 6, 7, 8
FORM_REASONS = {
    TOO_FEW: "too few fields",
    TOO_MANY: "too many fields",
    UNCLOSED: "quote that is not closed",
    NO_OBJECT: "no JSON object",
}
"""What can be wrong with the form of a row."""

_NO_TEXT = "\x01"
_SURPLUS = "surplus"


@dataclass(frozen=True)
class Reading:
    """``relation`` stands after FROM; ``fault`` is an expression, 0 where a row's form is right, else its reason.

    ``columns`` are all that the relation has, ``fractional`` those of binary floating-point numbers; ``decimal_comma``
    says that numbers may be written with one.
    """

    relation: str
    columns: tuple[str, ...]
    fault: str = "0"
    fractional: frozenset[str] = frozenset()
    decimal_comma: bool = False


def literal(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """``name`` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def of_text(table: TextTable, path: Path, *, parallel: bool) -> Reading:
    """A delimited text file; quoted line ends need ``parallel=False``, which takes twice as long."""
    surplus = _SURPLUS
    while surplus in map(str.casefold, table.columns):
        surplus += "_"
    last = identifier(table.columns[-1])
    quote, escape = ('"', table.escape) if table.quoted else ("", "")
    relation = (
        f"read_csv({literal(str(path))}, auto_detect = false, header = {_boolean(table.has_header)}, "
        f"columns = {_as_text((*table.columns, surplus))}, delim = {literal(table.delimiter)}, "
        f"quote = {literal(quote)}, escape = {literal(escape)}, compression = {_compression(table.path)}, "
        f"nullstr = {literal(_NO_TEXT)}, null_padding = true, strict_mode = false, parallel = {_boolean(parallel)}, "
        "hive_partitioning = false)"
    )
    with_line_end = " OR ".join(f"contains({identifier(name)}, chr(10))" for name in table.columns)
    too_short = f"CASE WHEN {with_line_end} THEN {UNCLOSED} ELSE {TOO_FEW} END"
    fault = (
        f"CASE WHEN {last} IS NULL THEN {too_short} WHEN {identifier(surplus)} IS NOT NULL THEN {TOO_MANY} ELSE 0 END"
    )
    return Reading(relation, (*table.columns, surplus), fault, decimal_comma=table.delimiter != ",")


def of_json(table: JsonTable, path: Path) -> Reading:
    """A JSON file; a line that is no object gives a row of NULLs."""
    form = "'newline_delimited', ignore_errors = true" if table.by_line else "'array'"
    relation = (
        f"read_json({literal(str(path))}, format = {form}, columns = {_as_text(table.columns)}, "
        f"compression = {_compression(table.path)}, hive_partitioning = false)"
    )
    anything = ", ".join(map(identifier, table.columns))
    fault = f"CASE WHEN coalesce({anything}, NULL) IS NULL THEN {NO_OBJECT} ELSE 0 END"
    return Reading(relation, table.columns, fault)


def of_parquet(table: ParquetTable, path: Path) -> Reading:
    """A Parquet file."""
    relation = f"read_parquet({literal(str(path))}, hive_partitioning = false)"
    return Reading(relation, table.columns, fractional=table.fractional)


def _as_text(columns: Sequence[str]) -> str:
    return "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns) + "}"


def _compression(path: Path) -> str:
    return "'gzip'" if is_gzipped(path) else "'none'"


def _boolean(value: bool) -> str:
    return "true" if value else "false"
