"""The export: files into a folder, all or none of them, and the manifest that comes last."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ExportError
from core.export.contents import FILES, NAMES, ExportFile, files_of
from core.export.created import created
from core.export.manifest import MANIFEST, Entry, entry_of, read_manifest, run_of, to_json
from core.export.transaction import alone_in, write_together
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.remedies import AllowOverwrite, ChooseFolder
from core.text import clean

if TYPE_CHECKING:
    from core.analysis import Analysis


@dataclass(frozen=True)
class PlannedFile:
    """A file that an export would write: how many rows it will have, and how many bytes it has where it is there.

    ``name`` is what it is asked for by; the manifest, which always comes along, has none.
    """

    name: str | None
    file: str
    rows: int | None
    bytes_there: int | None


def existing_files(folder: Path, names: Collection[str] = NAMES) -> tuple[str, ...]:
    """What is in the folder already of the files with these names, and a manifest that is not of an export."""
    there = tuple(file.file for file in files_of(names) if os.path.lexists(folder / file.file))
    is_foreign = os.path.lexists(folder / MANIFEST) and read_manifest(folder) is None
    return (*there, MANIFEST) if is_foreign else there


def planned_files(analysis: Analysis | None, folder: Path) -> tuple[PlannedFile, ...]:
    """Everything that an export into a folder would write; without an analysis nothing is known of rows yet."""
    return (
        *(
            PlannedFile(
                f.name,
                f.file,
                f.rows(analysis) if f.rows and analysis is not None else None,
                _bytes_there(folder / f.file),
            )
            for f in FILES
        ),
        PlannedFile(None, MANIFEST, None, _bytes_there(folder / MANIFEST)),
    )


def _bytes_there(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except (OSError, ValueError):
        return None


def ready_for(folder: Path, names: Collection[str] = NAMES) -> tuple[str, ...]:
    """What an export into a folder would replace, after what an interrupted one left there is settled.

    Raises:
        ExportError: the folder cannot be made or written, or another export into it is running.
    """
    nearest = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
    if not nearest.is_dir():
        raise _cannot_be_made(folder, f"{clean(nearest)} is not a folder")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise ExportError(f"{clean(nearest)} cannot be written.", ChooseFolder())
    if nearest != folder:
        return ()
    with alone_in(folder):
        return existing_files(folder, names)


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

    All files appear together or not at all; what is there of earlier exports stays in the manifest.

    Raises:
        ExportError: a name is unknown, a file is there already and ``overwrite`` is False, one cannot be written, or
            another export into the folder is running.
        Cancelled: ``should_stop`` said yes; nothing has changed.
    """
    files, time = files_of(names), created()
    run, entries = run_of(analysis, time), dict[str, Entry]()

    def write(file: ExportFile, path: Path) -> None:
        progress(Progress(f"Writing {file.file}", len(entries) / len(files)))
        file.write(analysis, path, time)
        entries[file.file] = entry_of(path, run)

    def write_manifest(path: Path) -> None:
        every = {name: entry for name, entry in earlier.items() if os.path.lexists(folder / name)} | entries
        path.write_text(to_json(sorted(every.values(), key=_place), run), encoding="utf-8", newline="\n")

    with _made(folder), alone_in(folder):
        there = existing_files(folder, names)
        if there and not overwrite:
            raise ExportError(f"{clean(folder)} holds {', '.join(there)} already.", AllowOverwrite())
        manifest = read_manifest(folder)
        earlier = {entry.name: entry for entry in manifest or ()}
        writers = {file.file: partial(write, file) for file in files} | {MANIFEST: write_manifest}
        may_replace = writers if overwrite else [MANIFEST] if manifest is not None else []
        write_together(folder, writers, may_replace, should_stop)
    return tuple(folder / name for name in writers)


def _place(entry: Entry) -> int:
    """Where a file stands among all: in the order in which they are written, what is no longer written last."""
    names = [file.file for file in FILES]
    return names.index(entry.name) if entry.name in names else len(names)


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Where a folder is there; one that was missing goes again where nothing comes into it."""
    is_new = not os.path.lexists(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _cannot_be_made(folder, (error.strerror if isinstance(error, OSError) else "") or str(error)) from error
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _cannot_be_made(folder: Path, reason: str) -> ExportError:
    return ExportError(f"The folder {clean(folder)} cannot be made ({reason}).", ChooseFolder())
