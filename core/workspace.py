"""A private temporary folder: what is unpacked, transcoded or spilled lies there, and nothing of it stays behind."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from core.errors import EngineError
from core.locking import lock, unlock
from core.text import clean

_PREFIX = "segscope-workspace-"
_NEW_PREFIX = ".segscope-new-"
_MARK = ".private-folder-of-segscope"
"""A file that tells a workspace from a folder that only happens to be called so."""

_OTHER_PLACE = "Free disk space, or let TMPDIR name another folder."


class Workspace:
    """A folder that only this user can enter; `close`, the end of the program, or the next start removes it.

    The folder is locked as long as its process lives (``flock`` on the folder itself): whoever gets the lock of another
    one knows that its owner was killed.

    Raises:
        EngineError: no folder can be made.
    """

    def __init__(self) -> None:
        place = _place()
        name = secrets.token_hex(8)
        new, self.folder = place / f"{_NEW_PREFIX}{name}", place / f"{_PREFIX}{name}"
        held = None
        try:
            new.mkdir(mode=0o700)
            (new / _MARK).touch()
            held = lock(new)
            new.rename(self.folder)
            self._remove = weakref.finalize(self, _remove, self.folder, held)
        except BaseException as error:
            _remove(new, None)
            _remove(self.folder, held)
            if isinstance(error, OSError):
                raise EngineError(
                    f"There is no room for temporary files in {clean(place)} ({error.strerror}).", _OTHER_PLACE
                ) from error
            raise
        self._names: dict[Path, str] = {}

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


def _place() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:
        raise EngineError("There is no folder in which temporary files can be written.", _OTHER_PLACE) from error


def remove_leftovers() -> None:
    """Remove the folders of this user's runs that were killed."""
    folders: list[Path] = []
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        folders = [Path(entry) for entry in entries if entry.name.startswith(_PREFIX)]
    for folder in folders:
        with suppress(OSError):
            if (folder / _MARK).is_file() and folder.stat().st_uid == os.getuid():
                held = lock(folder)
                if held is not None:
                    _remove(folder, held)


def _remove(folder: Path, held: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    unlock(held)
