"""What a segment likes, in a sentence for its card, and what to know before reading its tastes."""

from __future__ import annotations

import math

from core import formats
from core.features.feature import Units
from core.tastes.tastes import Taste, Tastes

_TELLING_SHARE = 0.02
"""A difference between ratings is told from this share of their span on: 0.09 stars."""


def method(tastes: Tastes) -> str:
    """How what is notable is told from chance."""
    if not tastes.tested:
        return "weighted log-odds with a Dirichlet prior (z); not tested"
    return (
        "weighted log-odds with a Dirichlet prior (z); p of Fisher's exact or chi-squared test on users, beside "
        f"those of like activity, adjusted over all {formats.count(tastes.tested)} comparisons (Benjamini-Hochberg)"
    )


def sentence(tastes: Tastes, segment: int, units: Units) -> str:
    """``They rate more Horror than the others (2.1 ×) and give it 0.3 stars more.``"""
    one = tastes.segments[segment]
    if len(tastes.segments) == 1:
        return _ALONE
    if (genre := _first(one.genres)) is not None:
        return f"They rate {_more(genre)} {genre.name} than {_others(genre)}{_higher(genre, tastes, units)}."
    if (title := _first(one.titles)) is not None:
        return f"They rate {title.name} {_more(title)} than {_others(title)}{_higher(title, tastes, units)}."
    return _nothing(tastes, units)


_ALONE = "All users are in one segment: there are no others to compare them with."


def note(tastes: Tastes, segment: int, units: Units) -> str:
    """The caveat, and that nothing is notable where nothing is; empty where there is nothing to say."""
    if len(tastes.segments) == 1:
        return _ALONE
    one = tastes.segments[segment]
    is_dull = not any(taste.notable for taste in (*one.genres, *one.titles))
    return " ".join(filter(None, (caveat(tastes, units), _nothing(tastes, units) if is_dull else "")))


def caveat(tastes: Tastes, units: Units) -> str:
    """What is missing, and why there are no p-values; empty where all is there."""
    return " ".join(filter(None, (_missing(tastes, units), _untested(tastes, units))))


def _untested(tastes: Tastes, units: Units) -> str:
    if not tastes.about_titles:
        return ""
    things = [*(["genres"] if tastes.about_genres and tastes.has_genres else []), f"{units.item}s"]
    features = formats.listed([f"{title[0].lower()}{title[1:]}" for title in tastes.about_titles])
    return f"No p-values for {formats.listed(things)}: segments were made by {features}, and so differ in them anyway."


def _missing(tastes: Tastes, units: Units) -> str:
    if not tastes.has_items:
        return f"There is no table of items: {units.item}s are told by their ids, and genres are not known."
    return "" if tastes.has_genres else "The table of items has no column of genres."


def _nothing(tastes: Tastes, units: Units) -> str:
    things = f"genre or {units.item}" if tastes.has_genres else units.item
    return f"Nothing notable: they rate no {things} clearly more or less than the others."


def times(taste: Taste) -> str:
    """``2.1 ×``; with two decimals below 1, without a number where the others never rated it."""
    if math.isnan(taste.lift):
        return formats.UNDEFINED
    return f"{formats.decimal(taste.lift, 1 if taste.lift >= 1 else 2)} ×"


def _first(tastes: tuple[Taste, ...]) -> Taste | None:
    """The notable one that is the most over-represented, or else the most under-represented."""
    notable = [one for one in tastes if one.notable]
    if not notable:
        return None
    return notable[0] if notable[0].z > 0 else notable[-1]


def _others(taste: Taste) -> str:
    return f"the others ({times(taste)})" if taste.share_of_others > 0 else "the others, who never do"


def _more(taste: Taste) -> str:
    return "more" if taste.z > 0 else "less"


def _higher(taste: Taste, tastes: Tastes, units: Units) -> str:
    """`` and give it 0.3 stars more``; empty where they give it about the same."""
    if not abs(taste.higher) >= max(_TELLING_SHARE * tastes.span, 1e-9):
        return ""
    joined = "and" if (taste.higher > 0) == (taste.z > 0) else "but"
    much, _ = formats.told_apart(abs(taste.higher), 0.0)
    return f" {joined} give it {much} {units.score} {'more' if taste.higher > 0 else 'less'}"
