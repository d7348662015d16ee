"""The log, line by line."""

from __future__ import annotations

import logging
from collections.abc import Iterable


def log_each(logger: logging.Logger, lines: Iterable[str]) -> None:
    """Write each line to the log as it is."""
    for line in lines:
        logger.info("%s", line)
