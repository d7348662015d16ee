"""The questions in DuckDB's SQL.

Two tables carry everything that follows. ``histogram`` has a row for each user and rating value with how often it
occurs: counts, means, spreads and ranges all come from it, and sums over it are ordered by value, so that they are the
same on every run whatever the threads did. ``item_counts`` has a row for each item with how many ratings it got.

A row of the file that is no rating goes into ``histogram`` without a user, with the number of its reason in the place
of the rating: the scan is the expensive part, and so it is needed only once.
"""

from __future__ import annotations

from core.engine.duckdb.quoting import identifier, literal
from core.engine.duckdb.reading import FORM_REASONS, UNCLOSED, Reading
from core.engine.engine import LARGEST_RATING, Reason, Span
from core.sources.source import LIKE, ItemsColumns, RatingsColumns

REASONS = {
    1: Reason.MISSING_USER,
    2: Reason.MISSING_ITEM,
    3: Reason.MISSING_RATING,
    4: Reason.NOT_A_NUMBER,
    **FORM_REASONS,
}
"""Why a row is left out, by number."""

TEXT, INTEGER = "VARCHAR", "BIGINT"
"""The types of ids."""


def valid_ratings(reading: Reading, columns: RatingsColumns) -> str:
    """Rows ``(reason, user_id, item_id, rating)``: ids as text, reason 0 where the row is a rating.

    An id is missing only where it is empty. DuckDB takes ``1_000`` for a number; nobody else does.
    """
    return f"""
        SELECT {_REASON} AS reason, user_text AS user_id, item_text AS item_id, value AS rating
        FROM ({_texts(reading, columns, "")})"""


def valid_rows(reading: Reading, columns: RatingsColumns) -> str:
    """Rows ``(user_id, item_id, rating)`` of the rows that are ratings."""
    return f"SELECT user_id, item_id, rating FROM ({valid_ratings(reading, columns)}) WHERE reason = 0"


def valid_times(reading: Reading, columns: RatingsColumns) -> str:
    """Rows ``(user_id, time_text)`` of the rows that are ratings."""
    time = f", CAST({identifier(columns.timestamp or '')} AS VARCHAR) AS time_text"
    return f"""
        SELECT user_text AS user_id, time_text
        FROM (SELECT user_text, time_text, {_REASON} AS reason FROM ({_texts(reading, columns, time)}))
        WHERE reason = 0"""


_REASON = f"""
    CASE WHEN fault <> 0 THEN fault
         WHEN user_text IS NULL OR user_text = '' THEN 1
         WHEN item_text IS NULL OR item_text = '' THEN 2
         WHEN rating_text IS NULL OR trim(rating_text) = '' THEN 3
         WHEN value IS NULL OR isnan(value) OR abs(value) > {LARGEST_RATING} OR contains(rating_text, '_') THEN 4
         ELSE 0 END"""


def _texts(reading: Reading, columns: RatingsColumns, more: str) -> str:
    rating = literal(str(LIKE)) if columns.rating is None else identifier(columns.rating)
    number = f"replace({rating}, ',', '.')" if reading.decimal_comma else rating
    return f"""
        SELECT {id_text(reading, columns.user)} AS user_text, {id_text(reading, columns.item)} AS item_text,
               CAST({rating} AS VARCHAR) AS rating_text, TRY_CAST({number} AS DOUBLE) AS value,
               {reading.fault} AS fault{more}
        FROM {reading.relation}"""


def id_text(reading: Reading, name: str) -> str:
    """An id as text; a whole number that is stored as a fraction is written as a whole one."""
    column = identifier(name)
    text = f"CAST({column} AS VARCHAR)"
    if name not in reading.fractional:
        return text
    whole = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)"
    return (
        f"CASE WHEN isnan({column}) THEN NULL WHEN {column} = trunc({column}) AND abs({column}) < 9e15 THEN {whole} "
        f"ELSE {text} END"
    )


def lines_behind_quotes(reading: Reading) -> str:
    """How many lines the rows have that stand behind a quote that is not closed."""
    return f"SELECT CAST(sum({reading.lines}) AS BIGINT) FROM {reading.relation} WHERE {reading.fault} = {UNCLOSED}"


def first_left_out(reading: Reading, columns: RatingsColumns, rows: int) -> str:
    """Rows ``(number, reason, text)`` of the first rows that are no ratings; the number counts the rows from 1."""
    fields = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in reading.columns)
    more = f", row_number() OVER () AS number, concat_ws(', ', {fields}) AS text"
    return f"""
        SELECT number, reason, text
        FROM (SELECT number, text, {_REASON} AS reason FROM ({_texts(reading, columns, more)}))
        WHERE reason <> 0 LIMIT {rows}"""


def tally(reading: Reading, columns: RatingsColumns) -> str:
    """Create ``tally``: the histogram and the item counts, from one scan of the ratings."""
    return f"""
        CREATE OR REPLACE TABLE tally AS
        SELECT user_id, item_id, rating, count(*) AS n, grouping(item_id) AS by_user
        FROM (SELECT CASE WHEN reason = 0 THEN user_id END AS user_id,
                     CASE WHEN reason = 0 THEN item_id END AS item_id,
                     CASE WHEN reason = 0 THEN rating ELSE reason END AS rating
              FROM ({valid_ratings(reading, columns)}))
        GROUP BY GROUPING SETS ((user_id, rating), (item_id))"""


