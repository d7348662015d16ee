"""A private temporary folder: what is unpacked, transcoded or spilled lies there, and nothing of it stays behind."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from core.errors import EngineError
from core.text import clean

if sys.platform != "win32":
    import fcntl

_PREFIX = "segscope-workspace-"
_NEW_PREFIX = ".segscope-new-"
_MARK = ".private-folder-of-segscope"
"""A file that tells a workspace from a folder that only happens to be called so."""


class Workspace:
    """A folder that only this user can enter; `close`, the end of the program, or the next start removes it.

    The folder is locked as long as its process lives (``flock`` on the folder itself): whoever gets the lock of another
    one knows that its owner was killed.

    Raises:
        EngineError: no folder can be made.
    """

    def __init__(self) -> None:
        try:
            new = Path(tempfile.mkdtemp(prefix=_NEW_PREFIX))
            (new / _MARK).touch()
            self._lock = _locked(new)
            self.folder = new.rename(new.with_name(_PREFIX + new.name.removeprefix(_NEW_PREFIX)))
        except OSError as error:
            raise EngineError(
                f"There is no room for temporary files in {clean(tempfile.gettempdir())} ({error.strerror}).",
                "Free disk space, or let TMPDIR name another folder.",
            ) from error
        self._names: dict[Path, str] = {}
        self._remove = weakref.finalize(self, _remove, self.folder, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder; closing twice is harmless."""
        self._remove()

    def new_path(self, suffix: str, stands_for: Path) -> Path:
        """The path of a file that is not there yet, with a name that needs no quoting anywhere."""
        path = self.folder / f"table_{len(self._names) + 1}{suffix}"
        self._names[path] = self.shown_name(stands_for)
        return path

    def holds(self, path: Path) -> bool:
        """Whether a file was made here."""
        return path in self._names

    def shown_name(self, path: Path) -> str:
        """The name of a file, or of what it stands for, safe to show."""
        return self._names.get(path) or clean(path.name)

    def plainly_named(self, path: Path) -> Path:
        """The path, or where its name is no UTF-8 or reads as a pattern, a link to it."""
        if not any(char in "*?[" or "\ud800" <= char <= "\udfff" for char in str(path)):
            return path
        link = self.new_path(path.suffix, path)
        link.symlink_to(path.absolute())
        return link


def remove_leftovers() -> None:
    """Remove the folders of this user's runs that were killed."""
    folders: list[Path] = []
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        folders = [Path(entry) for entry in entries if entry.name.startswith(_PREFIX)]
    for folder in folders:
        with suppress(OSError):
            if (folder / _MARK).is_file() and folder.stat().st_uid == os.getuid():
                lock = _locked(folder)
                if lock is not None:
                    _remove(folder, lock)


def _locked(folder: Path) -> int | None:
    """An open lock on the folder; None where another process holds it, or the platform has none."""
    if sys.platform == "win32":
        return None
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _remove(folder: Path, lock: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)
