"""The manifest of a folder: which files in it are exported, of which run each is, and how to tell that it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import __version__
from core.export.plain_files import is_plain_name, read_small, size_and_hash

if TYPE_CHECKING:
    from core.analysis import Analysis

MANIFEST = "manifest.json"
SCHEMA = 1
LARGEST = 1_000_000
"""Bytes beyond which a file is not read as a manifest."""


@dataclass(frozen=True)
class Run:
    """What an export was made of, and when."""

    segscope: str
    created: str
    dataset: str
    settings: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The run as in the file."""
        return {
            "segscope": self.segscope,
            "created": self.created,
            "dataset": self.dataset,
            "settings": dict(self.settings),
        }


@dataclass(frozen=True)
class Entry:
    """A file as it was written, and the run that wrote it."""

    name: str
    bytes: int
    sha256: str
    run: Run


def run_of(analysis: Analysis, created: str) -> Run:
    """The run that exports an analysis."""
    preset = analysis.preset
    settings = {
        "preset": preset.name,
        "features": list(preset.features),
        "scaling": preset.scaling,
        "algorithm": preset.algorithm,
        "min_ratings": preset.min_ratings,
        "k": analysis.k,
        "seed": analysis.seed,
        "evidence": analysis.sweep.effort,
        "names": {str(segment): name for segment, name in analysis.names.items()},
    }
    return Run(__version__, created, analysis.description.source.name, settings)


def entry_of(path: Path, run: Run) -> Entry:
    """The entry of a file that a run wrote.

    Raises:
        OSError: it cannot be read.
    """
    return Entry(path.name, *size_and_hash(path), run)


def to_json(entries: Sequence[Entry], last: Run) -> str:
    """The file: the last run with its settings, the entries, and the runs that they are of."""
    runs: list[Run] = []
    for run in (*(entry.run for entry in entries if entry.run != last), last):
        if run not in runs:
            runs.append(run)
    content = {
        "schema": SCHEMA,
        **last.as_dict(),
        "files": [
            {"name": entry.name, "bytes": entry.bytes, "sha256": entry.sha256, "run": runs.index(entry.run)}
            for entry in entries
        ],
        "runs": [run.as_dict() for run in runs],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> tuple[Entry, ...] | None:
    """The entries of the manifest in a folder; None where there is none that segscope wrote."""
    try:
        content = json.loads(read_small(folder / MANIFEST, LARGEST))
        if content["schema"] != SCHEMA:
            return None
        runs = [_run(run) for run in content.get("runs", [content])]
        return tuple(_entry(entry, runs) for entry in content["files"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _run(content: dict[str, Any]) -> Run:
    return Run(
        str(content["segscope"]), str(content["created"]), str(content["dataset"]), dict(content["settings"].items())
    )


def _entry(content: dict[str, Any], runs: Sequence[Run]) -> Entry:
    if not is_plain_name(content["name"]):
        raise ValueError("a name leads out of the folder")
    return Entry(content["name"], int(content["bytes"]), str(content["sha256"]), runs[content.get("run", 0)])
