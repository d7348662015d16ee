"""When an export was made: the one thing in it that is not the same each time."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from core.errors import ExportError
from core.text import clean


def created() -> str:
    """The time in UTC to the second, or what SOURCE_DATE_EPOCH says that it is (reproducible-builds.org).

    Raises:
        ExportError: the variable holds no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ExportError(
            f"SOURCE_DATE_EPOCH is not a time: {clean(epoch, 40)}.", "Give seconds since 1970, or remove the variable."
        ) from error
    return now.isoformat(timespec="seconds")
