"""The export: files into a folder, each whole or not at all, and the manifest that comes last."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import __version__
from core.analysis import Analysis
from core.errors import ExportError
from core.export.contents import FILES, NAMES, ExportFile, files_of
from core.export.created import created
from core.export.writing import remove_parts, whole_file
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop, raise_if_stopped
from core.remedies import AllowOverwrite, ChooseFolder
from core.text import clean

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = 1


@dataclass(frozen=True)
class PlannedFile:
    """A file that an export would write: how many rows it will have, and how many bytes it has where it is there."""

    file: str
    rows: int | None
    bytes_there: int | None


def existing_files(folder: Path, names: Collection[str] = NAMES) -> tuple[str, ...]:
    """What is in the folder already of the files with these names, and the manifest."""
    return tuple(file for file in (*(f.file for f in files_of(names)), MANIFEST) if os.path.lexists(folder / file))


def planned_files(analysis: Analysis | None, folder: Path) -> tuple[PlannedFile, ...]:
    """Everything that an export into a folder would write; without an analysis nothing is known of rows yet."""
    return (
        *(
            PlannedFile(
                f.file, f.rows(analysis) if f.rows and analysis is not None else None, _bytes_there(folder / f.file)
            )
            for f in FILES
        ),
        PlannedFile(MANIFEST, None, _bytes_there(folder / MANIFEST)),
    )


def _bytes_there(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except (OSError, ValueError):
        return None


def export(
    analysis: Analysis,
    folder: Path,
    names: Collection[str] = NAMES,
    *,
    overwrite: bool = False,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> tuple[Path, ...]:
    """Write an analysis into a folder, which is made where it is missing; the paths of the files, the manifest last.

    Each file is written whole or not at all. With ``overwrite`` the old manifest goes first, so that a manifest never
    names files that are not there as it says.

    Raises:
        ExportError: a name is unknown, a file is there already and ``overwrite`` is False, or one cannot be written.
        Cancelled: ``should_stop`` said yes; the files written so far stay, without a manifest.
    """
    files, time = files_of(names), created()
    _make(folder)
    there = existing_files(folder, names)
    if there and not overwrite:
        raise ExportError(f"{clean(folder)} holds {', '.join(there)} already.", AllowOverwrite())
    remove_parts(folder)
    if MANIFEST in there:
        _remove(folder / MANIFEST)
    for number, file in enumerate(files):
        raise_if_stopped(should_stop)
        progress(Progress(f"Writing {file.file}", number / len(files)))
        with whole_file(folder / file.file, overwrite=overwrite) as part:
            file.write(analysis, part, time)
    with whole_file(folder / MANIFEST, overwrite=overwrite) as part:
        part.write_text(_manifest(analysis, folder, files, time), encoding="utf-8")
    return tuple(folder / name for name in (*(file.file for file in files), MANIFEST))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ExportError(f"The folder {clean(folder)} cannot be made ({reason}).", ChooseFolder()) from error


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise ExportError(f"{clean(path)} cannot be replaced ({error.strerror}).", ChooseFolder()) from error


def _manifest(analysis: Analysis, folder: Path, files: Sequence[ExportFile], time: str) -> str:
    preset = analysis.preset
    content = {
        "schema": MANIFEST_SCHEMA,
        "segscope": __version__,
        "created": time,
        "dataset": analysis.description.source.name,
        "settings": {
            "preset": preset.name,
            "features": list(preset.features),
            "scaling": preset.scaling,
            "k": analysis.k,
            "seed": analysis.seed,
            "evidence": analysis.sweep.effort,
        },
        "files": [_entry(folder / file.file) for file in files],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _entry(path: Path) -> dict[str, str | int]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}