TALLY_VIEWS = (
    """CREATE OR REPLACE VIEW histogram AS
       SELECT user_id, rating, n FROM tally WHERE by_user = 1 AND user_id IS NOT NULL""",
    """CREATE OR REPLACE VIEW item_counts AS
       SELECT item_id, n FROM tally WHERE by_user = 0 AND item_id IS NOT NULL""",
)

LEFT_OUT = "SELECT CAST(rating AS INTEGER), n FROM tally WHERE by_user = 1 AND user_id IS NULL ORDER BY 1"

RATINGS = "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM histogram"

RATING_FREQUENCIES = "SELECT rating, CAST(sum(n) AS BIGINT) AS n FROM histogram GROUP BY rating ORDER BY rating"

RATINGS_BY_ITEM = "SELECT n FROM item_counts ORDER BY n"


def largest_integer_id(column: str, table: str) -> str:
    """The largest absolute id of a column, or NULL as soon as one id is no canonical 64-bit integer."""
    return f"""
        SELECT CASE WHEN bool_and(CAST(TRY_CAST({column} AS BIGINT) AS VARCHAR) IS NOT DISTINCT FROM {column})
                    THEN max(abs(CAST(TRY_CAST({column} AS BIGINT) AS HUGEINT))) END
        FROM {table}"""


def all_ids(reading: Reading, columns: RatingsColumns) -> str:
    """Rows ``(user_id, item_id)`` of a table in which every row is a rating: no need to look at the ratings again."""
    return f"""
        SELECT {id_text(reading, columns.user)} AS user_id, {id_text(reading, columns.item)} AS item_id
        FROM {reading.relation}"""


def valid_ids(reading: Reading, columns: RatingsColumns) -> str:
    """Rows ``(user_id, item_id)`` of the rows that are ratings."""
    return f"SELECT user_id, item_id FROM ({valid_rows(reading, columns)})"


def distinct_pairs(ids: str, user_type: str, item_type: str) -> str:
    """Each pair of ``ids`` once, with the ids in the narrowest types that hold them."""
    return f"""
        SELECT DISTINCT CAST(user_id AS {user_type}) AS user_id, CAST(item_id AS {item_type}) AS item_id
        FROM ({ids})"""


def items_by_user(pairs: str) -> str:
    """Create ``user_items``: how many different items each user rated."""
    return f"""
        CREATE OR REPLACE TABLE user_items AS
        SELECT CAST(user_id AS VARCHAR) AS user_id, count(*) AS items FROM ({pairs}) GROUP BY user_id"""


ITEMS_BY_USER_WITHOUT_DUPLICATES = """
    CREATE OR REPLACE VIEW user_items AS
    SELECT user_id, CAST(sum(n) AS BIGINT) AS items FROM histogram GROUP BY user_id"""
"""``user_items`` where no pair occurs twice: as many items as ratings."""


def in_span(rating: str, span: Span) -> str:
    """A rating, or the end of the span where it lies beyond."""
    return f"least(greatest({rating}, CAST({span.low!r} AS DOUBLE)), CAST({span.high!r} AS DOUBLE))"


def ratings_of_user(user: str) -> str:
    """How often a user gave each rating, ascending by rating."""
    return f"SELECT rating, CAST(n AS BIGINT) AS n FROM histogram WHERE user_id = {literal(user)} ORDER BY rating"


RATINGS_OF_USERS = """
    SELECT rating, CAST(sum(n) AS BIGINT) AS n FROM histogram
    WHERE user_id IN (SELECT unnest(CAST($1 AS VARCHAR[]))) GROUP BY rating ORDER BY rating"""
"""How often the users of a list of ids gave each rating, ascending by rating."""


def rated_titles(
    user: str, ratings: Reading, columns: RatingsColumns, items: Reading | None, item_columns: ItemsColumns, rows: int
) -> str:
    """Rows ``(title, rating, high, low)`` of a user: the title's place, from 1, among the highest and among the lowest
    rated; the item's id where there is no title.
    """
    rated = f"""
        SELECT item_id, rating FROM ({valid_ratings(ratings, columns)})
        WHERE reason = 0 AND user_id = {literal(user)}"""
    titled = f"SELECT item_id AS title, rating FROM ({rated})"
    if items is not None:
        titles = f"""
            SELECT {id_text(items, item_columns.item)} AS item_id,
                   min(CAST({identifier(item_columns.title)} AS VARCHAR)) AS title
            FROM {items.relation} GROUP BY 1"""
        titled = f"""
            SELECT coalesce(nullif(title, ''), item_id) AS title, rating
            FROM ({rated}) LEFT JOIN ({titles}) USING (item_id)"""
    return f"""
        SELECT title, rating, row_number() OVER (ORDER BY rating DESC, title) AS high,
               row_number() OVER (ORDER BY rating, title) AS low
        FROM ({titled}) QUALIFY least(high, low) <= {rows} ORDER BY high"""


def first_rows(reading: Reading, columns: tuple[str, ...], rows: int) -> str:
    """The first rows of a table, as they are written."""
    texts = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in columns)
    return f"SELECT {texts} FROM {reading.relation} LIMIT {rows}"


def catalogue_size(reading: Reading, columns: ItemsColumns) -> str:
    """How many different items an items table lists; what else is read later is read, for its encoding."""
    later = ", ".join(f"count({identifier(name)})" for name in (columns.title, columns.genres) if name is not None)
    return f"SELECT count(DISTINCT nullif({id_text(reading, columns.item)}, '')), {later} FROM {reading.relation}"
