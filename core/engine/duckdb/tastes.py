"""What groups of users rate, in DuckDB's SQL.

``user_groups`` has the group of each user, and numbers the users, since by numbers they are grouped faster;
``group_titles`` has a row for each group and item, without a group for the users in none: from one scan of the
ratings. What is usual for titles follows from it (``title_levels``, and with it ``titles``: see
`core.engine.duckdb.titles`). ``user_genres`` has a row for each user and genre, from a second scan.
"""

from __future__ import annotations

from core.engine.duckdb import sql, titles
from core.engine.duckdb.quoting import identifier
from core.engine.duckdb.reading import Reading
from core.engine.engine import Span
from core.sources.source import ItemsColumns, RatingsColumns

ASKED = "asked_groups"
"""The name of a table with the columns ``user_id`` and ``number``, as it is asked for."""

USER_GROUPS = f"""
    CREATE OR REPLACE TABLE user_groups AS
    SELECT CAST(user_id AS VARCHAR) AS user_id, CAST(row_number() OVER () AS INTEGER) AS person,
           CAST(number AS INTEGER) AS number
    FROM {ASKED}"""

HAS_DUPLICATES = "SELECT (SELECT sum(items) FROM user_items) <> (SELECT sum(n) FROM histogram)"


def group_titles(ratings: Reading, columns: RatingsColumns, span: Span) -> str:
    """Create ``group_titles`` where nobody rated an item twice."""
    return f"""
        CREATE OR REPLACE TABLE group_titles AS
        SELECT number, item_id, count(*) AS users, count(*) AS n, sum({titles.level(span)}) AS total
        FROM ({sql.valid_rows(ratings, columns)}) LEFT JOIN user_groups USING (user_id) GROUP BY number, item_id"""


def group_titles_with_duplicates(ratings: Reading, columns: RatingsColumns, span: Span) -> str:
    """Create ``group_titles`` where ratings of an item by the same user are told apart from those by several."""
    return f"""
        CREATE OR REPLACE TABLE group_titles AS
        SELECT number, item_id, count(*) AS users, sum(n) AS n, sum(total) AS total
        FROM (SELECT user_id, item_id, count(*) AS n, sum({titles.level(span)}) AS total
              FROM ({sql.valid_rows(ratings, columns)}) GROUP BY user_id, item_id)
        LEFT JOIN user_groups USING (user_id) GROUP BY number, item_id"""


TITLE_LEVELS = """
    CREATE OR REPLACE TABLE title_levels AS
    SELECT item_id, sum(total) AS total FROM group_titles GROUP BY item_id"""

_SUMS = f"CAST(sum(n) AS BIGINT) AS ratings, CAST(sum(total - n * usual) AS DOUBLE) / {titles.UNIT}"

_RATED = "group_titles JOIN titles USING (item_id)"


def totals(span: Span) -> str:
    """Rows ``(number, ratings, beyond)`` over all that a group rated."""
    return f"""
        SELECT number, {_beyond(span)} FROM {_RATED}
        WHERE one = 1 AND number IS NOT NULL GROUP BY number ORDER BY number"""


def _beyond(span: Span) -> str:
    return f"{_SUMS} * {span.high - span.low!r} AS beyond"


def user_genres(ratings: Reading, columns: RatingsColumns) -> str:
    """Create ``user_genres``."""
    return f"""
        CREATE OR REPLACE TABLE user_genres AS
        SELECT person, genre, count(*) AS n
        FROM ({sql.valid_rows(ratings, columns)}) JOIN user_groups USING (user_id)
        JOIN title_genres USING (item_id) GROUP BY ALL"""


GENRES = """
    SELECT DISTINCT CAST(genre - 1 AS BIGINT) AS thing, name AS key, name FROM title_genres ORDER BY thing"""
"""Rows ``(thing, key, name)``: genres by name."""


def genre_counts(span: Span) -> str:
    """Rows ``(thing, number, users, ratings, beyond, keen)`` of genres."""
    return f"""
        WITH users AS (
            SELECT person, number, sum(n) AS n FROM histogram JOIN user_groups USING (user_id) GROUP BY person, number
        ), everybody AS (
            SELECT genre, sum(n) AS n, (SELECT sum(n) FROM users) AS of FROM user_genres GROUP BY genre
        ), counted AS (
            SELECT genre, number, count(*) AS users,
                   CAST(count_if(user_genres.n * everybody.of > everybody.n * users.n) AS BIGINT) AS keen
            FROM user_genres JOIN everybody USING (genre) JOIN users USING (person) GROUP BY genre, number
        ), summed AS (
            SELECT genre, number, {_beyond(span)} FROM {_RATED} WHERE genre IS NOT NULL GROUP BY genre, number
        )
        SELECT CAST(genre - 1 AS BIGINT) AS thing, number, users, ratings, beyond, keen
        FROM counted JOIN summed USING (genre, number)"""


def most_rated(titles_asked: int, least_users: int) -> str:
    """Create ``most_rated``: so many items that most users in groups rated, each by at least so many."""
    return f"""
        CREATE OR REPLACE TABLE most_rated AS
        SELECT item_id, row_number() OVER (ORDER BY users DESC, item_id) - 1 AS thing
        FROM (SELECT item_id, sum(users) AS users FROM group_titles WHERE number IS NOT NULL GROUP BY item_id)
        WHERE users >= {least_users} QUALIFY thing < {titles_asked}"""


UNTITLED = "SELECT thing, item_id AS key, item_id AS name FROM most_rated ORDER BY thing"
"""Rows ``(thing, key, name)`` of items where no table gives their titles."""


def titled(items: Reading, columns: ItemsColumns) -> str:
    """Rows ``(thing, key, name)`` of items."""
    return f"""
        SELECT thing, item_id AS key, coalesce(nullif(title, ''), item_id) AS name
        FROM most_rated LEFT JOIN (
            SELECT {sql.id_text(items, columns.item)} AS item_id,
                   min(CAST({identifier(columns.title)} AS VARCHAR)) AS title
            FROM {items.relation} GROUP BY 1) USING (item_id)
        ORDER BY thing"""


def title_counts(span: Span) -> str:
    """Rows ``(thing, number, users, ratings, beyond, keen)`` of items."""
    return f"""
        SELECT thing, number, CAST(sum(users) AS BIGINT) AS users, {_beyond(span)},
               CAST(sum(users) AS BIGINT) AS keen
        FROM {_RATED} JOIN most_rated USING (item_id)
        WHERE one = 1 AND number IS NOT NULL GROUP BY thing, number"""


FORGET = (
    *titles.FORGET,
    *(f"DROP TABLE IF EXISTS {table}" for table in ("user_groups", "group_titles", "user_genres", "most_rated")),
)
