"""The catalogue of user features."""

from __future__ import annotations

from core.features import genres, notebook, spread, times, titles
from core.features.feature import Feature

FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        notebook.NUM_RATINGS,
        notebook.AVG_RATING,
        notebook.STD_RATING,
        notebook.MIN_RATING,
        notebook.MAX_RATING,
        notebook.NUM_MOVIES,
        notebook.RATING_RANGE,
        spread.LOG_NUM_RATINGS,
        spread.ROOT_NUM_RATINGS,
        titles.HARSHNESS,
        titles.RESIDUAL_STD,
        spread.SHRUNKEN_STD,
        spread.RATING_ENTROPY,
        spread.TOP_SHARE,
        spread.BOTTOM_SHARE,
        titles.POPULARITY,
        titles.POPULAR_SHARE,
        titles.MAINSTREAMNESS,
        genres.GENRE_ENTROPY,
        genres.TOP_GENRE_SHARE,
        times.TENURE_DAYS,
        times.RECENCY_DAYS,
        times.ACTIVE_DAYS,
        times.RATINGS_PER_ACTIVE_DAY,
    )
}
"""The catalogue, in the order of the table."""
