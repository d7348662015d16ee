"""A folder of exported files compared with its manifest."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import ExportError
from core.export.manifest import MANIFEST, Entry, read_manifest
from core.export.plain_files import size_and_hash
from core.export.transaction import alone_in
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop, raise_if_stopped
from core.text import clean


@dataclass(frozen=True)
class Verified:
    """What became of the files that a manifest names, and what else is in its folder."""

    whole: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every file is as the manifest says."""
        return not self.changed and not self.missing


def verify(
    folder: Path, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> Verified:
    """Compare the files in a folder with its manifest, after what an interrupted export left there is settled.

    Raises:
        ExportError: there is no folder or no manifest in it, an export is running, or something cannot be read.
        Cancelled: ``should_stop`` said yes.
    """
    if not folder.is_dir():
        raise ExportError(f"{clean(folder)} is not a folder.", "Name a folder that segscope exported into.")
    with alone_in(folder):
        entries = read_manifest(folder)
        if entries is None:
            raise ExportError(
                f"{clean(folder)} holds no {MANIFEST} of segscope.", "Name a folder that segscope exported into."
            )
        states: dict[str, list[str]] = {"whole": [], "changed": [], "missing": []}
        for number, entry in enumerate(entries):
            raise_if_stopped(should_stop)
            progress(Progress(f"Reading {clean(entry.name)}", number / len(entries)))
            states[_state(folder, entry)].append(entry.name)
        return Verified(**{state: tuple(names) for state, names in states.items()}, foreign=_foreign(folder, entries))


def _state(folder: Path, entry: Entry) -> str:
    path = folder / entry.name
    if not os.path.lexists(path):
        return "missing"
    try:
        return "whole" if size_and_hash(path) == (entry.bytes, entry.sha256) else "changed"
    except PermissionError as error:
        raise ExportError(f"{clean(path)} cannot be read ({error.strerror}).", "Check its permissions.") from error
    except OSError:
        return "changed"


def _foreign(folder: Path, entries: Iterable[Entry]) -> tuple[str, ...]:
    ours = {MANIFEST, *(entry.name for entry in entries)}
    return tuple(sorted(name for name in os.listdir(folder) if name not in ours))
