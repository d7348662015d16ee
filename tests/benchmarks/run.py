"""Measure what a user waits for, and print it as a table. Nothing here asserts.

    python -m tests.benchmarks.run [--movielens FOLDER] [--ratings BIG.csv] [--runs N] [--only PART]

Each figure is the median of several fresh processes, so that imports count; compared commands take turns. Start-up
needs compiled bytecode: where PYTHONDONTWRITEBYTECODE is set, unset it, and run everything twice.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tests.benchmarks import counting, starting, stopping, switching
from tests.conftest import ROOT

MOVIELENS = ROOT.parent / "shared" / "datasets" / "ml-latest-small"

_PARTS = {"starting": starting.measure, "switching": switching.measure, "stopping": stopping.measure}


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movielens", type=Path, default=MOVIELENS)
    parser.add_argument("--ratings", type=Path, help="a big ratings.csv for the counting")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", choices=(*_PARTS, "counting"))
    options = parser.parse_args()
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        parser.error("unset PYTHONDONTWRITEBYTECODE, and run this twice: without bytecode only compiling is measured")

    print("| what | time | peak memory | against | aim |\n|---|---|---|---|---|")
    for name, measure in _PARTS.items():
        if options.only in (None, name):
            measure(options.runs, str(options.movielens))
    if options.ratings and options.only in (None, "counting"):
        counting.measure(options.runs, str(options.ratings))


if __name__ == "__main__":
    main()
