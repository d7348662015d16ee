"""A moment at which a table of ratings is cut."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.errors import ComparisonError
from core.text import clean


def moment(written: str | date) -> datetime:
    """A date, or a date and a time, also as ISO 8601 writes it: ``2018-01-01``; in UTC where it names no zone.

    Raises:
        ComparisonError: it is none.
    """
    try:
        found = datetime.fromisoformat(str(written).strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ComparisonError(f"{clean(written, 40)!r} is no date.", "Write it as 2018-01-01.") from error
