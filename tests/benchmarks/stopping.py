"""How soon the Esc key frees the screen, and the core that computes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import READY, SEGSCOPE, Cost, read_for, row, seconds_until, shown

USERS, RATINGS_EACH = 2_000_000, 3
_MADE_BY = f"""
COPY (
    SELECT u AS userId, hash(u * 3 + i) % 50000 AS movieId, hash(u * 3 + i + 7) % 101 / 10 AS rating
    FROM range(1, {USERS} + 1) AS users(u), range({RATINGS_EACH}) AS turns(i)
) TO '$path' (HEADER)
"""
_INTO_THE_WORK = 0.5
_STILL = 0.3
"""A process that took no time for so many seconds is idle."""


def large_table(folder: str) -> Path:
    """A table with so many users that one fit takes seconds."""
    import duckdb

    path = Path(folder) / "ratings.csv"
    duckdb.execute(_MADE_BY.replace("$path", str(path)))
    return path


class _Processor:
    """What a process takes of the processor, as Linux tells it: ``busy_until`` is when it last took any."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._ticks = self._read()
        self.is_gone = False
        self.busy_until = time.monotonic()

    def look(self) -> None:
        """Look whether it took any since the last look."""
        ticks = self._read()
        if not self.is_gone and ticks != self._ticks:
            self.busy_until = time.monotonic()
        self._ticks, self.is_gone = ticks, ticks is None

    def _read(self) -> int | None:
        try:
            _, _, fields = Path(f"/proc/{self._process}/stat").read_text().rpartition(")")
        except OSError:
            return None
        state, *others = fields.split()
        return None if state == "Z" else int(others[10]) + int(others[11])


def _compute_process(app: int) -> int:
    """The only child of the app."""
    threads = Path(f"/proc/{app}/task").iterdir()
    (child,) = (child for thread in threads for child in (thread / "children").read_text().split())
    return int(child)


def _stop(command: list[str], work: str) -> tuple[Cost, Cost]:
    """From the key to the word that it is cancelled, and until the compute process is idle or ended."""
    with shown(command) as terminal:
        terminal.wait_for(READY)
        terminal.wait_for(work, seconds=300)
        read_for(terminal, _INTO_THE_WORK)
        processor, began = _Processor(_compute_process(terminal.pid)), time.monotonic()

        def is_said() -> bool:
            processor.look()
            return "Cancelled" in terminal.text()

        said = seconds_until(terminal, "\x1b", is_said)
        while not processor.is_gone and time.monotonic() < processor.busy_until + _STILL:
            terminal.read_some()
            processor.look()
        return Cost(said), Cost(processor.busy_until - began)


def measure(runs: int, data: str) -> None:
    """The rows about the Esc key, the median of so many runs each."""
    with tempfile.TemporaryDirectory() as folder:
        large = large_table(folder)
        size = f"{USERS:,} users, {os.path.getsize(large) / 1e6:,.0f} MB"
        for what, command, work in (
            ("evidence, ml-latest-small", [*SEGSCOPE, data], "Prediction strength"),
            (f"fit of K = 10, {size}", [*SEGSCOPE, str(large), "--k", "10"], "Fitting K = 10"),
        ):
            stops = [_stop(command, work) for _ in range(runs)]
            said, free = (Cost(statistics.median(cost.seconds for cost in costs)) for costs in zip(*stops, strict=True))
            row(f"Esc during {what}: on screen", said, aim="≤ 0.5 s")
            row(f"Esc during {what}: process free", free, aim="≤ 0.5 s")
