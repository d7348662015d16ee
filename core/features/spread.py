"""Features of how much and how variedly a user rates: they come from the histogram of the ratings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.engine.engine import Aggregate
from core.features import clauses
from core.features.feature import Feature, FeatureCode, Units, as_it_is

if TYPE_CHECKING:
    import numpy as np

PRIOR_RATINGS = 10
"""So many ratings with the usual spread are added to a user's own."""

SCORES = 'ratings["score"] = ratings["rating"].clip(LOW, HIGH)  # beyond the scale: its end'
"""Code that takes ratings beyond the scale for its ends."""


def _log_count(ratings: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(np.log1p(ratings))


def _root(ratings: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(np.sqrt(ratings))


def shrunken(squares: np.ndarray, ratings: np.ndarray) -> np.ndarray:
    """Standard deviations from sums of squares, drawn to the variance within all users: 0 where nobody rated twice."""
    import numpy as np

    pooled = squares.sum() / max((ratings - 1).sum(), 1)
    return np.asarray(np.sqrt((squares + PRIOR_RATINGS * pooled) / (ratings - 1 + PRIOR_RATINGS)))


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A part of each user's ratings."""
    import numpy as np

    return np.asarray(part / whole)


def _scores(median: float, everyone: float, units: Units) -> str:
    """``their ratings spread evenly over about 5 scores, the median user's over 4``: 2 to the entropy."""
    ours, all_users = formats.told_apart(2**median, 2**everyone, fewest=0)
    return f"their ratings spread evenly over about {ours} scores, the median user's over {all_users}"


def _top(median: float, everyone: float, units: Units) -> str:
    """``41 % of their ratings are top scores, the median user's 14 %``."""
    ours, all_users = clauses.percents(median, everyone)
    return f"{ours} of their ratings are top scores, the median user's {all_users}"


def _bottom(median: float, everyone: float, units: Units) -> str:
    ours, all_users = clauses.percents(median, everyone)
    return f"{ours} of their ratings are bottom scores, the median user's {all_users}"


LOG_NUM_RATINGS = Feature(
    name="log_num_ratings",
    title="Log number of ratings",
    short="log ratings",
    unit="ln(1 + ratings)",
    definition="The natural logarithm of 1 + the number of the user's ratings.",
    low="few ratings",
    high="many ratings",
    needs=(Aggregate.RATINGS,),
    formula=_log_count,
    shown_as="num_ratings",
    on_request=True,
    code=FeatureCode(
        "Log number of ratings",
        "Log number of ratings per user",
        then='users["log_num_ratings"] = np.log1p(ratings.groupby("user").size())',
    ),
)

ROOT_NUM_RATINGS = Feature(
    name="root_num_ratings",
    title="Root of number of ratings",
    short="root ratings",
    unit="√ratings",
    definition="The square root of the number of the user's ratings.",
    source="Bartlett, The Square Root Transformation in Analysis of Variance, 1936",
    low="few ratings",
    high="many ratings",
    needs=(Aggregate.RATINGS,),
    formula=_root,
    shown_as="num_ratings",
    on_request=True,
    code=FeatureCode(
        "Root of number of ratings",
        "Root of number of ratings per user",
        then='users["root_num_ratings"] = np.sqrt(ratings.groupby("user").size())',
    ),
)

SHRUNKEN_STD = Feature(
    name="shrunken_std",
    title="Shrunken std dev",
    short="shrunken sd",
    unit="rating points",
    definition="The standard deviation of the user's ratings, with 10 more ratings that spread as within all users.",
    source="Smyth, Linear Models and Empirical Bayes Methods, 2004",
    low="similar ratings",
    high="varied ratings",
    needs=(Aggregate.SQUARES_IN_SPAN, Aggregate.RATINGS),
    formula=shrunken,
    clause=clauses.spread,
    shown_as="std_rating",
    on_request=True,
    code=FeatureCode(
        "Shrunken standard deviation",
        "Shrunken standard deviation per user",
        on_scale=True,
        before=(SCORES,),
        then=f"""\
by_user = ratings.groupby("user")["score"]
squares, more = by_user.var(ddof=0) * by_user.count(), by_user.count() - 1
pooled = squares.sum() / max(more.sum(), 1)
users["shrunken_std"] = np.sqrt((squares + {PRIOR_RATINGS} * pooled) / (more + {PRIOR_RATINGS}))""",
        why=f"The shrunken standard deviation adds {PRIOR_RATINGS} ratings of the usual spread to each user's own.",
    ),
)

RATING_ENTROPY = Feature(
    name="rating_entropy",
    title="Entropy of ratings",
    short="entropy",
    unit="bits",
    definition="How evenly the user uses the different ratings: the Shannon entropy of their shares.",
    source="Shannon, A Mathematical Theory of Communication, 1948",
    low="few different scores",
    high="many different scores",
    needs=(Aggregate.ENTROPY,),
    formula=as_it_is,
    clause=_scores,
    on_request=True,
    code=FeatureCode(
        "Entropy of ratings (bits)",
        "Entropy of ratings per user",
        then="""\
shares = ratings.groupby("user")["rating"].value_counts(normalize=True)
users["rating_entropy"] = -(shares * np.log2(shares)).groupby(level="user").sum()""",
    ),
)

TOP_SHARE = Feature(
    name="top_share",
    title="Share of top scores",
    short="top share",
    unit="share of ratings",
    definition="The share of the user's ratings in the highest tenth of the scale; 0 where all ratings are equal.",
    low="few top scores",
    high="many top scores",
    needs=(Aggregate.TOP, Aggregate.RATINGS),
    formula=share,
    clause=_top,
    on_request=True,
    code=FeatureCode(
        "Share of top scores",
        "Share of top scores per user",
        column="is_top",
        function="mean",
        on_scale=True,
        before=('ratings["is_top"] = (LOW < HIGH) & (ratings["rating"] >= HIGH - (HIGH - LOW) / 10)',),
    ),
)

BOTTOM_SHARE = Feature(
    name="bottom_share",
    title="Share of bottom scores",
    short="bottom share",
    unit="share of ratings",
    definition="The share of the user's ratings in the lowest tenth of the scale; 0 where all ratings are equal.",
    low="few bottom scores",
    high="many bottom scores",
    needs=(Aggregate.BOTTOM, Aggregate.RATINGS),
    formula=share,
    clause=_bottom,
    on_request=True,
    code=FeatureCode(
        "Share of bottom scores",
        "Share of bottom scores per user",
        column="is_bottom",
        function="mean",
        on_scale=True,
        before=('ratings["is_bottom"] = (LOW < HIGH) & (ratings["rating"] <= LOW + (HIGH - LOW) / 10)',),
    ),
)
