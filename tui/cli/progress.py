"""Progress on a terminal: one line on standard error that is written over, and gone in the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from core.progress import Progress, ProgressCallback, ignore_progress
from core.text import clean
from tui.cli.output import moves_the_cursor, shown
from tui.time_left import Pace

_SECONDS_BETWEEN = 0.1
_COLUMNS_UNKNOWN = 80
_LEAST_TASK = 12
_ELLIPSIS = "…"


@contextmanager
def progress_shown() -> Iterator[ProgressCallback]:
    """What takes reports of progress and shows them while the block runs; drops them where there is no terminal."""
    if not moves_the_cursor(sys.stderr):
        yield ignore_progress
        return
    line = ProgressLine(sys.stderr)
    try:
        yield line.report
    finally:
        line.end()


class ProgressLine:
    """A line of a terminal that says what is being done, how far it is and how long it will still take."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._lock = threading.Lock()
        self._pace = Pace()
        self._task = ""
        self._drawn = -_SECONDS_BETWEEN
        self._cells = 0
        self._ended = False

    def report(self, progress: Progress) -> None:
        """Show a report, from any thread; frequent reports of one task are thinned out."""
        now = self._clock()
        with self._lock:
            self._pace = self._pace.after(progress, now)
            if self._ended or (progress.task == self._task and now - self._drawn < _SECONDS_BETWEEN):
                return
            self._task, self._drawn = progress.task, now
            self._draw(progress_line(progress, self._pace.words(now), self._columns))

    def end(self) -> None:
        """Leave nothing on the screen."""
        with self._lock:
            self._ended = True
            if self._task:
                self._write(f"\r{' ' * self._columns}\r")

    def _draw(self, text: str) -> None:
        from rich.cells import cell_len

        cells = cell_len(text)
        blank = " " * (min(self._cells, self._columns) - cells)
        self._cells = cells
        self._write(f"\r{shown(text, self._stream)}{blank}")

    def _write(self, text: str) -> None:
        with suppress(OSError):  # the terminal is gone
            self._stream.write(text)
            self._stream.flush()

    @property
    def _columns(self) -> int:
        """The cells of a line but the last: some terminals go on to the next line after it."""
        try:
            columns = os.get_terminal_size(self._stream.fileno()).columns
        except (OSError, ValueError):
            columns = 0
        return (columns or _COLUMNS_UNKNOWN) - 1


def progress_line(progress: Progress, left: str, columns: int) -> str:
    """The task, the share and the time left in at most ``columns`` cells; where room is short, the time goes first."""
    share = "" if progress.fraction is None else f"  {progress.fraction:4.0%}"
    tail = share + (f"  {left}" if left else "")
    end = next((end for end in (tail, share) if columns - len(end) >= _LEAST_TASK), "")
    return _shortened(clean(progress.task), columns - len(end)) + end


def _shortened(text: str, cells: int) -> str:
    """At most so many cells of a text, with an ellipsis where something is missing."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, cells - 1).rstrip() + _ELLIPSIS if cells > 0 else ""
