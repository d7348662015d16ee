"""The export: what is written, into which files, and the manifest that comes last."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.analysis import Analysis
from core.errors import ExportError
from core.export import data_tables, figures
from core.export.table_files import write_csv, write_parquet
from core.export.writing import remove_parts, whole_file
from core.interpretation.summary import summary_lines
from core.model import model_of, to_json
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop, raise_if_stopped
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = 1


@dataclass(frozen=True)
class ExportFile:
    """One file of the export; ``name`` is what ``--only`` calls it, ``write`` makes it at a path."""

    name: str
    file: str
    write: Callable[[Analysis, Path], None]


Table = Callable[[Analysis], "pd.DataFrame"]


def _csv(name: str, table: Table) -> ExportFile:
    return ExportFile(name, f"{name}.csv", lambda analysis, path: write_csv(table(analysis), path))


def _parquet(name: str, table: Table) -> ExportFile:
    return ExportFile(name, f"{name}.parquet", lambda analysis, path: write_parquet(table(analysis), path))


def _figure(draw: figures.Draw, name: str) -> tuple[ExportFile, ExportFile]:
    return (
        ExportFile("figures", f"{name}.png", lambda analysis, path: figures.write_png(draw, analysis, path)),
        ExportFile("figures", f"{name}.svg", lambda analysis, path: figures.write_svg(draw, analysis, path)),
    )


def _model(analysis: Analysis, path: Path) -> None:
    path.write_text(to_json(model_of(analysis)), encoding="utf-8")


def _summary(analysis: Analysis, path: Path) -> None:
    path.write_text("\n".join(summary_lines(analysis)) + "\n", encoding="utf-8")


FILES = (
    _csv("users", data_tables.users_table),
    _parquet("users", data_tables.users_table),
    _csv("segments", data_tables.segments_table),
    _csv("sweep", data_tables.sweep_table),
    _csv("features", data_tables.features_table),
    *_figure(figures.data_exploration, "data_exploration"),
    *_figure(figures.elbow_method, "elbow_method"),
    *_figure(figures.cluster_visualization, "cluster_visualization"),
    ExportFile("model", "model.json", _model),
    ExportFile("summary", "summary.txt", _summary),
)
"""Every file in the order in which they are written."""

NAMES = tuple(dict.fromkeys(file.name for file in FILES))


def files_of(names: Collection[str]) -> tuple[ExportFile, ...]:
    """The files with these names.

    Raises:
        ExportError: a name is unknown, or there is none.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        what = f"There is nothing called {clean(unknown[0], 40)}." if unknown else "Nothing is to be exported."
        raise ExportError(what, f"What can be exported: {', '.join(NAMES)}.")
    return tuple(file for file in FILES if file.name in names)


def existing_files(folder: Path, names: Collection[str] = NAMES) -> tuple[str, ...]:
    """What is in the folder already of the files with these names, and the manifest."""
    return tuple(file for file in (*(f.file for f in files_of(names)), MANIFEST) if os.path.lexists(folder / file))


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
    files = files_of(names)
    _make(folder)
    there = existing_files(folder, names)
    if there and not overwrite:
        raise ExportError(
            f"{clean(folder)} holds {', '.join(there)} already.", "Choose another folder, or allow to overwrite."
        )
    remove_parts(folder)
    if MANIFEST in there:
        _remove(folder / MANIFEST)
    for number, file in enumerate(files):
        raise_if_stopped(should_stop)
        progress(Progress(f"Writing {file.file}", number / len(files)))
        with whole_file(folder / file.file, overwrite=overwrite) as part:
            file.write(analysis, part)
    with whole_file(folder / MANIFEST, overwrite=overwrite) as part:
        part.write_text(_manifest(analysis, folder, files), encoding="utf-8")
    return tuple(folder / name for name in (*(file.file for file in files), MANIFEST))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"The folder {clean(folder)} cannot be made ({error.strerror}).", "Choose another folder."
        ) from error


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise ExportError(f"{clean(path)} cannot be replaced ({error.strerror}).", "Choose another folder.") from error


def _manifest(analysis: Analysis, folder: Path, files: Sequence[ExportFile]) -> str:
    ground = analysis.groundwork
    content = {
        "schema": MANIFEST_SCHEMA,
        "segscope": __version__,
        "created": _now().isoformat(timespec="seconds"),
        "dataset": ground.description.source.name,
        "settings": {
            "preset": ground.preset.name,
            "features": list(ground.preset.features),
            "scaling": ground.preset.scaling,
            "k": analysis.k,
            "seed": ground.seed,
        },
        "files": [_entry(folder / file.file) for file in files],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _entry(path: Path) -> dict[str, str | int]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}


def _now() -> datetime:
    """The time, or what SOURCE_DATE_EPOCH says that it is (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
