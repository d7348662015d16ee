"""Features of the genres that a user rates; a title with several counts for each in equal shares."""

from __future__ import annotations

from core import formats
from core.engine.engine import Aggregate
from core.features import clauses
from core.features.feature import Feature, FeatureCode, Units, as_it_is


def _genres(median: float, everyone: float, units: Units) -> str:
    """``their ratings spread evenly over about 9 genres, the median user's over 7``: 2 to the entropy."""
    ours, all_users = formats.told_apart(2**median, 2**everyone, fewest=0)
    return f"their ratings spread evenly over about {ours} genres, the median user's over {all_users}"


def _top(median: float, everyone: float, units: Units) -> str:
    """``their top genre has 31 % of their ratings, the median user's 22 %``."""
    ours, all_users = clauses.percents(median, everyone)
    return f"their top genre has {ours} of their ratings, the median user's {all_users}"


_SHARES = """\
weights = ratings[["user", "item"]].merge(genres, on="item").groupby(["user", "genre"])["weight"].sum()
genre_shares = weights / weights.groupby(level="user").sum()"""
"""Code that makes ``genre_shares`` by user and genre, from ``genres`` (item, genre, weight)."""

GENRE_ENTROPY = Feature(
    name="genre_entropy",
    title="Entropy of genres",
    short="genre entropy",
    unit="bits",
    definition="How evenly the user's ratings spread over genres: the Shannon entropy of their shares, where a title "
    "counts for each of its genres equally; 0 where no title has any.",
    source="Shannon, A Mathematical Theory of Communication, 1948",
    low="few genres",
    high="many genres",
    needs=(Aggregate.GENRE_ENTROPY,),
    formula=as_it_is,
    clause=_genres,
    on_request=True,
    code=FeatureCode(
        "Entropy of genres (bits)",
        "Entropy of genres per user",
        before=(_SHARES,),
        then="""\
users["genre_entropy"] = -(genre_shares * np.log2(genre_shares)).groupby(level="user").sum()
users["genre_entropy"] = users["genre_entropy"].fillna(0)""",
        why="A title with several genres counts for each of them in equal shares.",
    ),
)

TOP_GENRE_SHARE = Feature(
    name="top_genre_share",
    title="Share of the top genre",
    short="top genre",
    unit="share of ratings",
    definition="The share of the genre that the user rates most, where a title counts for each of its genres equally; "
    "0 where no title has any.",
    low="no favourite genre",
    high="one favourite genre",
    needs=(Aggregate.TOP_GENRE_SHARE,),
    formula=as_it_is,
    clause=_top,
    on_request=True,
    code=FeatureCode(
        "Share of the top genre",
        "Share of the top genre per user",
        before=(_SHARES,),
        then='users["top_genre_share"] = genre_shares.groupby(level="user").max()\n'
        'users["top_genre_share"] = users["top_genre_share"].fillna(0)',
    ),
)
