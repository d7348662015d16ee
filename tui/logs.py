"""Where the log goes: a rotated UTF-8 file in the platform's log folder, or in another place."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from core.errors import SegscopeError
from tui.remedies import ANOTHER_LOG

_MAX_BYTES = 1_000_000
_BACKUPS = 3


def start_log(path: Path | None) -> Path | None:
    """Send segscope's log to ``path``, by default a file in the platform's log folder; the path that is used.

    Where the default place cannot be written the app runs without a log, and None comes back.

    Raises:
        SegscopeError: the file that was asked for cannot be written.
    """
    try:
        target = (_default_path() if path is None else path).absolute()
        if path is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(target, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8")
    except (OSError, ValueError) as error:
        if path is None:
            return None
        reason = error.strerror if isinstance(error, OSError) else error
        raise SegscopeError(f"The log {path} cannot be written ({reason}).", ANOTHER_LOG) from error
    handler.setFormatter(logging.Formatter("%(asctime)s - %(levelname)s - %(message)s"))
    handler.handleError = _ignore  # type: ignore[method-assign]  # a full disk must not end the work
    logger = logging.getLogger("segscope")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    for before in logger.handlers:
        before.close()
    logger.handlers = [handler]
    return target


def _default_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_dir("segscope", appauthor=False)) / "segscope.log"


def _ignore(record: logging.LogRecord) -> None:
    """Do without a line that cannot be written."""
