"""What a measurement is: fresh processes, compared commands in turns, the median of each, one row of a table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.conftest import ROOT
from tests.terminal import Terminal

SEGSCOPE = [sys.executable, "-m", "tui"]
COLUMNS, ROWS = 120, 40
READY = "quit"
"""The key bar: with it the first frame is there, and keys are heard."""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took; no memory where it was not measured."""

    seconds: float
    megabytes: float = 0


def run(command: list[str]) -> Cost:
    """Run a command to its end; its peak memory is that of its largest process."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Cost(time.monotonic() - began, usage.ru_maxrss / 1024)


def python(code: str, *arguments: str) -> Callable[[], Cost]:
    """A fresh Python process that runs the code."""
    return lambda: run([sys.executable, "-c", code, *arguments])


@contextmanager
def shown(command: list[str]) -> Iterator[Terminal]:
    """A command in a fresh terminal."""
    terminal = Terminal(command, columns=COLUMNS, rows=ROWS)
    try:
        yield terminal
    finally:
        terminal.close()


def seconds_until(terminal: Terminal, keys: str, is_there: Callable[[], bool]) -> float:
    """From the keys until what they ask for is on the screen."""
    began = time.monotonic()
    terminal.press(keys)
    while not is_there():
        terminal.read_some()
        if time.monotonic() > began + 60:
            raise SystemExit(f"{keys!r} did nothing:\n{terminal.text()}")
    return time.monotonic() - began


def read_for(terminal: Terminal, seconds: float) -> None:
    """Read what is written meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read_some()


def compare(runs: int, *measures: Callable[[], Cost]) -> list[Cost]:
    """The median cost of each, measured in turns after a warm-up."""
    for measure in measures:
        measure()
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [
        Cost(statistics.median(cost.seconds for cost in costs), statistics.median(cost.megabytes for cost in costs))
        for costs in zip(*rounds, strict=True)
    ]


def percentile_95(values: list[float]) -> float:
    """The value that one in twenty lies above."""
    return sorted(values)[int(0.95 * len(values))]


def row(what: str, cost: Cost, base: Cost | None = None, unit: str = "", aim: str = "") -> None:
    """Print one row of the table."""
    ratio = f"{cost.seconds / base.seconds:.2f} × {unit}" if base else ""
    memory = f"{cost.megabytes:,.0f} MB" if cost.megabytes else ""
    print(f"| {what} | {cost.seconds:.3f} s | {memory} | {ratio} | {aim} |", flush=True)
