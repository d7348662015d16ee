"""What the histogram says of each user, in DuckDB's SQL; sums are ordered by rating, so that they never differ."""

from __future__ import annotations

from collections.abc import Collection

from core.engine.duckdb import sql
from core.engine.engine import Aggregate, Span


def aggregates(wanted: Collection[Aggregate], span: Span, id_type: str) -> str:
    """One row a user, ascending by id, with a column for each aggregate: moments of the histogram, and items rated."""
    known = _levels(span)
    levels = [name for name in known if name in wanted or (name is Aggregate.MEAN and Aggregate.SQUARES in wanted)]
    level = ", ".join(["user_id", *(f"{known[name]} AS {name}" for name in levels)])
    more = {
        Aggregate.SQUARES: _squares("SELECT user_id, n, rating, mean FROM histogram JOIN level USING (user_id)"),
        Aggregate.SQUARES_IN_SPAN: _squares(_inside(span), Aggregate.SQUARES_IN_SPAN),
        Aggregate.ITEMS: "user_items",
    }
    joined = " ".join(f"JOIN {table} USING (user_id)" for name, table in more.items() if name in wanted)
    columns = ", ".join([f"CAST(user_id AS {id_type}) AS user_id", *wanted])
    return f"""
        WITH level AS (SELECT {level} FROM histogram GROUP BY user_id)
        SELECT {columns} FROM level {joined} ORDER BY 1"""


_MEAN = """
    CASE WHEN min(rating) = max(rating) THEN min(rating) ELSE sum(rating * n ORDER BY rating) / sum(n) END"""


def _levels(span: Span) -> dict[Aggregate, str]:
    graded = span.low < span.high
    return {
        Aggregate.RATINGS: "CAST(sum(n) AS BIGINT)",
        Aggregate.LOWEST: "min(rating)",
        Aggregate.HIGHEST: "max(rating)",
        Aggregate.MEAN: _MEAN,
        Aggregate.ENTROPY: "CASE WHEN min(rating) = max(rating) THEN 0 "
        "ELSE log2(sum(n)) - sum(n * log2(n) ORDER BY rating) / sum(n) END",
        Aggregate.BOTTOM: _count(f"rating <= {span.bottom!r}" if graded else "false"),
        Aggregate.TOP: _count(f"rating >= {span.top!r}" if graded else "false"),
    }


def _count(condition: str) -> str:
    return f"CAST(coalesce(sum(n) FILTER ({condition}), 0) AS BIGINT)"


def _squares(ratings: str, name: Aggregate = Aggregate.SQUARES) -> str:
    """The squared deviations in rows ``(user_id, n, rating, mean)``."""
    return f"""(
            SELECT user_id, sum(n * (rating - mean) * (rating - mean) ORDER BY rating) AS {name}
            FROM ({ratings}) GROUP BY user_id)"""


def _inside(span: Span) -> str:
    """Rows ``(user_id, n, rating, mean)`` with ratings in the span: those at its ends are one."""
    inside = f"""
        SELECT user_id, {sql.in_span("rating", span)} AS rating, CAST(sum(n) AS BIGINT) AS n
        FROM histogram GROUP BY ALL"""
    return f"""
        SELECT user_id, n, rating, mean FROM ({inside})
        JOIN (SELECT user_id, {_MEAN} AS mean FROM ({inside}) GROUP BY user_id) USING (user_id)"""
