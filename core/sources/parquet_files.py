"""Parquet as a table."""

from __future__ import annotations

from pathlib import Path

import duckdb

from core.errors import UnreadableDatasetError
from core.sources.source import ParquetTable
from core.sources.text_files import readable
from core.text import clean
from core.workspace import Workspace

_FRACTIONAL = {"DOUBLE", "FLOAT"}


def parquet_table(path: Path, workspace: Workspace) -> ParquetTable:
    """A Parquet file as a table; only its footer is read.

    Raises:
        UnreadableDatasetError: it is damaged, or not Parquet.
    """
    with readable(path):
        plain = workspace.plainly_named(path.absolute())
    try:
        with duckdb.connect(":memory:") as connection:
            schema = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning = false)", [str(plain)]
            ).fetchall()
    except (duckdb.Error, RuntimeError) as error:
        raise UnreadableDatasetError(
            f"{clean(path.name)} is damaged: it cannot be read as Parquet.", "Fetch or write it again."
        ) from error
    types = {name: kind for name, kind, *_ in schema}
    return ParquetTable(path, tuple(types), frozenset(name for name, kind in types.items() if kind in _FRACTIONAL))
