"""The tastes of the segments of an analysis, asked of the ratings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.data.dataset import Dataset
from core.engine.engine import Aggregate
from core.engine.passes import Pass
from core.engine.tastes import TitlesAsked
from core.features.catalogue import FEATURES
from core.features.notebook import NUM_RATINGS
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop
from core.tastes.counted import Counted, Totals, counted, groups_of, strata_of, totals_of
from core.tastes.odds import odds_of
from core.tastes.rated import higher
from core.tastes.tastes import SegmentTastes, Taste, Tastes
from core.tastes.testing import adjusted
from core.text import clean

if TYPE_CHECKING:
    from core.analysis import Analysis

LEAST_USERS = 20
"""What fewer users rated is not compared."""

MOST_TITLES = 3_000
"""So many titles are compared: those that most users rated, so that the choice does not depend on the segments."""

_POPULARITY = {Aggregate.LOG_POPULARITY, Aggregate.POPULAR}

SHOWN_TITLES = 10
"""So many titles of a segment are told at each end."""


def tastes_of(
    dataset: Dataset,
    analysis: Analysis,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Tastes:
    """What the segments of an analysis of this dataset rate more, less, higher or lower than the others do.

    Raises:
        UnreadableDatasetError: a file is no longer what it was.
        Cancelled: ``should_stop`` said yes.
    """
    source, k = dataset.source, analysis.k
    has_items = source.items is not None
    has_genres = has_items and source.items_columns.genres is not None
    about_genres, about_titles = _about(analysis.preset.features)
    if k == 1:
        return Tastes((SegmentTastes(0, (), ()),), 0, 0.0, has_items, has_genres)
    users, overview = analysis.description.features, analysis.description.overview
    strata = strata_of(users.columns[NUM_RATINGS.name])
    groups = groups_of(users.ids, analysis.partition.labels, k, strata)
    span = overview.scale.span(overview.rating_min, overview.rating_max)
    asked, watch = TitlesAsked(MOST_TITLES, LEAST_USERS), Watch("Asking what segments like", progress, should_stop)
    with dataset.read_again():
        counts = dataset.engine.tastes(source, groups, asked, span, watch)
    totals = totals_of(counts, groups, strata)
    titles = counted(counts.titles, totals, LEAST_USERS, totals.expected_raters)
    genres = None if counts.genres is None else counted(counts.genres, totals, LEAST_USERS, totals.expected_keen)
    p_genres, p_titles = _p_values(None if about_genres else genres, None if about_titles else titles)
    return Tastes(
        tuple(
            SegmentTastes(
                segment,
                () if genres is None else _tastes(genres, totals, segment, p_genres),
                _told(_tastes(titles, totals, segment, p_titles)),
            )
            for segment in range(k)
        ),
        sum(p.size for p in (p_genres, p_titles) if p is not None),
        span.high - span.low,
        has_items,
        has_genres,
        about_genres,
        about_titles,
    )


def _about(features: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the features are called that are made of genres, and those made of which titles a user rates: genres too,
    since a title brings them along.
    """
    used = [FEATURES[name] for name in features]
    genres = tuple(one.title for one in used if Pass.GENRES in one.passes)
    return genres, (*genres, *(one.title for one in used if _POPULARITY & set(one.needs)))


def _p_values(*tables: Counted | None) -> tuple[np.ndarray | None, ...]:
    """P-values (things, segments) of each table that is tested, adjusted over all of them."""
    tested = [table.p for table in tables if table is not None]
    if not tested:
        return tuple(None for _ in tables)
    parts = iter(np.split(adjusted(np.concatenate(tested)), np.cumsum([len(p) for p in tested])[:-1]))
    return tuple(None if table is None else next(parts) for table in tables)


def _tastes(found: Counted, totals: Totals, segment: int, p: np.ndarray | None) -> tuple[Taste, ...]:
    """All of a segment, the most over-represented first."""
    ratings = found.ratings[:, segment]
    all_ratings, everybody = int(totals.ratings[segment].sum()), int(totals.ratings.sum())
    odds = odds_of(ratings, found.ratings.sum(axis=1) - ratings, all_ratings, everybody - all_ratings)
    differences = higher(found, totals, segment)
    return tuple(
        Taste(
            key=str(found.keys[i]),
            name=clean(str(found.names[i])),
            users=int(found.users[i, segment]),
            keen=int(found.keen[i, segment]),
            expected=float(found.expected[i, segment]),
            share=float(odds.share[i]),
            share_of_others=float(odds.share_of_others[i]),
            lift=float(odds.lift[i]),
            log_odds=float(odds.log_odds[i]),
            z=float(odds.z[i]),
            p=None if p is None else float(p[i, segment]),
            higher=float(differences[i]),
        )
        for i in np.argsort(-odds.z, kind="stable").tolist()
    )


def _told(titles: Sequence[Taste]) -> tuple[Taste, ...]:
    """The titles that differ most at both ends, notable ones before others."""
    more = sorted((one for one in titles if one.z > 0), key=lambda one: (not one.notable, -one.z))[:SHOWN_TITLES]
    less = sorted((one for one in titles if one.z < 0), key=lambda one: (not one.notable, one.z))[:SHOWN_TITLES]
    return (*more, *reversed(less))
