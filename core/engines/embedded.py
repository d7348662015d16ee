"""DuckDB inside this process: runs one query at a time, out of core, with progress and a way to stop it."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast

import duckdb

from core.engines import queries
from core.engines.queries import literal
from core.errors import Cancelled, EngineError, SegscopeError, UnreadableDatasetError
from core.progress import UNWATCHED, Progress, Watch, raise_if_stopped
from core.sources.source import CsvTable, FrameTable, Table, is_gzipped
from core.text import clean

if TYPE_CHECKING:
    import numpy as np

MEMORY_LIMIT = "512MB"
"""What the engine may hold; beyond, it spills to a temporary folder."""

_POLL_SECONDS = 0.05
_ERROR_LENGTH = 160


class EmbeddedEngine:
    """A private in-memory DuckDB; close it to remove what it spilled.

    Every query raises `Cancelled` where its watch says stop, `UnreadableDatasetError` where a file does not read as the
    table that it seemed to be, and `EngineError` where memory or disk ran out.
    """

    def __init__(self) -> None:
        self._spill = tempfile.mkdtemp(prefix="segscope-")
        self._remove_spill = weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
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
        """Forget everything and remove what was spilled to disk; closing twice is harmless."""
        with suppress(duckdb.ConnectionException):
            self._connection.interrupt()
        with self._lock:
            self._connection.close()
            self._remove_spill()

    def relation(self, table: Table) -> str:
        """SQL that stands for a table after FROM: every column as it is written in the file."""
        if isinstance(table, FrameTable):
            return self._register(table)
        return _read_csv(table, self._plainly_named(table.path.absolute()))

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

    def first_rows(self, table: Table, rows: int) -> list[tuple[Any, ...]]:
        """The first rows of a table in the order of the file."""
        relation = self.relation(table)
        with self._running(UNWATCHED):
            self._connection.execute("SET preserve_insertion_order = true")
            try:
                return self._connection.execute(queries.first_rows(relation, rows)).fetchall()
            finally:
                self._connection.execute("SET preserve_insertion_order = false")

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
                raise _explained(error) from error
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


def _read_csv(table: CsvTable, path: Path) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in _distinct(table.columns))
    compression = "gzip" if is_gzipped(table.path) else "none"
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, columns = {{{columns}}}, "
        f"delim = {literal(table.delimiter)}, quote = '\"', escape = '\"', compression = '{compression}', "
        "hive_partitioning = false)"
    )


def _is_plain(path: Path) -> bool:
    """Whether DuckDB takes the path as it is: text that is UTF-8 and no pattern."""
    return not any(char in "*?[" or "\ud800" <= char <= "\udfff" for char in str(path))


def _distinct(names: tuple[str, ...]) -> list[str]:
    """Column names as DuckDB wants them: none empty, none twice (it ignores case)."""
    seen: set[str] = set()
    result = []
    for position, name in enumerate(names):
        free = name if name and name.lower() not in seen else f"{name}_{position}"
        seen.add(free.lower())
        result.append(free)
    return result


def _explained(error: duckdb.Error) -> SegscopeError:
    """What a DuckDB error means for the user."""
    text = str(error)
    reason = clean(text.splitlines()[0].rstrip("."), _ERROR_LENGTH)
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in text or "failed to offload" in text:
        return EngineError(f"The counting stopped: {reason}.", "Free memory or disk space, then try again.")
    found = re.search(r"Expected Number of Columns.*", text)
    if found is not None:
        reason += f", {clean(found[0], _ERROR_LENGTH)}"
    file = re.search(r"^\s*file = (.*)$", text, re.MULTILINE)
    name = clean(PurePath(file[1]).name) if file else "The table"
    return UnreadableDatasetError(f"{name} cannot be read: {reason}.", "Check the file, or fetch it again.")
