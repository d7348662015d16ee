"""Users beside the titles that they rated, in DuckDB's SQL.

Ratings become whole numbers first, parts of `UNIT` of the way from the lowest to the highest: sums of these are the
same on every run whatever the threads did. ``title_levels`` has a row for each item with the sum of its ratings,
``title_genres`` one for each item and genre of the items table, ``titles`` one for each item and genre with what a
rating of it counts, and ``user_titles`` the sums of these by user and genre.
"""

from __future__ import annotations

from collections.abc import Collection

from core.engine.duckdb import sql
from core.engine.duckdb.quoting import identifier
from core.engine.duckdb.reading import Reading
from core.engine.engine import TITLE_SHRINKAGE, Aggregate, Span
from core.sources.genres import MARGINS, NONE_LISTED, SEPARATORS
from core.sources.source import ItemsColumns, RatingsColumns

UNIT = 10**15

_WHOLE = 5_342_931_457_063_200
"""A rating's weight, shared by the genres of its title without remainder: it is divisible by 1 to 40."""


def title_levels(ratings: Reading, columns: RatingsColumns, span: Span) -> str:
    """Create ``title_levels``, from one scan of the ratings."""
    return f"""
        CREATE OR REPLACE TABLE title_levels AS
        SELECT item_id, sum({level(span)}) AS total FROM ({sql.valid_rows(ratings, columns)}) GROUP BY item_id"""


NO_LEVELS = "CREATE OR REPLACE TABLE title_levels AS SELECT item_id, 0 AS total FROM item_counts"
"""``title_levels`` where nothing is compared with them."""


def level(span: Span) -> str:
    """A rating as a whole number: how many of `UNIT` it lies above the lowest."""
    if span.low == span.high:
        return "CAST(0 AS BIGINT)"
    inside = sql.in_span("rating", span)
    return f"CAST(round(({inside} - {span.low!r}) / {span.high - span.low!r} * {UNIT}) AS BIGINT)"


def title_genres(items: Reading, columns: ItemsColumns) -> str:
    """Create ``title_genres``; of several rows of an item the first text counts that names a genre.

    A genre is a number, in the order of the names: users are grouped twice as fast by numbers.
    """
    text = f"CAST({identifier(columns.genres or '')} AS VARCHAR)"
    separator = " ".join(f"WHEN bool_or(contains(genres, '{one}')) THEN '{one}'" for one in SEPARATORS)
    margins = MARGINS.replace("'", "''")
    return f"""
        CREATE OR REPLACE TABLE title_genres AS
        WITH written AS (
            SELECT {sql.id_text(items, columns.item)} AS item_id, {text} AS genres FROM {items.relation}
        ), named AS (
            SELECT item_id, min(genres) AS genres FROM written
            WHERE trim(genres, '{margins}') NOT IN ('', '{NONE_LISTED}') GROUP BY item_id
        ), parted AS (
            SELECT item_id, string_split(genres, (SELECT CASE {separator} ELSE '|' END FROM named)) AS parts FROM named
        ), listed AS (
            SELECT item_id, list_sort(list_distinct(list_filter(
                list_transform(parts, lambda part: trim(part, '{margins}')), lambda part: part <> ''))) AS genres
            FROM parted
        )
        SELECT item_id, name, CAST(dense_rank() OVER (ORDER BY name) AS INTEGER) AS genre, weight, is_first
        FROM (SELECT item_id, unnest(genres) AS name, {_WHOLE} // len(genres) AS weight,
                     generate_subscripts(genres, 1) = 1 AS is_first
              FROM listed)"""


NO_GENRES_ASKED = """
    CREATE OR REPLACE TABLE title_genres AS
    SELECT '' AS item_id, '' AS name, 0 AS genre, 0 AS weight, true AS is_first LIMIT 0"""
"""``title_genres`` where nobody asks for them."""


