"""How soon a key shows another screen, while evidence is gathered and after it, and another K."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import chain

from tests.benchmarks.measuring import (
    READY,
    SEGSCOPE,
    Cost,
    percentile_95,
    read_for,
    row,
    seconds_until,
    shown,
)
from tests.terminal import Terminal
from tui.commands import MODES, key_of

_WORKING = f"{key_of('cancel')} cancels"
_EVIDENCE = "Gap statistic"
_BETWEEN_KEYS = 0.1
_ROUNDS_AFTER = 5


def _screen_on(terminal: Terminal) -> int | None:
    """Which of the four tabs stands out; None where that cannot be told."""
    for y, line in enumerate(terminal.screen.display):
        if all(title in line for title in MODES.values()):
            grounds = [terminal.screen.buffer[y][line.index(title)].bg for title in MODES.values()]
            alone = [n for n, ground in enumerate(grounds) if grounds.count(ground) == 1]
            return alone[0] if len(alone) == 1 else None
    return None


def _switches(terminal: Terminal) -> Iterator[float]:
    """The seconds that each of the four keys takes, with a pause in between."""
    for n, mode in enumerate(MODES):
        yield seconds_until(terminal, key_of(mode), lambda n=n: _screen_on(terminal) == n)
        read_for(terminal, _BETWEEN_KEYS)


def _visit(data: str) -> tuple[list[float], list[float], list[float]]:
    """Seconds of screen switches while evidence is gathered, of those after it, and of changes of K after it."""
    during: list[float] = []
    with shown([*SEGSCOPE, data]) as terminal:
        terminal.wait_for(READY)
        list(_switches(terminal))
        terminal.wait_for(_EVIDENCE)
        while _WORKING in terminal.text():
            during += [seconds for seconds in _switches(terminal) if _WORKING in terminal.text()]
        after = [seconds for _ in range(_ROUNDS_AFTER) for seconds in _switches(terminal)]
        terminal.press(key_of("clusters"))
        terminal.wait_for("Consistent")
        changes = []
        for key, k in (("+", 5), ("+", 6), ("-", 5), ("-", 4), ("+", 5)):
            changes.append(seconds_until(terminal, key, lambda k=k: f"K = {k}" in terminal.text()))
            read_for(terminal, _BETWEEN_KEYS)
    return during, after, changes


def measure(runs: int, data: str) -> None:
    """The rows about screens and K, over the keys of all runs."""
    visits = zip(*(_visit(data) for _ in range(runs)), strict=True)
    during, after, changes = (list(chain.from_iterable(seconds)) for seconds in visits)
    row("screen switch during evidence, median", Cost(statistics.median(during)))
    row("screen switch after evidence, median", Cost(statistics.median(after)))
    last = Cost(percentile_95(after))
    row("screen switch during evidence, 95th percentile", Cost(percentile_95(during)), last, "after", "≤ 1.3 ×")
    row("screen switch after evidence, 95th percentile", last)
    row("K changed, fit at hand, screen 3, median", Cost(statistics.median(changes)), aim="≤ 0.05 s")
