"""Tables as files: CSV that a spreadsheet opens without running anything in it, and Parquet; both by DuckDB's COPY."""

from __future__ import annotations

import csv
import errno
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from core.engine.duckdb.quoting import identifier, literal
from core.text import without_formulas
from core.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    import pandas as pd

_LINE_END = "\n"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A UTF-8 CSV file: text in quotation marks, numbers and heads plain, nothing where a value is missing.

    Numbers read back to the same value, and no text begins as a formula.

    Raises:
        OSError: it cannot be written.
    """
    texts = [name for name in table.columns if _holds_text(table[name])]
    safe = table.assign(**{name: _safe(table[name]) for name in texts})
    quoted = f", FORCE_QUOTE ({', '.join(map(identifier, texts))})" if texts else ""
    head = literal(_line(table.columns))
    _copy(safe, path, f"FORMAT csv, HEADER false, PREFIX {head}, SUFFIX {literal(_LINE_END)}{quoted}")


def _holds_text(column: pd.Series[Any]) -> bool:
    return column.dtype.kind not in "biuf" and any(isinstance(value, str) for value in column.unique())


def _safe(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map({value: without_formulas(str(value)) for value in column.dropna().unique()})


def _line(names: Iterable[str]) -> str:
    """Heads as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator=_LINE_END).writerow(names)
    return line.getvalue()


def csv_text(table: pd.DataFrame) -> str:
    """What `write_csv` writes, as text."""
    with Workspace() as workspace:
        path = workspace.folder / "table.csv"
        write_csv(table, path)
        return path.read_text(encoding="utf-8")


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """A Parquet file.

    Raises:
        OSError: it cannot be written.
    """
    _copy(table, path, "FORMAT parquet")


def _copy(table: pd.DataFrame, path: Path, options: str) -> None:
    """Write with one thread, so that the same table gives the same bytes; the path may have any name."""
    with Workspace() as workspace, duckdb.connect(":memory:", config={"threads": 1}) as connection:
        plain = workspace.new_path(".out", path)
        plain.symlink_to(path.absolute())
        path.touch()
        try:
            connection.register("exported", table)
            connection.execute(f"COPY exported TO {literal(str(plain))} ({options}, USE_TMP_FILE false)")
        except duckdb.Error as error:
            raise _as_os_error(error) from error


def _as_os_error(error: duckdb.Error) -> OSError:
    """What the operating system said, where DuckDB repeats it among much else."""
    said = str(error)
    code = next((code for code in _CODES if os.strerror(code) in said), None)
    return OSError(said.splitlines()[0]) if code is None else OSError(code, os.strerror(code))


_CODES = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EIO)