def titles(span: Span) -> str:
    """Create ``titles`` from what was counted and the tables above: all but genres is on an item's first row."""
    return f"""
        CREATE OR REPLACE TABLE titles AS
        WITH overall AS (
            SELECT CAST(sum(n * CAST({level(span)} AS HUGEINT)) // sum(n) AS HUGEINT) AS mean FROM histogram
        ), popular AS (
            SELECT n FROM item_counts ORDER BY n DESC
            LIMIT 1 OFFSET (SELECT (count(*) + 9) // 10 - 1 FROM item_counts)
        ), facts AS (
            SELECT item_id, CAST(total / n AS DOUBLE) AS mean,
                   CAST(round((total - n * (SELECT mean FROM overall)) / (n + {TITLE_SHRINKAGE})) AS BIGINT) AS bias,
                   CAST(round(ln(1 + n) * {UNIT}) AS BIGINT) AS log_n,
                   CAST(n >= (SELECT n FROM popular) AS INTEGER) AS popular
            FROM item_counts JOIN title_levels USING (item_id)
        )
        SELECT item_id, mean, CAST((SELECT mean FROM overall) + bias AS BIGINT) AS usual,
               CAST(coalesce(is_first, true) AS INTEGER) AS one, one * log_n AS log_n, one * popular AS popular,
               genre, weight
        FROM facts LEFT JOIN title_genres USING (item_id)"""


def user_titles(
    ratings: Reading, columns: RatingsColumns, wanted: Collection[Aggregate], span: Span, id_type: str
) -> str:
    """Create ``user_titles``, from one scan of the ratings."""
    rows = f"SELECT user_id, item_id, {level(span)} AS level FROM ({sql.valid_rows(ratings, columns)})"
    sums = ", ".join(f"sum({_WHOLE_NUMBERS[name]}) AS {name}" for name in wanted if name in _WHOLE_NUMBERS)
    return f"""
        CREATE OR REPLACE TABLE user_titles AS
        SELECT CAST(user_id AS {id_type}) AS user_id, genre, {", ".join(filter(None, [sums, "sum(weight) AS weight"]))}
        FROM ({rows}) JOIN titles USING (item_id) GROUP BY ALL"""


def _squared(difference: str) -> str:
    return f"CAST(round(one * {difference} * {difference} / {UNIT}) AS BIGINT)"


_WHOLE_NUMBERS = {
    Aggregate.RESIDUALS: "one * (level - usual)",
    Aggregate.RESIDUAL_SQUARES: _squared("CAST(level - usual AS DOUBLE)"),
    Aggregate.TITLE_ERRORS: _squared("(level - mean)"),
    Aggregate.LOG_POPULARITY: "log_n",
    Aggregate.POPULAR: "popular",
}
"""What is summed of each rating: of units, but for those that are ratings already."""


def aggregates(wanted: Collection[Aggregate], span: Span) -> str:
    """One row a user, ascending by id, with a column for each aggregate."""
    width = span.high - span.low
    units = {
        Aggregate.RESIDUALS: width,
        Aggregate.RESIDUAL_SQUARES: width * width,
        Aggregate.TITLE_ERRORS: width * width,
        Aggregate.LOG_POPULARITY: 1.0,
    }
    in_units = (f"CAST(sum({name}) AS DOUBLE) / {UNIT} * {units[name]!r} AS {name}" for name in wanted if name in units)
    counts = (f"CAST(sum({name}) AS BIGINT) AS {name}" for name in wanted if name is Aggregate.POPULAR)
    columns = ", ".join(["user_id", *(_OF_GENRES.get(name, name) for name in wanted)])
    genres = "" if not set(wanted) & set(_OF_GENRES) else f"LEFT JOIN ({_GENRES}) USING (user_id)"
    return f"""
        SELECT {columns}
        FROM (SELECT {", ".join(["user_id", *in_units, *counts])} FROM user_titles GROUP BY user_id) {genres}
        ORDER BY user_id"""


_OF_GENRES = {
    Aggregate.GENRE_ENTROPY: f"coalesce(entropy, 0) AS {Aggregate.GENRE_ENTROPY}",
    Aggregate.TOP_GENRE_SHARE: f"coalesce(top_share, 0) AS {Aggregate.TOP_GENRE_SHARE}",
    Aggregate.TOP_GENRE: f"coalesce(top, '') AS {Aggregate.TOP_GENRE}",
}

_GENRES = """
    SELECT user_id, entropy, top_share, name AS top
    FROM (SELECT user_id, max(share) AS top_share, first(genre ORDER BY share DESC, genre) AS genre,
                 CASE WHEN count(*) = 1 THEN 0 ELSE -sum(share * log2(share) ORDER BY genre) END AS entropy
          FROM (SELECT user_id, genre, weight / sum(weight) OVER (PARTITION BY user_id) AS share
                FROM user_titles WHERE genre IS NOT NULL)
          GROUP BY user_id)
    JOIN (SELECT DISTINCT genre, name FROM title_genres) USING (genre)"""

FORGET = tuple(f"DROP TABLE IF EXISTS {table}" for table in ("title_levels", "title_genres", "titles", "user_titles"))
