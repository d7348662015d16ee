"""When an export was made: the one thing in it that is not the same each time."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def created() -> str:
    """The time in UTC to the second, or what SOURCE_DATE_EPOCH says that it is (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return now.isoformat(timespec="seconds")
