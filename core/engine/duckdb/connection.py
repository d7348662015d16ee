"""A private DuckDB in memory: one query at a time, out of core, with progress and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

import duckdb

from core.engine.duckdb.failures import explained
from core.errors import Cancelled
from core.progress import UNWATCHED, Progress, Watch, raise_if_stopped
from core.workspace import Workspace

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MEMORY_LIMIT = "512MB"
"""What DuckDB may hold; beyond, it spills to the workspace."""

_BELIEVES_FILES = "statistics_propagation"
"""Where a Parquet file claims that its ratings end at 5, this leaves out the look for infinite ones."""

_POLL_SECONDS = 0.05


class Connection:
    """Runs SQL; every query raises what `core.engine.engine` says."""

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
        self._connection.execute(f"SET disabled_optimizers = '{_BELIEVES_FILES}'")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = true")
        self._connection.execute("SET enable_progress_bar_print = false")
        self._connection.execute("SET progress_bar_time = 0")
        self._lock = threading.Lock()

    def close(self) -> None:
        """Stop what is running and forget everything; closing twice is harmless."""
        with suppress(duckdb.ConnectionException):
            self._connection.interrupt()
        with self._lock:
            self._connection.close()

    def register(self, name: str, frame: pd.DataFrame) -> None:
        """Give a pandas table a name."""
        with self._lock:
            self._connection.register(name, frame)

    def execute(self, sql: str, watch: Watch = UNWATCHED) -> None:
        """Run a statement that returns nothing."""
        with self._running(watch):
            self._connection.execute(sql)

    def rows(self, sql: str, watch: Watch = UNWATCHED) -> list[tuple[Any, ...]]:
        """The rows of a small result."""
        with self._running(watch):
            return self._connection.execute(sql).fetchall()

    def rows_in_order(self, sql: str, watch: Watch = UNWATCHED) -> list[tuple[Any, ...]]:
        """The rows of a small result that depends on the order of the rows in a file."""
        with self._running(watch):
            self._connection.execute("SET preserve_insertion_order = true")
            try:
                return self._connection.execute(sql).fetchall()
            finally:
                self._connection.execute("SET preserve_insertion_order = false")

    def columns(
        self, sql: str, watch: Watch = UNWATCHED, parameters: Sequence[object] = ()
    ) -> Mapping[str, np.ndarray]:
        """The result as one array a column; ``parameters`` stand for ``$1``, ``$2``, …"""
        with self._running(watch):
            return cast("Mapping[str, np.ndarray]", self._connection.execute(sql, parameters or None).fetchnumpy())

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
                raise explained(error, self._workspace) from error
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
