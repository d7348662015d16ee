"""What is in the table: counts, sparsity, range and the four distributions of the notebook."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

import numpy as np

from core.data.dataset import Dataset
from core.data.histogram import (
    MAX_RATING_VALUES,
    RATING_BINS,
    Distribution,
    distribution,
    histogram,
    rating_distribution,
)
from core.data.scale import RatingScale, rating_scale
from core.logs import log_each
from core.sources.source import Table
from core.text import clean

logger = logging.getLogger("segscope.overview")

COUNT_BINS = 50
AVERAGE_BINS = 30
SAMPLE_ROWS = 100
"""So many first rows of a table are shown: they fill a large screen."""


@dataclass(frozen=True)
class RatingCounts:
    """How often each rating occurs, ascending; where ``binned``, ``values`` are the lower edges of equal bins."""

    values: tuple[float, ...]
    counts: tuple[int, ...]
    binned: bool


@dataclass(frozen=True)
class SampleTable:
    """The first rows of a table, as text that is safe to show."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Overview:
    """The dataset in figures. ``catalogue_items`` and ``items_sample`` are None without an items table.

    ``rating_distribution`` is how ratings are drawn that are too many for a bar each, else None.
    """

    users: int
    items: int
    catalogue_items: int | None
    ratings: int
    sparsity_percent: float
    rating_min: float
    rating_max: float
    rating_mean: float
    rating_counts: RatingCounts
    rating_distribution: Distribution | None
    scale: RatingScale
    ratings_per_user: Distribution
    ratings_per_item: Distribution
    average_per_user: Distribution
    ratings_sample: SampleTable
    items_sample: SampleTable | None


def overview_of(dataset: Dataset, ratings_per_user: np.ndarray, average_per_user: np.ndarray) -> Overview:
    """The overview of a dataset; of each user it takes how many ratings they gave, and the mean of these.

    Sparsity is the share of the users × rated items without a rating, in percent. Where no pair occurs twice that is
    the notebook's figure; a pair counts once here, so it never falls below zero.
    """
    with dataset.read_again():
        ratings_sample = _sample(dataset, dataset.source.ratings)
        items_sample = None if dataset.source.items is None else _sample(dataset, dataset.source.items)
    frequencies = dataset.engine.rating_frequencies()
    values, counts = frequencies.values, frequencies.counts
    ratings_per_item = dataset.engine.ratings_by_item()
    ratings = int(counts.sum())
    users, items = len(ratings_per_user), len(ratings_per_item)
    overview = Overview(
        users=users,
        items=items,
        catalogue_items=dataset.catalogue_items,
        ratings=ratings,
        sparsity_percent=(1 - (ratings - dataset.quality.duplicate_pairs) / (users * items)) * 100,
        rating_min=float(values[0]),
        rating_max=float(values[-1]),
        rating_mean=math.fsum(values * (counts / ratings)),
        rating_counts=_rating_counts(values, counts),
        rating_distribution=rating_distribution(values, counts),
        scale=rating_scale(values, counts),
        ratings_per_user=distribution(ratings_per_user, COUNT_BINS),
        ratings_per_item=distribution(ratings_per_item, COUNT_BINS),
        average_per_user=distribution(average_per_user, AVERAGE_BINS),
        ratings_sample=ratings_sample,
        items_sample=items_sample,
    )
    log_each(logger, log_lines(overview))
    return overview


def _rating_counts(values: np.ndarray, counts: np.ndarray) -> RatingCounts:
    if len(values) <= MAX_RATING_VALUES:
        return RatingCounts(tuple(values.tolist()), tuple(counts.tolist()), binned=False)
    binned, edges = histogram(values, RATING_BINS, weights=counts)
    return RatingCounts(tuple(edges[:-1].tolist()), tuple(binned.astype(np.int64).tolist()), binned=True)


def _sample(dataset: Dataset, table: Table) -> SampleTable:
    rows = dataset.engine.first_rows(table, SAMPLE_ROWS)
    return SampleTable(
        columns=tuple(clean(name) for name in table.columns),
        rows=tuple(tuple("" if value is None else clean(value) for value in row) for row in rows),
    )


def log_lines(overview: Overview) -> list[str]:
    """What the log says of the dataset's figures."""
    distributions = (
        ("Ratings per user", overview.ratings_per_user),
        ("Ratings per movie", overview.ratings_per_item),
        ("Average rating per user", overview.average_per_user),
    )
    return [
        f"Total Users: {overview.users}",
        f"Total Movies: {overview.items}",
        f"Total Ratings: {overview.ratings}",
        f"Sparsity: {overview.sparsity_percent:.2f}%",
        f"Average Rating: {overview.rating_mean:.2f}",
        *(
            f"{title}: min={shown.minimum:.6g}, max={shown.maximum:.6g}, mean={shown.mean:.2f}"
            for title, shown in distributions
        ),
    ]
