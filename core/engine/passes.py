"""Which questions one scan of the ratings answers together."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from core.engine.engine import Aggregate


class Pass(StrEnum):
    """What an aggregate is taken from.

    ``COUNTED`` was counted when the dataset was opened, and needs no further scan. ``TITLES`` takes two: what each
    title got, then what each user gave; ``GENRES`` go along with the second one. ``TIMES`` takes one of its own.
    """

    COUNTED = "what was counted"
    TITLES = "titles"
    GENRES = "genres"
    TIMES = "times"


_PASSES = {
    Pass.TITLES: (
        Aggregate.RESIDUALS,
        Aggregate.RESIDUAL_SQUARES,
        Aggregate.TITLE_ERRORS,
        Aggregate.LOG_POPULARITY,
        Aggregate.POPULAR,
    ),
    Pass.GENRES: (Aggregate.GENRE_ENTROPY, Aggregate.TOP_GENRE_SHARE, Aggregate.TOP_GENRE),
    Pass.TIMES: (Aggregate.FIRST_TIME, Aggregate.LAST_TIME, Aggregate.ACTIVE_DAYS),
}

LEVELS = frozenset((Aggregate.RESIDUALS, Aggregate.RESIDUAL_SQUARES, Aggregate.TITLE_ERRORS))
"""Those that compare ratings with what their titles got: only they need the first of the two scans."""


def pass_of(aggregate: Aggregate) -> Pass:
    """What an aggregate is taken from."""
    return next((name for name, members in _PASSES.items() if aggregate in members), Pass.COUNTED)


def passes_of(aggregates: Collection[Aggregate]) -> frozenset[Pass]:
    """What all of these are taken from."""
    return frozenset(map(pass_of, aggregates))


def taken_from(aggregates: Collection[Aggregate], *passes: Pass) -> tuple[Aggregate, ...]:
    """Those of the aggregates that one of these passes answers."""
    return tuple(name for name in aggregates if pass_of(name) in passes)
