"""Where the log goes: a rotated UTF-8 file in the platform's log folder, or a file that is named and is a log."""

from __future__ import annotations

import errno
import logging
import os
import re
import stat
from collections.abc import Sequence
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from core import __version__
from core.errors import SegscopeError
from core.text import clean
from tui.remedies import ANOTHER_LOG

_RUN = " begins: process "
_MAX_BYTES = 1_000_000
_NEVER_ROTATED = 0
_BACKUPS = 3
_LINE = "%(asctime)s - {process} - %(levelname)s - %(message)s"
_BEGIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (?:(?P<process>\d+) - )?[A-Z]+ - ")
"""What a line begins with; those of segscope 0.1.0 name no process."""
_LONGEST_BEGIN = 60
_OF_NO_OTHER = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class _OwnFile(RotatingFileHandler):
    """A log that begins a file or goes on with one that is a log of segscope."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=_opened_if_own)


def _opened_if_own(path: str, flags: int) -> int:
    """Open a file to append to it; OSError where it is another's, a link or no file."""
    if os.path.islink(path):
        raise OSError(errno.ELOOP, "it is a link")
    descriptor = os.open(path, flags & ~os.O_WRONLY | os.O_RDWR | _OF_NO_OTHER, 0o666)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        begin = os.read(descriptor, _LONGEST_BEGIN)
        if begin and not _BEGIN.match(begin.decode("utf-8", "replace")):
            raise OSError(errno.EEXIST, "it exists and is not a log of segscope")
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def start_log(path: Path | None) -> Path | None:
    """Send segscope's log to ``path``, by default a file in the platform's log folder; the path that is used.

    Where the default place cannot be written the app runs without a log, and None comes back. A file that is named is
    never rotated.

    Raises:
        SegscopeError: the file that was asked for cannot be written, or is not a log of segscope.
    """
    try:
        target = (_default_path() if path is None else path).absolute()
        if path is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        largest = _MAX_BYTES if path is None else _NEVER_ROTATED
        handler = _OwnFile(target, maxBytes=largest, backupCount=_BACKUPS, encoding="utf-8")
    except (OSError, ValueError, RuntimeError) as error:  # no home is a RuntimeError
        if path is None:
            return None
        reason = error.strerror if isinstance(error, OSError) else error
        raise SegscopeError(f"The log {clean(path)} cannot be written ({reason}).", ANOTHER_LOG) from error
    handler.setFormatter(logging.Formatter(_LINE.format(process=os.getpid())))
    handler.handleError = _ignore  # type: ignore[method-assign]  # a full disk must not end the work
    logger = logging.getLogger("segscope")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    for before in logger.handlers:
        before.close()
    logger.handlers = [handler]
    logger.info("segscope %s%s%d in %s", __version__, _RUN, os.getpid(), clean(_folder()))
    return target


def of_this_process(lines: Sequence[str]) -> list[str]:
    """The lines of a log that this process wrote since it began: others may write into the same file."""
    own, is_own = list[str](), False
    for line in lines:
        begin = _BEGIN.match(line)
        is_own = is_own if begin is None else begin["process"] == str(os.getpid())
        if begin is not None and is_own and line[begin.end() :].startswith("segscope ") and _RUN in line:
            own.clear()  # an earlier process had the same number
        if is_own:
            own.append(line)
    return own


def _default_path() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_dir("segscope", appauthor=False)).expanduser() / "segscope.log"


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return "a folder that is gone"


def _ignore(record: logging.LogRecord) -> None:
    """Do without a line that cannot be written."""
