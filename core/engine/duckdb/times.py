"""When users rated, in DuckDB's SQL.

``user_days`` has a row for each user and day, and one without a day where times cannot be read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.engine.duckdb import sql
from core.engine.duckdb.quoting import identifier
from core.engine.duckdb.reading import Reading
from core.engine.engine import Aggregate
from core.sources.source import Period, RatingsColumns

SECONDS_BELOW = 1e11
"""Smaller numbers are seconds since 1970; a thousand times larger ones milliseconds, then micro- and nanoseconds."""


def _seconds(text: str, number: str) -> str:
    """A time in seconds since 1970, of what is written and of the number that it is, where it is one."""
    return f"""
    CASE WHEN contains({text}, '_') THEN NULL
         WHEN {number} IS NULL THEN epoch(TRY_CAST(trim({text}) AS TIMESTAMPTZ))
         WHEN NOT isfinite({number}) THEN NULL
         WHEN abs({number}) < {SECONDS_BELOW} THEN {number}
         WHEN abs({number}) < {SECONDS_BELOW * 1e3} THEN {number} / 1e3
         WHEN abs({number}) < {SECONDS_BELOW * 1e6} THEN {number} / 1e6
         WHEN abs({number}) < {SECONDS_BELOW * 1e9} THEN {number} / 1e9 END"""


def within(reading: Reading, period: Period) -> Reading:
    """The rows of a period."""
    text = f"CAST({identifier(period.column)} AS VARCHAR)"
    seconds = _seconds(text, f"TRY_CAST({text} AS DOUBLE)")
    ends = (("<=", period.since), (">", period.before))
    bounds = " AND ".join(f"CAST({end!r} AS DOUBLE) {sign} {seconds}" for sign, end in ends if end is not None)
    return replace(reading, relation=f"(SELECT * FROM {reading.relation} WHERE {bounds or 'true'})")


def user_days(ratings: Reading, columns: RatingsColumns, id_type: str) -> str:
    """Create ``user_days``, from one scan of the ratings."""
    return f"""
        CREATE OR REPLACE TABLE user_days AS
        SELECT CAST(user_id AS {id_type}) AS user_id, CAST(floor(seconds / 86400) AS BIGINT) AS day,
               min(seconds) AS first_time, max(seconds) AS last_time
        FROM (SELECT user_id, {_seconds("time_text", "number")} AS seconds
              FROM (SELECT user_id, time_text, TRY_CAST(time_text AS DOUBLE) AS number
                    FROM ({sql.valid_times(ratings, columns)})))
        GROUP BY ALL"""


def aggregates(wanted: Collection[Aggregate]) -> str:
    """One row a user, ascending by id, with a column for each aggregate."""
    columns = ", ".join(["user_id", *(f"{_TIMES[name]} AS {name}" for name in wanted)])
    return f"SELECT {columns} FROM user_days GROUP BY user_id ORDER BY user_id"


_TIMES = {
    Aggregate.FIRST_TIME: "coalesce(min(first_time), CAST('nan' AS DOUBLE))",
    Aggregate.LAST_TIME: "coalesce(max(last_time), CAST('nan' AS DOUBLE))",
    Aggregate.ACTIVE_DAYS: "count(day)",
}

FORGET = "DROP TABLE IF EXISTS user_days"
