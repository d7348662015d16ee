"""SQL that reads a table: every column as it is written, and what is wrong with the form of a row.

Text is read leniently, so that no line is lost: short rows are padded with NULL (an empty field is an empty text, not
NULL), and one column more than the table has catches what is too long. Both are then reasons to leave a row out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.engine.duckdb.quoting import identifier, literal
from core.engine.engine import Reason
from core.sources.source import JsonTable, ParquetTable, TextTable, is_gzipped

TOO_FEW, TOO_MANY, UNCLOSED, NO_OBJECT = 5, 6, 7, 8
FORM_REASONS = {
    TOO_FEW: Reason.TOO_FEW_FIELDS,
    TOO_MANY: Reason.TOO_MANY_FIELDS,
    UNCLOSED: Reason.UNCLOSED_QUOTE,
    NO_OBJECT: Reason.NO_JSON_OBJECT,
}
"""What can be wrong with the form of a row, by number."""

_NO_TEXT = "\x01"
_SURPLUS = "surplus"
_NO_OBJECT = '"no object"'


@dataclass(frozen=True)
class Reading:
    """``relation`` stands after FROM; ``fault`` is an expression, 0 where a row's form is right, else its reason.

    ``lines`` is an expression too: how many lines the row has. ``columns`` are all that the relation has,
    ``fractional`` those of binary floating-point numbers; ``decimal_comma`` says that numbers may be written with one.
    """

    relation: str
    columns: tuple[str, ...]
    fault: str = "0"
    lines: str = "1"
    fractional: frozenset[str] = frozenset()
    decimal_comma: bool = False


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
        f"skip = {table.blank_lines}, nullstr = {literal(_NO_TEXT)}, null_padding = true, strict_mode = false, "
        f"parallel = {_boolean(parallel)}, "
        "hive_partitioning = false)"
    )
    looked_at = table.columns[-1:] if parallel else table.columns
    too_short = f"CASE WHEN {_swallowed(table, table.columns)} THEN {UNCLOSED} ELSE {TOO_FEW} END"
    with_line_end = " OR ".join(f"contains({identifier(name)}, chr(10))" for name in looked_at)
    length = f"CASE WHEN {identifier(surplus)} IS NOT NULL THEN {TOO_MANY} ELSE 0 END"
    fault = (  # each WHEN is cheap: DuckDB evaluates both sides of AND for every row, but THEN only where it is wanted
        f"CASE WHEN {last} IS NULL THEN {too_short} WHEN {with_line_end} "
        f"THEN CASE WHEN {_swallowed(table, looked_at)} THEN {UNCLOSED} ELSE {length} END ELSE {length} END"
    )
    lines = f"1 + list_sum([{', '.join(_occurrences(name, chr(10)) for name in table.columns)}])"
    return Reading(relation, (*table.columns, surplus), fault, lines, decimal_comma=table.delimiter != ",")


def _swallowed(table: TextTable, columns: Sequence[str]) -> str:
    """Whether one of these fields holds a line end and as many delimiters as a row: whole rows behind an open quote.

    With several threads only the end of the file can hold such a field, as DuckDB refuses other line ends then.
    """
    delimiters = len(table.columns) - 1
    return " OR ".join(
        f"(contains({identifier(name)}, chr(10)) AND {_occurrences(name, table.delimiter)} >= {delimiters})"
        for name in columns
    )


def _occurrences(name: str, text: str) -> str:
    column = identifier(name)
    return f"(length({column}) - length(replace({column}, {literal(text)}, ''))) // {len(text)}"


def of_json(table: JsonTable, path: Path) -> Reading:
    """A JSON file; every value as text."""
    form = "'newline_delimited', ignore_errors = true" if table.by_line else "'array'"
    paths = ", ".join(literal(f'$."{key}"') for key in table.keys)
    values = ", ".join(f"v[{n}] AS {identifier(name)}" for n, name in enumerate(table.columns, start=1))
    relation = f"""
        (SELECT {values}, json_type(json) IS DISTINCT FROM 'OBJECT' AS {_NO_OBJECT}
         FROM (SELECT json, json_extract_string(json, [{paths}]) AS v
               FROM read_json_objects({literal(str(path))}, format = {form}, compression = {_compression(table.path)},
                                      hive_partitioning = false)))"""
    return Reading(relation, table.columns, f"CASE WHEN {_NO_OBJECT} THEN {NO_OBJECT} ELSE 0 END")


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
