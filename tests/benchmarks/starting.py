"""How long a person waits for the first frame, the overview and the labels."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.benchmarks.measuring import READY, SEGSCOPE, Cost, compare, python, row, run, shown
from tests.benchmarks.programs import BARE_APP, NOTEBOOK

_RATINGS = "100,836"
_LABEL = "High Activity, Positive, Consistent"


def until_shown(command: list[str], keys: str, wanted: str) -> Callable[[], Cost]:
    """Until a text is on the screen of a fresh terminal; keys are typed as soon as the key bar is there."""

    def measure() -> Cost:
        began = time.monotonic()
        with shown(command) as terminal:
            if keys:
                terminal.wait_for(READY)
                terminal.press(keys)
            terminal.wait_for(wanted)
            return Cost(time.monotonic() - began)

    return measure


def measure(runs: int, data: str) -> None:
    """The rows about starting."""
    rich, help_, version = compare(
        runs, python("import rich.console"), lambda: run([*SEGSCOPE, "--help"]), lambda: run([*SEGSCOPE, "--version"])
    )
    row("`import rich.console`", rich)
    row("`segscope --help`", help_, rich, "that import", "≤ 2 ×")
    row("`segscope --version`", version, rich, "that import", "≤ 2 ×")

    bare, first = compare(
        runs,
        until_shown([sys.executable, "-c", BARE_APP], "", "first frame"),
        until_shown([*SEGSCOPE, data], "", READY),
    )
    row("first frame of a bare Textual app", bare)
    row("first frame of segscope", first, bare, "the bare app", "≤ 2.0 ×, 2.2 at most")

    notebook, overview, labels = compare(
        runs,
        python(NOTEBOOK, data),
        until_shown([*SEGSCOPE, data], "", _RATINGS),
        until_shown([*SEGSCOPE, data], "3", _LABEL),
    )
    row("the notebook's computation, fresh process", notebook)
    row("segscope, overview on screen", overview, notebook, "the notebook")
    row("segscope, four labels on screen", labels, notebook, "the notebook", "≤ 1.0 ×")
