"""Files that are written while they are read: what is read then is neither the old table nor the new one."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UnreadableDatasetError
from core.text import clean


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Refuse, at the end, a file that is another one than it was at the beginning.

    Raises:
        UnreadableDatasetError: it was written meanwhile.
    """
    before = _state(path)
    yield
    if _state(path) != before:
        raise UnreadableDatasetError(
            f"{clean(path.name)} changed while it was read.", "Open it again when it is complete."
        )


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of a file; None for what is not a file."""
    try:
        state = path.expanduser().stat()
    except (OSError, ValueError, RuntimeError):
        return None
    return (state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else None
