"""Features of a user beside others: how they rate the same titles, and how many others rate these."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core import formats
from core.engine.engine import TITLE_SHRINKAGE, Aggregate
from core.features import clauses
from core.features.feature import Feature, FeatureCode, Units
from core.features.spread import PRIOR_RATINGS, SCORES, share, shrunken

if TYPE_CHECKING:
    import numpy as np

USER_SHRINKAGE = 10
"""So many ratings that are just as usual are added to a user's own."""


def _mean_residual(residuals: np.ndarray, ratings: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(residuals / (ratings + USER_SHRINKAGE))


def _spread_of_residuals(squares: np.ndarray, residuals: np.ndarray, ratings: np.ndarray) -> np.ndarray:
    """Around the user's own mean residual; rounding alone can leave less than nothing."""
    import numpy as np

    return shrunken(np.maximum(squares - residuals * residuals / ratings, 0), ratings)


def _root_mean(squares: np.ndarray, ratings: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(np.sqrt(squares / ratings))


def _beside_others(median: float, everyone: float, units: Units) -> str:
    """``they give about 0.4 stars less than others for the same titles, the median user 0.1 more``: it is shrunken."""
    ours, all_users = formats.told_apart(abs(median), abs(everyone))
    return (
        f"they give about {ours} {units.score} {_way(median)} than others for the same titles, "
        f"the median user {all_users} {_way(everyone)}"
    )


def _way(residual: float) -> str:
    return "less" if residual < 0 else "more"


def _distance(median: float, everyone: float, units: Units) -> str:
    """``their ratings lie 1.1 stars from their titles' means (RMSE), the median user's 0.9``."""
    ours, all_users = formats.told_apart(median, everyone)
    return f"their ratings lie {ours} {units.score} from their titles' means (RMSE), the median user's {all_users}"


def _typical_title(median: float, everyone: float, units: Units) -> str:
    """``a typical title of theirs has 35 ratings, one of the median user 90``."""
    ours, all_users = (clauses.rounded(math.expm1(value)) for value in (median, everyone))
    return f"a typical title of theirs has {ours} ratings, one of the median user {all_users}"


def _popular(median: float, everyone: float, units: Units) -> str:
    """``71 % of their ratings go to the most popular tenth of titles, 55 % of the median user's``."""
    ours, all_users = clauses.percents(median, everyone)
    return f"{ours} of their ratings go to the most popular tenth of titles, {all_users} of the median user's"


def _unsteadiness(median: float, everyone: float, units: Units) -> str:
    """``their ratings swing by 1.2 stars around what others give the same titles, the median user's by 0.9``."""
    ours, all_users = formats.told_apart(median, everyone)
    return (
        f"their ratings swing by {ours} {units.score} around what others give the same titles, the median user's by "
        f"{all_users}"
    )


_RESIDUALS = f"""\
mu = ratings["score"].mean()
by_title = (ratings["score"] - mu).groupby(ratings["item"])
usual = mu + by_title.transform("sum") / (by_title.transform("count") + {TITLE_SHRINKAGE})
ratings["residual"] = ratings["score"] - usual"""

_COUNTS = 'counts = ratings["item"].value_counts()'

HARSHNESS = Feature(
    name="harshness",
    title="Rating beside others",
    short="beside others",
    unit="rating points",
    definition="How much more than usual the user gives the same titles (below 0: less): the sum of rating − mean of "
    f"all − deviation of the title, over their number + {USER_SHRINKAGE}; a title's deviation is the sum of rating − "
    f"mean of all, over their number + {TITLE_SHRINKAGE}.",
    source="Koren, Factorization Meets the Neighborhood, 2008 (baseline estimates of BellKor)",
    low="harsh",
    high="generous",
    needs=(Aggregate.RESIDUALS, Aggregate.RATINGS),
    formula=_mean_residual,
    clause=_beside_others,
    on_request=True,
    code=FeatureCode(
        "Rating beside others",
        "Rating beside others, per user",
        column="residual",
        function="sum",
        on_scale=True,
        before=(SCORES, _RESIDUALS),
        then=f'users["harshness"] /= ratings.groupby("user").size() + {USER_SHRINKAGE}',
        why="Harshness compares a rating with what others give the same title; titles and users with few ratings count "
        "for less.",
    ),
)

RESIDUAL_STD = Feature(
    name="residual_std",
    title="Unsteadiness beside others",
    short="unsteadiness",
    unit="rating points",
    definition="The standard deviation of the user's ratings beside what is usual for their titles (see harshness), "
    f"with {PRIOR_RATINGS} more ratings that spread as within all users.",
    source="Koren, Factorization Meets the Neighborhood, 2008; Smyth, Linear Models and Empirical Bayes Methods, 2004",
    low="steady",
    high="unpredictable",
    needs=(Aggregate.RESIDUAL_SQUARES, Aggregate.RESIDUALS, Aggregate.RATINGS),
    formula=_spread_of_residuals,
    clause=_unsteadiness,
    on_request=True,
    code=FeatureCode(
        "Spread beside others",
        "Spread beside others, per user",
        on_scale=True,
        before=(SCORES, _RESIDUALS),
        then=f"""\
by_user = ratings.groupby("user")["residual"]
squares, more = by_user.var(ddof=0) * by_user.count(), by_user.count() - 1
pooled = squares.sum() / max(more.sum(), 1)
users["residual_std"] = np.sqrt((squares + {PRIOR_RATINGS} * pooled) / (more + {PRIOR_RATINGS}))""",
        why="The spread beside others leaves out how much titles differ, which a plain standard deviation takes for "
        f"the user's own; it adds {PRIOR_RATINGS} ratings of the usual spread to each user's own.",
    ),
)

MAINSTREAMNESS = Feature(
    name="mainstreamness",
    title="Distance from the mainstream",
    short="off mainstream",
    unit="rating points",
    definition="The root mean squared difference of the user's ratings from the means of their titles.",
    low="mainstream taste",
    high="a taste of their own",
    needs=(Aggregate.TITLE_ERRORS, Aggregate.RATINGS),
    formula=_root_mean,
    clause=_distance,
    on_request=True,
    code=FeatureCode(
        "RMSE to the titles' means",
        "RMSE to the titles' means, per user",
        column="squared_error",
        function="mean",
        on_scale=True,
        before=(
            SCORES,
            'means = ratings.groupby("item")["score"].transform("mean")\n'
            'ratings["squared_error"] = (ratings["score"] - means) ** 2',
        ),
        then='users["mainstreamness"] **= 0.5',
    ),
)

POPULARITY = Feature(
    name="popularity",
    title="Popularity of titles",
    short="popularity",
    unit="ln(1 + ratings)",
    definition="The mean of ln(1 + number of ratings) over the titles that the user rated.",
    low="niche titles",
    high="popular titles",
    needs=(Aggregate.LOG_POPULARITY, Aggregate.RATINGS),
    formula=share,
    clause=_typical_title,
    on_request=True,
    code=FeatureCode(
        "Popularity of titles (mean log count)",
        "Popularity of titles per user",
        column="log_count",
        function="mean",
        before=(_COUNTS, 'ratings["log_count"] = np.log1p(ratings["item"].map(counts))'),
    ),
)

POPULAR_SHARE = Feature(
    name="popular_share",
    title="Share of popular titles",
    short="popular",
    unit="share of ratings",
    definition="The share of the user's ratings that go to the tenth of the rated titles that has most ratings.",
    low="few popular titles",
    high="mostly popular titles",
    needs=(Aggregate.POPULAR, Aggregate.RATINGS),
    formula=share,
    clause=_popular,
    on_request=True,
    code=FeatureCode(
        "Share of popular titles",
        "Share of popular titles per user",
        column="is_popular",
        function="mean",
        before=(
            _COUNTS,
            'ratings["is_popular"] = ratings["item"].map(counts) >= counts.iloc[(len(counts) + 9) // 10 - 1]',
        ),
    ),
)
