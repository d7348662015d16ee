"""Tables as files: CSV that a spreadsheet opens without running anything in it, and Parquet; both by DuckDB's COPY."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from core.engine.duckdb.quoting import identifier, literal
from core.text import without_formulas
from core.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A UTF-8 CSV file; numbers read back to the same value, and no text begins as a formula.

    Raises:
        OSError: it cannot be written.
    """
    texts = [name for name in table.columns if table[name].dtype.kind not in "biuf"]
    safe = table.assign(**{name: table[name].map(_safe_by_value(table[name])) for name in texts})
    quoted = f", FORCE_QUOTE ({', '.join(map(identifier, texts))})" if texts else ""
    _copy(safe, path, f"FORMAT csv, HEADER true{quoted}")


def _safe_by_value(column: pd.Series[Any]) -> dict[Any, str]:
    return {value: without_formulas(str(value)) for value in column.unique()}


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
