"""Several files of a folder that change together or not at all.

All are written into a private folder within theirs. A journal there says that they are complete; then they get their
names, in their order, and the journal goes. Who comes next finds what an interruption left: with a journal it is
completed, without one it is removed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import ExportError
from core.export.plain_files import is_plain_name, read_small
from core.export.writing import flush, flush_folder, named, rename_to_new, write_new
from core.locking import lock, unlock
from core.progress import ShouldStop, never_stop, raise_if_stopped
from core.remedies import AllowOverwrite, ChooseFolder
from core.text import clean

Writer = Callable[[Path], None]
"""Makes a file at a path."""

_PREFIX = ".segscope-export-"
_JOURNAL = ".journal"
_NEW_JOURNAL = ".new-journal"
_LARGEST_JOURNAL = 100_000


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Where nobody else exports into a folder, and what an interrupted export left there is settled.

    Raises:
        ExportError: somebody else does, or what was left cannot be completed.
    """
    try:
        held = lock(folder.resolve())
    except BlockingIOError as error:
        raise ExportError(
            f"Another export into {clean(folder)} is running, or a check of it.",
            "Wait for its end, or choose another folder.",
        ) from error
    except OSError as error:
        raise ExportError(f"{clean(folder)} cannot be read ({error.strerror}).", ChooseFolder()) from error
    try:
        for staging in _left_in(folder):
            _complete(staging, folder, _journal(staging))
            _remove(staging)
        yield
    finally:
        unlock(held)


def write_together(
    folder: Path, writers: Mapping[str, Writer], may_replace: Collection[str], should_stop: ShouldStop = never_stop
) -> None:
    """Write files by their names, in this order; each writer finds the files before it beside its own.

    Raises:
        ExportError: one cannot be written, or is there already and is not among those that may be replaced.
        Cancelled: ``should_stop`` said yes; nothing has changed.
    """
    with named(folder):
        staging = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    try:
        for name, write in writers.items():
            raise_if_stopped(should_stop)
            with named(folder / name):
                write(staging / name)
                flush(staging / name)
        raise_if_stopped(should_stop)
        moves = {name: name in may_replace for name in writers}
        _refuse(folder, [name for name in moves if not moves[name] and os.path.lexists(folder / name)])
        with named(folder):
            write_new(staging / _NEW_JOURNAL, json.dumps(moves).encode())
            flush_folder(folder)
            (staging / _NEW_JOURNAL).rename(staging / _JOURNAL)
    except BaseException:
        _remove(staging)
        raise
    flush_folder(staging)
    taken = _complete(staging, folder, moves)
    _remove(staging)
    _refuse(folder, taken)


def _refuse(folder: Path, taken: Sequence[str]) -> None:
    if taken:
        raise ExportError(f"{clean(folder)} holds {', '.join(taken)} already.", AllowOverwrite())


def _left_in(folder: Path) -> list[Path]:
    """What interrupted exports of this user left."""
    with named(folder), os.scandir(folder) as entries:
        return [Path(entry) for entry in entries if entry.name.startswith(_PREFIX) and _is_our_folder(entry)]


def _is_our_folder(entry: os.DirEntry[str]) -> bool:
    is_ours = sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.geteuid()
    return is_ours and entry.is_dir(follow_symlinks=False)


def _journal(staging: Path) -> dict[str, bool]:
    """Which files get their names, and which of them may replace what is there; none where not all are written."""
    try:
        moves = json.loads(read_small(staging / _JOURNAL, _LARGEST_JOURNAL))
    except (OSError, ValueError, RecursionError):
        return {}
    return moves if isinstance(moves, dict) and all(map(is_plain_name, moves)) else {}


def _complete(staging: Path, folder: Path, moves: Mapping[str, bool]) -> list[str]:
    """Give the files their names; the names that somebody else took meanwhile, whose files stay."""
    taken = []
    for name, may_replace in moves.items():
        if os.path.lexists(staging / name):
            try:
                rename = Path.replace if may_replace else rename_to_new
                rename(staging / name, folder / name)
            except (FileExistsError, IsADirectoryError):
                taken.append(name)
            except OSError as error:
                raise ExportError(
                    f"{clean(folder / name)} cannot be written ({error.strerror}).",
                    "The next export into this folder, or a check of it, writes what is missing.",
                ) from error
    flush_folder(folder)
    return taken


def _remove(staging: Path) -> None:
    """Remove the private folder, the journal first; what cannot go goes the next time."""
    with suppress(OSError):
        (staging / _JOURNAL).unlink(missing_ok=True)
        flush_folder(staging)
        shutil.rmtree(staging)
