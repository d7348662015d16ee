"""The engine in this process: DuckDB answers the questions, out of core."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TypeVar

import numpy as np

from core.engine.duckdb import moments, sql, times, titles
from core.engine.duckdb.connection import Connection
from core.engine.duckdb.failures import QuotedLineEndsError
from core.engine.duckdb.groups import taste_counts
from core.engine.duckdb.reading import Reading, of_json, of_parquet, of_text
from core.engine.engine import (
    Aggregate,
    Count,
    LeftOutRow,
    RatedTitles,
    RatingFrequencies,
    Reason,
    Span,
    UserAggregates,
)
from core.engine.passes import LEVELS, Pass, passes_of, taken_from
from core.engine.tastes import TasteCounts, TitlesAsked, UserGroups
from core.progress import Progress, ProgressCallback, Watch, raise_if_stopped
from core.sources.source import (
    FrameTable,
    ItemsColumns,
    JsonTable,
    ParquetTable,
    RatingsColumns,
    Source,
    Table,
    TextTable,
)
from core.workspace import Workspace

Result = TypeVar("Result")

_INT32_MAX = 2**31 - 1

_POLL_SECONDS = 0.05

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
        self._aggregating = Lock()

    def close(self) -> None:
        """Stop what is running and forget everything; closing twice is harmless."""
        self._connection.close()

    def first_rows(self, table: Table, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows of a table as they are written."""
        return self._read(
            table, lambda reading: self._connection.rows_in_order(sql.first_rows(reading, table.columns, rows))
        )

    def catalogue_size(self, table: Table, columns: ItemsColumns) -> int:
        """How many different items an items table lists."""
        [(size, *_)] = self._read(table, lambda reading: self._connection.rows(sql.catalogue_size(reading, columns)))
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

    def ratings_of_users(self, users: np.ndarray) -> RatingFrequencies:
        """How often these users together gave each rating."""
        return self._frequencies(sql.RATINGS_OF_USERS, [list(map(str, users.tolist()))])

    def _frequencies(self, query: str, parameters: Sequence[object] = ()) -> RatingFrequencies:
        columns = self._connection.columns(query, parameters=parameters)
        return RatingFrequencies(columns["rating"], columns["n"])

    def ratings_by_item(self) -> np.ndarray:
        """How many ratings each rated item got, ascending."""
        return self._connection.columns(sql.RATINGS_BY_ITEM)["n"]

    def user_aggregates(
        self, source: Source, wanted: Collection[Aggregate], span: Span, watch: Watch
    ) -> UserAggregates:
        """The wanted aggregates of every user's ratings; who asks meanwhile waits, as the tables in between have one
        name.
        """
        with self._alone(watch):
            return self._user_aggregates(source, wanted, span, watch)

    def tastes(self, source: Source, groups: UserGroups, asked: TitlesAsked, span: Span, watch: Watch) -> TasteCounts:
        """What groups of users rate; who asks for aggregates meanwhile waits too."""
        with self._alone(watch):
            return taste_counts(self._connection, self._read, source, groups, asked, span, watch)

    @contextmanager
    def _alone(self, watch: Watch) -> Iterator[None]:
        while not self._aggregating.acquire(timeout=_POLL_SECONDS):
            raise_if_stopped(watch.should_stop)
        try:
            yield
        finally:
            self._aggregating.release()

    def _user_aggregates(
        self, source: Source, wanted: Collection[Aggregate], span: Span, watch: Watch
    ) -> UserAggregates:
        run, passes = self._connection, passes_of(wanted)
        counted = taken_from(wanted, Pass.COUNTED)
        tables = [run.columns(moments.aggregates(counted, span, self._user_type), watch)]
        if passes & {Pass.TITLES, Pass.GENRES}:
            tables.append(self._beside_titles(source, taken_from(wanted, Pass.TITLES, Pass.GENRES), span, watch))
        if Pass.TIMES in passes:
            tables.append(self._times(source, taken_from(wanted, Pass.TIMES), watch))
        columns = {name: table[name] for table in tables for name in wanted if name in table}
        return UserAggregates(tables[0]["user_id"], {name: np.asarray(columns[name]) for name in wanted})

    def _beside_titles(
        self, source: Source, wanted: Collection[Aggregate], span: Span, watch: Watch
    ) -> Mapping[str, np.ndarray]:
        """Users beside the titles that they rated."""
        columns = source.ratings_columns
        if LEVELS.isdisjoint(wanted):
            self._connection.execute(titles.NO_LEVELS)
        else:
            self._scan(source.ratings, lambda ratings: titles.title_levels(ratings, columns, span), watch, "titles")
        if Pass.GENRES in passes_of(wanted) and source.items is not None:
            self._scan(source.items, lambda items: titles.title_genres(items, source.items_columns), watch, "genres")
        else:
            self._connection.execute(titles.NO_GENRES_ASKED)
        self._connection.execute(titles.titles(span))
        self._scan(
            source.ratings,
            lambda ratings: titles.user_titles(ratings, columns, wanted, span, self._user_type),
            watch,
            "users beside their titles",
        )
        found = self._connection.columns(titles.aggregates(wanted, span), watch)
        for statement in titles.FORGET:
            self._connection.execute(statement)
        return found

    def _times(self, source: Source, wanted: Collection[Aggregate], watch: Watch) -> Mapping[str, np.ndarray]:
        """When users rated."""
        columns = source.ratings_columns
        self._scan(source.ratings, lambda ratings: times.user_days(ratings, columns, self._user_type), watch, "times")
        found = self._connection.columns(times.aggregates(wanted), watch)
        self._connection.execute(times.FORGET)
        return found

    def _scan(self, table: Table, statement: Callable[[Reading], str], watch: Watch, what: str) -> None:
        """Run what makes a table of its own from one that is read."""
        task = replace(watch, task=f"Reading {what}")
        self._read(table, lambda reading: self._connection.execute(statement(reading), task))

    def first_left_out(self, source: Source, rows: int, watch: Watch) -> list[LeftOutRow]:
        """The first rows that are no ratings."""
        found = self._read(
            source.ratings,
            lambda reading: self._connection.rows_in_order(
                sql.first_left_out(reading, source.ratings_columns, rows), watch
            ),
        )
        return [LeftOutRow(number, sql.REASONS[reason], text) for number, reason, text in found]

    def rated_titles(self, source: Source, user: str, rows: int, watch: Watch) -> RatedTitles:
        """Titles that a user rated highest, and lowest."""
        items = None if source.items is None else self._reading(source.items)
        found = self._read(
            source.ratings,
            lambda reading: self._connection.rows(
                sql.rated_titles(user, reading, source.ratings_columns, items, source.items_columns, rows), watch
            ),
        )
        highest = tuple((title, rating) for title, rating, high, _ in found if high <= rows)
        lowest = sorted((low, title, rating) for title, rating, _, low in found if low <= rows)
        return RatedTitles(highest, tuple((title, rating) for _, title, rating in lowest))

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
            whole = self._new_reading(table)
            self._readings[table] = whole if table.period is None else times.within(whole, table.period)
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
