"""How often the verdict is right, on families of points whose groups are known.

    python -m tests.benchmarks.verdicts [--draws 20] [--evidence fast|full] [--scale 1] [--seed 7] RESULTS

Each draw is a line of RESULTS, a file of JSON lines; what is in it already, with the same settings, is not done again.
The table that it prints counts, family by family, how often the verdict was clear, weak and none, and on tables that
K-means recovers with a K that was compared (adjusted Rand index of at least 0.9) how often its K is the right one;
beside it, how often the highest silhouette, the gap and most of the indices name it.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

import core
from core.evidence.gap import GAP
from core.evidence.silhouette import SILHOUETTE
from tests.benchmarks.families import FAMILIES, Family

_RECOVERED = 0.9


def judge(family: Family, draw: int, *, seed: int, scale: float, evidence: str) -> dict[str, Any]:
    """What the verdict says of one draw, and what would be right."""
    random = np.random.default_rng([seed, zlib.crc32(family.name.encode()), draw])
    points, groups = family.draw(random, scale)
    spread = points.std(axis=0)
    points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1)
    began = time.perf_counter()
    found = core.verdict_on(points, evidence=evidence)
    took = time.perf_counter() - began
    k = None if groups is None else len(np.unique(groups))
    return {
        "family": family.name,
        "kind": family.kind,
        "draw": draw,
        "users": len(points),
        "features": points.shape[1],
        "groups": k,
        "recovered": None if k is None else _recovered(points, groups, k),
        "structure": found.structure,
        "structure_kind": found.structure_kind,
        "recommended_k": found.recommended_k,
        "choices": dict(found.choices),
        "seconds": round(took, 2),
    }


def _recovered(points: np.ndarray, groups: np.ndarray, k: int) -> float:
    """How well K-means with the right K gives the groups."""
    found = KMeans(k, n_init=50, random_state=0).fit_predict(points)
    return round(float(adjusted_rand_score(groups, found)), 3)


def table(results: Sequence[dict[str, Any]]) -> list[str]:
    """The counts as Markdown."""
    head = "family | draws | clear | weak | none | recovered | right K | silhouette | gap | majority"
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1)]
    for family in FAMILIES:
        rows = [row for row in results if row["family"] == family.name]
        if rows:
            lines.append(_line(family.name, rows))
    for kind in ("groups", "shapes", "noise", "curves"):
        rows = [row for row in results if row["kind"] == kind]
        if rows:
            lines.append(_line(f"**all {kind}**", rows))
    return lines


def _line(name: str, rows: Sequence[dict[str, Any]]) -> str:
    structures = Counter(row["structure"] for row in rows)
    recovered = [row for row in rows if _is_recovered(row)]
    right = [
        sum(choice == row["groups"] for row, choice in zip(recovered, choices, strict=True))
        for choices in (
            [row["recommended_k"] for row in recovered],
            [row["choices"].get(SILHOUETTE.name) for row in recovered],
            [row["choices"].get(GAP.name) for row in recovered],
            [_majority(row["choices"]) for row in recovered],
        )
    ]
    shown = [f"{count} of {len(recovered)}" if recovered else "" for count in right]
    counts = [str(structures[one]) for one in ("clear", "weak", "none")]
    return "| " + " | ".join([name, str(len(rows)), *counts, str(len(recovered)), *shown]) + " |"


def _is_recovered(row: dict[str, Any]) -> bool:
    return row["groups"] is not None and row["groups"] <= 10 and row["recovered"] >= _RECOVERED


def _majority(choices: dict[str, int | None]) -> int | None:
    """What most of the indices choose that name a K for every table, the smaller K among equals."""
    votes = Counter(k for name, k in choices.items() if k is not None)
    return min(votes, key=lambda k: (-votes[k], k), default=None)


def _done(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def main(arguments: Iterable[str] | None = None) -> None:
    """Judge what is missing, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--evidence", choices=["fast", "full"], default="fast")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", nargs="+", default=[family.name for family in FAMILIES])
    options = parser.parse_args(None if arguments is None else list(arguments))
    results = _done(options.results)
    settings = {"seed": options.seed, "scale": options.scale, "evidence": options.evidence}
    results = [row for row in results if settings.items() <= row.items()]
    known = {(row["family"], row["draw"]) for row in results}
    with options.results.open("a") as file:
        for family in FAMILIES:
            for draw in range(options.draws):
                if family.name in options.only and (family.name, draw) not in known:
                    row = {**judge(family, draw, **settings), **settings}
                    file.write(json.dumps(row) + "\n")
                    file.flush()
                    results.append(row)
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
