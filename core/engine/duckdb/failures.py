"""What DuckDB's errors mean for the user."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from core.errors import EngineError, NotUtf8Error, SegscopeError, UnreadableDatasetError
from core.text import clean
from core.workspace import Workspace

_ERROR_LENGTH = 160
_QUOTED_LINE_ENDS = "does not support null_padding in conjunction with quoted new lines"
_FILE = re.compile(r'^\s*file = (?P<named>.*)$|[Ff]ile "(?P<quoted>[^"]+)"', re.MULTILINE)
_TOO_LONG = re.compile(r"^Maximum line size of \d+ bytes exceeded\. Actual Size:\s*(\d+)", re.MULTILINE)
_NOT_UTF8 = re.compile(r"not utf-8 encoded|invalid unicode|invalid UTF", re.IGNORECASE)


class QuotedLineEndsError(UnreadableDatasetError):
    """A text table whose fields hold line ends has to be read in order."""


def explained(error: duckdb.Error, workspace: Workspace) -> SegscopeError:
    """The error for the user; files of the workspace go by the names of what they stand for."""
    text = str(error)
    if _QUOTED_LINE_ENDS in text:
        return QuotedLineEndsError("A field of the table holds line ends.", "Check its quotes.")
    if _NOT_UTF8.search(text):
        return NotUtf8Error("The table is not UTF-8 throughout.", "Save it as UTF-8.")
    file = _FILE.search(text)
    name = workspace.shown_name(Path(file["named"] or file["quoted"])) if file else "The table"
    first = text.splitlines()[0].replace("Invalid Input Error: ", "").rstrip(". ")
    reason = clean(first if file is None else first.replace(file[0].strip(), "it"), _ERROR_LENGTH)
    too_long = _TOO_LONG.search(text)
    if too_long is not None:
        reason += f", a row of {int(too_long[1]):,} bytes, perhaps behind a quote that is not closed"
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in text or "failed to offload" in text:
        return EngineError(f"The counting stopped: {reason}.", "Free memory or disk space, then try again.")
    return UnreadableDatasetError(f"{name} cannot be read: {reason}.", "Check the file, or fetch it again.")
