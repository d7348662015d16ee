"""DuckDB inside this process: runs one query at a time, out of core, with progress and a way to stop it."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb

from core.engines import queries
from core.engines.queries import literal
from core.errors import Cancelled, EngineError, UnreadableDatasetError
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.sources.source import CsvTable, FrameTable, Table
from core.text import clean

if TYPE_CHECKING:
    import numpy as np

MEMORY_LIMIT = "512MB"
"""What the engine may hold; beyond, it spills to a temporary folder."""

_POLL_SECONDS = 0.05
_ERROR_LENGTH = 160


class EmbeddedEngine:
    """A private in-memory DuckDB; close it to remove what it spilled."""

    def __init__(self) -> None:
        self._spill = tempfile.mkdtemp(prefix="segscope-")
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": self._spill,
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._connection.execute("SET enable_progress_bar = true")
        self._connection.execute("SET enable_progress_bar_print = false")
        self._connection.execute("SET progress_bar_time = 0")
        self._lock = threading.Lock()
        self._frames = 0
        self._links = 0

    def close(self) -> None:
        """Forget everything and remove what was spilled to disk."""
        self._connection.interrupt()
        with self._lock:
            self._connection.close()
            shutil.rmtree(self._spill, ignore_errors=True)

    def relation(self, table: Table) -> str:
        """SQL that stands for a table after FROM: every column as it is written in the file."""
        if isinstance(table, FrameTable):
            return self._register(table)
        return _read_csv(table, self._plainly_named(table.path.absolute()))

    def execute(
        self,
        sql: str,
        task: str = "",
        progress: ProgressCallback = ignore_progress,
        should_stop: ShouldStop = never_stop,
    ) -> None:
        """Run a statement that returns nothing.

        Raises:
            Cancelled: ``should_stop`` said yes while it ran.
            UnreadableDatasetError: the file does not read as the table that it seemed to be.
            EngineError: memory or disk ran out.
        """
        with self._running(task, progress, should_stop):
            self._connection.execute(sql)

    def rows(
        self,
        sql: str,
        task: str = "",
        progress: ProgressCallback = ignore_progress,
        should_stop: ShouldStop = never_stop,
    ) -> list[tuple[Any, ...]]:
        """The rows of a small result; raises as `execute` does."""
        with self._running(task, progress, should_stop):
            return self._connection.execute(sql).fetchall()

    def first_rows(self, table: Table, rows: int) -> list[tuple[Any, ...]]:
        """The first rows of a table in the order of the file."""
        relation = self.relation(table)
        with self._running("", ignore_progress, never_stop):
            self._connection.execute("SET preserve_insertion_order = true")
            try:
                return self._connection.execute(queries.first_rows(relation, rows)).fetchall()
            finally:
                self._connection.execute("SET preserve_insertion_order = false")

    def columns(
        self,
        sql: str,
        task: str = "",
        progress: ProgressCallback = ignore_progress,
        should_stop: ShouldStop = never_stop,
    ) -> Mapping[str, np.ndarray]:
        """The result as one array a column; raises as `execute` does."""
        with self._running(task, progress, should_stop):
            return cast("Mapping[str, np.ndarray]", self._connection.execute(sql).fetchnumpy())

    def _register(self, table: FrameTable) -> str:
        self._frames += 1
        name = f"frame_{self._frames}"
        with self._lock:
            self._connection.register(name, table.frame)
        return name

    def _plainly_named(self, path: Path) -> Path:
        """The path, or where DuckDB would misread its name, a link to it in the private folder."""
        if _is_plain(path):
            return path
        self._links += 1
        link = Path(self._spill) / f"table_{self._links}{path.suffix}"
        link.symlink_to(path)
        return link

    @contextmanager
    def _running(self, task: str, progress: ProgressCallback, should_stop: ShouldStop) -> Iterator[None]:
        done = threading.Event()
        stopped = threading.Event()
        with self._lock:
            watcher = threading.Thread(
                target=self._watch, args=(task, progress, should_stop, done, stopped), daemon=True
            )
            if should_stop is not never_stop or progress is not ignore_progress:
                watcher.start()
            try:
                yield
            except duckdb.InterruptException as error:
                raise Cancelled from error
            except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
                raise EngineError(
                    f"The counting stopped: {_first_line(error)}.", "Free memory or disk space, then try again."
                ) from error
            except duckdb.Error as error:
                raise UnreadableDatasetError(
                    f"The table cannot be read: {_first_line(error)}.",
                    "Check that it is a CSV file with one header line.",
                ) from error
            finally:
                done.set()
                if watcher.is_alive():
                    watcher.join()
        if stopped.is_set():
            raise Cancelled

    def _watch(
        self,
        task: str,
        progress: ProgressCallback,
        should_stop: ShouldStop,
        done: threading.Event,
        stopped: threading.Event,
    ) -> None:
        while not done.wait(_POLL_SECONDS):
            if should_stop():
                stopped.set()
                self._connection.interrupt()
            share = self._connection.query_progress()
            progress(Progress(task, min(share / 100, 1.0) if share >= 0 else None))


def _read_csv(table: CsvTable, path: Path) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in _distinct(table.columns))
    compression = "gzip" if table.path.suffix == ".gz" else "none"
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, columns = {{{columns}}}, "
        f"delim = {literal(table.delimiter)}, quote = '\"', escape = '\"', compression = '{compression}')"
    )


def _is_plain(path: Path) -> bool:
    """Whether DuckDB takes the path as it is: text that is UTF-8 and no pattern."""
    text = str(path)
    return not any(char in "*?[" or "\ud800" <= char <= "\udfff" for char in text)


def _distinct(names: tuple[str, ...]) -> list[str]:
    """Column names as DuckDB wants them: none empty, none twice (it ignores case)."""
    seen: set[str] = set()
    result = []
    for position, name in enumerate(names):
        free = name if name and name.lower() not in seen else f"{name}_{position}"
        seen.add(free.lower())
        result.append(free)
    return result


def _first_line(error: duckdb.Error) -> str:
    return clean(str(error).splitlines()[0].rstrip("."), _ERROR_LENGTH)
