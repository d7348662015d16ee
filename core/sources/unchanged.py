"""Files that change while they are open: what is read then is neither the old table nor the new one."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import SegscopeError, UnreadableDatasetError
from core.remedies import OpenAgain
from core.text import clean


@dataclass(frozen=True)
class FileState:
    """What tells a file from what it was before: which one it is, its size in bytes, when it was written."""

    device: int
    inode: int
    size: int
    written: int


States = Mapping[Path, FileState | None]


def states_of(paths: Iterable[Path]) -> States:
    """The states of files; None for what is not a file."""
    return {path: _state(path) for path in paths}


@contextmanager
def unchanged(*paths: Path) -> Iterator[None]:
    """Refuse, at the end, files that are others than they were at the beginning.

    Raises:
        UnreadableDatasetError: one was written meanwhile.
    """
    with still(states_of(paths), "changed while it was read"):
        yield


@contextmanager
def still(states: States, what: str = "changed since it was opened") -> Iterator[None]:
    """Refuse files that are others than they were in these states, at the beginning and at the end.

    Raises:
        UnreadableDatasetError: one is; that is also why whatever went wrong within did.
    """
    _refuse_changed(states, what)
    try:
        yield
    except SegscopeError:
        _refuse_changed(states, what)
        raise
    _refuse_changed(states, what)


def _refuse_changed(states: States, what: str) -> None:
    for path, state in states.items():
        if _state(path) != state:
            raise UnreadableDatasetError(f"{clean(path.name)} {what}.", OpenAgain())


def _state(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
