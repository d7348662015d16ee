"""The engine in this process: DuckDB answers the questions, out of core."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

import numpy as np

from core.engine.duckdb import sql
from core.engine.duckdb.connection import Connection
from core.engine.duckdb.failures import QuotedLineEndsError
from core.engine.duckdb.reading import Reading, of_json, of_parquet, of_text
from core.engine.engine import Aggregate, Count, LeftOutRow, RatingFrequencies, Reason, UserAggregates
from core.progress import Progress, ProgressCallback, Watch
from core.sources.source import FrameTable, JsonTable, ParquetTable, RatingsColumns, Source, Table, TextTable
from core.workspace import Workspace

Result = TypeVar("Result")

_INT32_MAX = 2**31 - 1

_MOST_IN_PARALLEL = 100
"""Wider text is read by one thread: each holds 100 KiB for every column (measured), whether it is wanted or not."""


class DuckDBEngine:
    """An `core.engine.engine.Engine`; what does not fit into memory it spills to the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connection = Connection(workspace)
        self._readings: dict[Table, Reading] = {}
        self._in_order: set[Table] = set()
        self._user_type = sql.TEXT

    def close(self) -> None:
        """Stop what is running and forget everything; closing twice is harmless."""
        self._connection.close()

    def first_rows(self, table: Table, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows of a table as they are written."""
        return self._read(
            table, lambda reading: self._connection.rows_in_order(sql.first_rows(reading, table.columns, rows))
        )

    def catalogue_size(self, table: Table, item: str) -> int:
        """How many different items an items table lists."""
        [(size,)] = self._read(table, lambda reading: self._connection.rows(sql.catalogue_size(reading, item)))
        return int(size)

    def count(self, source: Source, watch: Watch) -> Count:
        """Count the ratings: one scan for users and items, one for pairs that occur twice."""
        return self._read(source.ratings, lambda reading: self._count(reading, source.ratings_columns, watch))

    def _count(self, reading: Reading, columns: RatingsColumns, watch: Watch) -> Count:
        run = self._connection
        run.execute(sql.tally(reading, columns), replace(watch, progress=_of_the_scan(watch.progress)))
        for view in sql.TALLY_VIEWS:
            run.execute(view)

        left_out = {sql.REASONS[number]: n for number, n in run.rows(sql.LEFT_OUT)}
        if Reason.UNCLOSED_QUOTE in left_out:
            lines = run.rows(sql.lines_behind_quotes(reading), replace(watch, task="Counting lines behind quotes"))
            [(left_out[Reason.UNCLOSED_QUOTE],)] = lines
        [(ratings,)] = run.rows(sql.RATINGS)
        if not ratings:
            return Count(left_out, 0)

        [(largest_user,)] = run.rows(sql.largest_integer_id("user_id", "histogram"))
        [(largest_item,)] = run.rows(sql.largest_integer_id("item_id", "item_counts"))
        ids = sql.valid_ids(reading, columns) if left_out else sql.all_ids(reading, columns)
        pairs = sql.distinct_pairs(ids, _narrowest(largest_user), _narrowest(largest_item))
        [(distinct,)] = run.rows(f"SELECT count(*) FROM ({pairs})", replace(watch, task="Looking for duplicates"))
        if distinct == ratings:
            run.execute(sql.ITEMS_BY_USER_WITHOUT_DUPLICATES)
        else:
            run.execute(sql.items_by_user(pairs), replace(watch, task="Counting items by user"))
        self._user_type = sql.TEXT if largest_user is None else sql.INTEGER
        return Count(left_out, ratings, ratings - distinct)

    def rating_frequencies(self) -> RatingFrequencies:
        """How often each rating occurs."""
        return self._frequencies(sql.RATING_FREQUENCIES)

    def ratings_of_user(self, user: str) -> RatingFrequencies:
        """How often a user gave each rating."""
        return self._frequencies(sql.ratings_of_user(user))

    def _frequencies(self, query: str) -> RatingFrequencies:
        columns = self._connection.columns(query)
        return RatingFrequencies(columns["rating"], columns["n"])

    def ratings_by_item(self) -> np.ndarray:
        """How many ratings each rated item got, ascending."""
        return self._connection.columns(sql.RATINGS_BY_ITEM)["n"]

    def user_aggregates(self, wanted: Collection[Aggregate], watch: Watch) -> UserAggregates:
        """The wanted aggregates of every user's ratings."""
        table = self._connection.columns(sql.user_aggregates(wanted, self._user_type), watch)
        return UserAggregates(table["user_id"], {name: np.asarray(table[name]) for name in wanted})

    def first_left_out(self, source: Source, rows: int, watch: Watch) -> list[LeftOutRow]:
        """The first rows that are no ratings."""
        found = self._read(
            source.ratings,
            lambda reading: self._connection.rows_in_order(
                sql.first_left_out(reading, source.ratings_columns, rows), watch
            ),
        )
        return [LeftOutRow(number, sql.REASONS[reason], text) for number, reason, text in found]

    def highest_rated(self, source: Source, user: str, rows: int, watch: Watch) -> list[tuple[str, float]]:
        """Titles and ratings of what a user rated highest."""
        items = None if source.items is None else self._reading(source.items)
        return self._read(
            source.ratings,
            lambda reading: self._connection.rows(
                sql.highest_rated(user, reading, source.ratings_columns, items, source.items_columns, rows), watch
            ),
        )

    def _read(self, table: Table, work: Callable[[Reading], Result]) -> Result:
        """What ``work`` makes of a table, read in order where its fields turn out to hold line ends.

        That takes twice as long, and DuckDB says only in the midst of a scan that it is needed.
        """
        try:
            return work(self._reading(table))
        except QuotedLineEndsError:
            if not isinstance(table, TextTable) or table in self._in_order:
                raise
        self._in_order.add(table)
        del self._readings[table]
        return work(self._reading(table))

    def _reading(self, table: Table) -> Reading:
        if table not in self._readings:
            self._readings[table] = self._new_reading(table)
        return self._readings[table]

    def _new_reading(self, table: Table) -> Reading:
        if isinstance(table, FrameTable):
            name = f"frame_{len(self._readings)}"
            self._connection.register(name, table.frame)
            return Reading(name, table.columns)
        path = self._workspace.plainly_named(table.path.absolute())
        if isinstance(table, ParquetTable):
            return of_parquet(table, path)
        if isinstance(table, JsonTable):
            return of_json(table, path)
        parallel = len(table.columns) <= _MOST_IN_PARALLEL and table not in self._in_order
        return of_text(table, path, parallel=parallel)


def _of_the_scan(progress: ProgressCallback) -> ProgressCallback:
    """Progress of the scan alone: DuckDB takes it for a quarter of a query with two grouping sets (measured on tables
    of 2, 8 and 30 million rows), and the rest takes no time."""

    def report(share: Progress) -> None:
        progress(replace(share, fraction=None if share.fraction is None else min(1.0, 4 * share.fraction)))

    return report


def _narrowest(largest: int | None) -> str:
    """The narrowest type for ids up to ``largest``; text where there is none."""
    if largest is None:
        return sql.TEXT
    return "INTEGER" if largest <= _INT32_MAX else sql.INTEGER
