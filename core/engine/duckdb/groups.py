"""How DuckDB is asked what groups of users rate: two scans of the ratings, and one or two of the items table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from core.engine.duckdb import tastes, titles
from core.engine.duckdb.connection import Connection
from core.engine.duckdb.reading import Reading
from core.engine.engine import Span
from core.engine.tastes import GroupCounts, TasteCounts, TitlesAsked, UserGroups
from core.heavy import importing
from core.progress import Watch
from core.sources.source import Source, Table

Read = Callable[[Table, Callable[[Reading], None]], None]
"""Reads a table, and calls what is made of it."""


def taste_counts(
    connection: Connection,
    read: Read,
    source: Source,
    groups: UserGroups,
    asked: TitlesAsked,
    span: Span,
    watch: Watch,
) -> TasteCounts:
    """See `core.engine.engine.Engine.tastes`; the tables in between are forgotten again."""
    has_genres = source.items is not None and source.items_columns.genres is not None
    _name_groups(connection, groups)
    _count_titles(connection, read, source, span, watch)
    if has_genres:
        _read_genres(connection, read, source, watch)
    else:
        connection.execute(titles.NO_GENRES_ASKED)
    connection.execute(titles.titles(span))
    totals = connection.columns(tastes.totals(span), watch)
    genres = _genres(connection, read, source, groups, span, watch) if has_genres else None
    found = _titles(connection, read, source, groups, asked, span, watch)
    for statement in tastes.FORGET:
        connection.execute(statement)
    return TasteCounts(
        _dense(totals["ratings"], (totals["number"],), (groups.size,)),
        _dense(totals["beyond"], (totals["number"],), (groups.size,)),
        genres,
        found,
    )


def _name_groups(connection: Connection, groups: UserGroups) -> None:
    with importing():
        import pandas as pd
    frame = pd.DataFrame({"user_id": groups.ids.astype(object), "number": groups.numbers})
    connection.register(tastes.ASKED, frame)
    connection.execute(tastes.USER_GROUPS)


def _count_titles(connection: Connection, read: Read, source: Source, span: Span, watch: Watch) -> None:
    [(has_duplicates,)] = connection.rows(tastes.HAS_DUPLICATES)
    statement = tastes.group_titles_with_duplicates if has_duplicates else tastes.group_titles
    task = replace(watch, task="Reading what segments rate")
    read(
        source.ratings,
        lambda ratings: connection.execute(statement(ratings, source.ratings_columns, span), task),
    )
    connection.execute(tastes.TITLE_LEVELS)


def _read_genres(connection: Connection, read: Read, source: Source, watch: Watch) -> None:
    if source.items is not None:
        task = replace(watch, task="Reading genres")
        read(source.items, lambda items: connection.execute(titles.title_genres(items, source.items_columns), task))


def _genres(
    connection: Connection, read: Read, source: Source, groups: UserGroups, span: Span, watch: Watch
) -> GroupCounts:
    task = replace(watch, task="Reading which genres segments rate")
    read(
        source.ratings,
        lambda ratings: connection.execute(tastes.user_genres(ratings, source.ratings_columns), task),
    )
    names = connection.columns(tastes.GENRES)
    return _counts(names, connection.columns(tastes.genre_counts(span), task), groups.size)


def _titles(
    connection: Connection,
    read: Read,
    source: Source,
    groups: UserGroups,
    asked: TitlesAsked,
    span: Span,
    watch: Watch,
) -> GroupCounts:
    connection.execute(tastes.most_rated(asked.most, asked.least_users))
    found: list[Mapping[str, np.ndarray]] = []
    if source.items is None:
        found.append(connection.columns(tastes.UNTITLED))
    else:
        read(
            source.items,
            lambda items: found.append(connection.columns(tastes.titled(items, source.items_columns))),
        )
    return _counts(found[0], connection.columns(tastes.title_counts(span), watch), groups.size)


def _counts(names: Mapping[str, np.ndarray], rows: Mapping[str, np.ndarray], size: int) -> GroupCounts:
    shape, places = (len(names["thing"]), size), (rows["thing"], rows["number"])
    users, ratings, beyond, keen = (
        _dense(rows[name], places, shape) for name in ("users", "ratings", "beyond", "keen")
    )
    return GroupCounts(_texts(names["key"]), _texts(names["name"]), users, ratings, beyond, keen)


def _texts(values: np.ndarray) -> np.ndarray:
    return np.asarray(values).astype(object)


def _dense(values: np.ndarray, places: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """An array with these values in their places, and 0 elsewhere."""
    table = np.zeros(shape, values.dtype)
    table[tuple(np.asarray(one) for one in places)] = values
    return table
