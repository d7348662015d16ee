"""Measure what a user waits for, and print it as a table. Nothing here asserts.

    python -m tests.benchmarks.run [--movielens FOLDER] [--ratings BIG.csv] [--runs N]

Each figure is the median of several fresh processes, so that imports count; compared commands take turns. Start-up
needs compiled bytecode: unset PYTHONDONTWRITEBYTECODE and run it twice.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.terminal import Terminal

MOVIELENS = ROOT.parent / "shared" / "datasets" / "ml-latest-small"
SEGSCOPE = [sys.executable, "-m", "tui"]

BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""

NOTEBOOK = """
import sys
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
ratings = pd.read_csv(sys.argv[1] + "/ratings.csv")
movies = pd.read_csv(sys.argv[1] + "/movies.csv")
features = ratings.groupby("userId").agg({"rating": ["count", "mean", "std", "min", "max"], "movieId": "nunique"})
features = features.reset_index()
features.columns = ["userId", "num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies"]
features["std_rating"] = features["std_rating"].fillna(0)
scaled = StandardScaler().fit_transform(features[["num_ratings", "avg_rating", "std_rating"]])
for k in range(2, 11):
    KMeans(n_clusters=k, random_state=42, n_init=10).fit(scaled)
labels = KMeans(n_clusters=4, random_state=42, n_init=10).fit_predict(scaled)
print(np.bincount(labels))
"""

SEGSCOPE_COUNTS = """
import sys
from core.description import describe_dataset
from core.data.opening import open_dataset
print(describe_dataset(open_dataset(sys.argv[1])).overview.users)
"""

BARE_GROUP_BY = """
import sys
import duckdb
figures = "count(*), avg(rating), stddev(rating), min(rating), max(rating)"
print(len(duckdb.execute(f"SELECT userId, {figures} FROM read_csv(?) GROUP BY userId", [sys.argv[1]]).fetchall()))
"""

PANDAS_COUNTS = """
import sys
import pandas as pd
ratings = pd.read_csv(sys.argv[1])
features = ratings.groupby("userId").agg({"rating": ["count", "mean", "std", "min", "max"], "movieId": "nunique"})
ratings["rating"].value_counts(), ratings.groupby("movieId").size(), ratings["rating"].mean()
print(len(features))
"""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    megabytes: float


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


def until_shown(command: list[str], keys: str, *wanted: str) -> Callable[[], Cost]:
    """Until a text is on the screen of a fresh terminal; keys are typed as soon as the key bar is there."""

    def measure() -> Cost:
        began = time.monotonic()
        terminal = Terminal(command, columns=120, rows=40)
        try:
            if keys:
                terminal.wait_for("quit")
                terminal.press(keys)
            for text in wanted:
                terminal.wait_for(text)
            return Cost(time.monotonic() - began, 0)
        finally:
            terminal.close()

    return measure


def k_change(data: str) -> Callable[[], Cost]:
    """From the key to the first output with the new K, fits being there."""

    def measure() -> Cost:
        terminal = Terminal([*SEGSCOPE, data], columns=120, rows=40)
        try:
            terminal.wait_for("quit")
            terminal.press("2")
            terminal.wait_for("knee at K")
            terminal.press("3")
            terminal.wait_for("Consistent")
            took = []
            for key, k in (("+", 5), ("+", 6), ("-", 5), ("-", 4), ("+", 5)):
                began = time.monotonic()
                terminal.press(key)
                terminal.wait_for(f"K = {k}")
                took.append(time.monotonic() - began)
            return Cost(statistics.median(took), 0)
        finally:
            terminal.close()

    return measure


def compare(runs: int, *measures: Callable[[], Cost]) -> list[Cost]:
    """The median cost of each, measured in turns after a warm-up."""
    for measure in measures:
        measure()
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [
        Cost(statistics.median(cost.seconds for cost in costs), statistics.median(cost.megabytes for cost in costs))
        for costs in zip(*rounds, strict=True)
    ]


def line(what: str, cost: Cost, base: Cost | None = None, unit: str = "") -> None:
    """One row of the table."""
    ratio = f"{cost.seconds / base.seconds:.2f} x {unit}" if base else ""
    memory = f"{cost.megabytes:,.0f} MB" if cost.megabytes else ""
    print(f"| {what} | {cost.seconds:.3f} s | {memory} | {ratio} |", flush=True)


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movielens", type=Path, default=MOVIELENS)
    parser.add_argument("--ratings", type=Path, help="a big ratings.csv for the counting")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    small = str(options.movielens)

    print("| what | time | peak memory | against |\n|---|---|---|---|")
    rich, shown, version = compare(
        options.runs,
        python("import rich.console"),
        lambda: run([*SEGSCOPE, "--help"]),
        lambda: run([*SEGSCOPE, "--version"]),
    )
    line("`import rich.console`", rich)
    line("`segscope --help`", shown, rich, "that import")
    line("`segscope --version`", version, rich, "that import")

    bare, first = compare(
        options.runs,
        until_shown([sys.executable, "-c", BARE_APP], "", "first frame"),
        until_shown([*SEGSCOPE, small], "", "quit"),
    )
    line("first frame of a bare Textual app", bare)
    line("first frame of segscope", first, bare, "the bare app")

    notebook, overview, labels = compare(
        options.runs,
        python(NOTEBOOK, small),
        until_shown([*SEGSCOPE, small], "", "100,836"),
        until_shown([*SEGSCOPE, small], "3", "High Activity, Positive, Consistent"),
    )
    line("the notebook's computation, fresh process", notebook)
    line("segscope, overview on screen", overview, notebook, "the notebook")
    line("segscope, four labels on screen", labels, notebook, "the notebook")
    line("K changed, fit at hand", compare(options.runs, k_change(small))[0])

    if options.ratings:
        big = str(options.ratings)
        group_by, ours, pandas = compare(
            max(1, options.runs // 2),
            python(BARE_GROUP_BY, big),
            python(SEGSCOPE_COUNTS, big),
            python(PANDAS_COUNTS, big),
        )
        line("DuckDB's bare GROUP BY", group_by)
        line("segscope, overview and user features", ours, group_by, "GROUP BY")
        line("pandas, read_csv and groupby", pandas, group_by, "GROUP BY")


if __name__ == "__main__":
    main()
