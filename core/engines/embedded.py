"""DuckDB inside this process: runs one query at a time, out of core, with progress and a way to stop it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb

from core.engines import queries
from core.engines.reading import Reading, of_json, of_parquet, of_text
from core.errors import Cancelled, EngineError, NotUtf8Error, QuotedLineEndsError, SegscopeError, UnreadableDatasetError
from core.progress import UNWATCHED, Progress, Watch, raise_if_stopped
from core.sources.source import FrameTable, JsonTable, ParquetTable, Table, TextTable
from core.text import clean
from core.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np

MEMORY_LIMIT = "512MB"
"""What the engine may hold; beyond, it spills to a temporary folder."""

_POLL_SECONDS = 0.05
_ERROR_LENGTH = 160
_QUOTED_LINE_ENDS = "does not support null_padding in conjunction with quoted new lines"
_FILE = re.compile(r'^\s*file = (?P<named>.*)$|[Ff]ile "(?P<quoted>[^"]+)"', re.MULTILINE)
_TOO_LONG = re.compile(r"^Maximum line size of \d+ bytes exceeded\. Actual Size:\s*(\d+)", re.MULTILINE)
_NOT_UTF8 = re.compile(r"not utf-8 encoded|invalid unicode|invalid UTF", re.IGNORECASE)


class EmbeddedEngine:
    """A private in-memory DuckDB; what does not fit into memory it spills to the workspace.

    Every query raises `Cancelled` where its watch says stop, `UnreadableDatasetError` where a file does not read as the
    table that it seemed to be, and `EngineError` where memory or disk ran out.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(workspace.folder),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self._connection.execute("SET enable_progress_bar = true")
        self._connection.execute("SET enable_progress_bar_print = false")
        self._connection.execute("SET progress_bar_time = 0")
        self._lock = threading.Lock()
        self._readings: dict[Table, Reading] = {}
        self._serial: set[Table] = set()

    def close(self) -> None:
        """Forget everything; closing twice is harmless."""
        with suppress(duckdb.ConnectionException):
            self._connection.interrupt()
        with self._lock:
            self._connection.close()

    def reading(self, table: Table) -> Reading:
        """SQL that reads a table."""
        if table not in self._readings:
            self._readings[table] = self._new_reading(table)
        return self._readings[table]

    def read_in_order(self, table: TextTable) -> None:
        """From now on read this table with one thread, as fields that hold line ends need it."""
        self._serial.add(table)
        self._readings.pop(table, None)

    def reads_in_order(self, table: TextTable) -> bool:
        """Whether this table is read with one thread."""
        return table in self._serial

    def _new_reading(self, table: Table) -> Reading:
        if isinstance(table, FrameTable):
            return self._register(table)
        path = self._workspace.plainly_named(table.path.absolute())
        if isinstance(table, ParquetTable):
            return of_parquet(table, path)
        if isinstance(table, JsonTable):
            return of_json(table, path)
        return of_text(table, path, parallel=table not in self._serial)

    def execute(self, sql: str, watch: Watch = UNWATCHED) -> None:
        """Run a statement that returns nothing."""
        with self._running(watch):
            self._connection.execute(sql)

    def rows(self, sql: str, watch: Watch = UNWATCHED) -> list[tuple[Any, ...]]:
        """The rows of a small result."""
        with self._running(watch):
            return self._connection.execute(sql).fetchall()

    def columns(self, sql: str, watch: Watch = UNWATCHED) -> Mapping[str, np.ndarray]:
        """The result as one array a column."""
        with self._running(watch):
            return cast("Mapping[str, np.ndarray]", self._connection.execute(sql).fetchnumpy())

    def in_order(self, sql: str, watch: Watch = UNWATCHED) -> list[tuple[Any, ...]]:
        """The rows of a small result that depends on the order of the rows in a file."""
        with self._running(watch):
            self._connection.execute("SET preserve_insertion_order = true")
            try:
                return self._connection.execute(sql).fetchall()
            finally:
                self._connection.execute("SET preserve_insertion_order = false")

    def first_rows(self, table: Table, rows: int) -> list[tuple[Any, ...]]:
        """The first rows of a table in the order of the file."""
        return self.in_order(queries.first_rows(self.reading(table), table.columns, rows))

    def _register(self, table: FrameTable) -> Reading:
        name = f"frame_{len(self._readings)}"
        with self._lock:
            self._connection.register(name, table.frame)
        return Reading(name, table.columns)

    @contextmanager
    def _running(self, watch: Watch) -> Iterator[None]:
        raise_if_stopped(watch.should_stop)
        done = threading.Event()
        with self._lock:
            watcher = threading.Thread(target=self._watch, args=(watch, done), daemon=True)
            if watch is not UNWATCHED:
                watcher.start()
            try:
                yield
            except duckdb.InterruptException as error:
                raise Cancelled from error
            except duckdb.Error as error:
                raise _explained(error, self._workspace) from error
            except RuntimeError as error:  # what DuckDB makes of Ctrl+C
                if "interrupt" in str(error).lower():
                    raise KeyboardInterrupt from error
                raise
            finally:
                done.set()
                if watcher.is_alive():
                    watcher.join()
        raise_if_stopped(watch.should_stop)

    def _watch(self, watch: Watch, done: threading.Event) -> None:
        while not done.wait(_POLL_SECONDS):
            if watch.should_stop():
                self._connection.interrupt()
            percent = self._connection.query_progress()
            watch.progress(Progress(watch.task, min(percent / 100, 1.0) if percent >= 0 else None))


def _explained(error: duckdb.Error, workspace: Workspace) -> SegscopeError:
    """What a DuckDB error means for the user."""
    text = str(error)
    if _QUOTED_LINE_ENDS in text:
        return QuotedLineEndsError("A field of the table holds line ends.", "Check its quotes.")
    if _NOT_UTF8.search(text):
        return NotUtf8Error("The table is not UTF-8 throughout.", "Save it as UTF-8.")
    file = _FILE.search(text)
    name = workspace.shown_name(Path(file["named"] or file["quoted"])) if file else "The table"
    first = text.splitlines()[0].replace("Invalid Input Error: ", "").rstrip(". ")
    reason = clean(first if file is None else first.replace(file[0].strip(), "it"), _ERROR_LENGTH)
    too_long = _TOO_LONG.search(text)
    if too_long is not None:
        reason += f", a row of {int(too_long[1]):,} bytes, perhaps behind a quote that is not closed"
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in text or "failed to offload" in text:
        return EngineError(f"The counting stopped: {reason}.", "Free memory or disk space, then try again.")
    return UnreadableDatasetError(f"{name} cannot be read: {reason}.", "Check the file, or fetch it again.")
