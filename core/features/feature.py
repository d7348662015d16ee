"""What a feature is: one figure of how a user rates, and everything that is said of it anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import formats
from core.engine.engine import Aggregate
from core.engine.passes import Pass, passes_of

if TYPE_CHECKING:
    import numpy as np

    from core.sources.source import Source


def as_it_is(values: np.ndarray) -> np.ndarray:
    """The formula of a feature that is one aggregate."""
    return values


@dataclass(frozen=True)
class FeatureCode:
    """A feature in pandas, for the exported notebook.

    ``before`` are steps that give ``ratings`` (user, item, rating) what it needs; several features can share one.
    ``column`` and ``function`` are its named aggregation over the ratings of a user, both empty where there is none;
    ``then`` is a line that follows once all are aggregated, and ``why`` says in a sentence what that line is for.
    ``on_scale`` says that LOW and HIGH, the ends of the scale, are used. ``axis`` and ``histogram`` are the titles of
    its plots, ``bins`` is how many its histogram has.
    """

    axis: str
    histogram: str
    bins: int = 30
    column: str = ""
    function: str = ""
    then: str = ""
    why: str = ""
    before: tuple[str, ...] = ()
    on_scale: bool = False


@dataclass(frozen=True)
class Units:
    """What a dataset's ratings are counted in (``score``: stars, points) and given to (``item``: movie, book)."""

    score: str = "points"
    item: str = "item"


Clause = Callable[[float, float, Units], str]
"""Says of a segment, from its median and that of all users, how its users are: a part of a sentence without a subject
before it."""


@dataclass(frozen=True)
class Feature:
    """A user feature.

    ``name`` stands in files, ``title`` on screens and figures, ``short`` where room is short. ``unit`` is empty where
    it has none; ``digits`` are the decimals of its means; ``whole`` says whether the values of users are whole numbers.
    ``definition`` is a sentence, ``source`` the paper that proposed it, empty where it needs none. ``low`` and ``high``
    are what users with small and large values have, in a few words before which "very" can stand; ``clause`` says it in
    figures, None where the feature is not spoken of in sentences. ``shown_as`` names the feature by which people are
    told of it, itself where it is empty; ``clusters`` says whether it is meant for segmenting, not for profiles alone;
    ``on_request`` that it is computed only when it is named.

    ``formula`` makes its values (users,) of what it ``needs``, in this order.
    """

    name: str
    title: str
    short: str
    unit: str
    definition: str
    low: str
    high: str
    needs: tuple[Aggregate, ...]
    formula: Callable[..., np.ndarray]
    code: FeatureCode
    digits: int = 2
    whole: bool = False
    source: str = ""
    clause: Clause | None = None
    shown_as: str = ""
    clusters: bool = True
    on_request: bool = False

    @property
    def in_words(self) -> str:
        """Its title as it stands within a sentence."""
        return f"{self.title[0].lower()}{self.title[1:]}"

    @property
    def passes(self) -> frozenset[Pass]:
        """What its aggregates are taken from."""
        return passes_of(self.needs)

    def values(self, aggregates: Mapping[Aggregate, np.ndarray]) -> np.ndarray:
        """The feature of every user, from an array (users,) for each aggregate."""
        return self.formula(*(aggregates[name] for name in self.needs))

    def missing(self, source: Source) -> str:
        """Why a dataset cannot give it, in a sentence; empty where it can."""
        if Pass.GENRES in self.passes and source.items is None:
            return "There is no table of items with genres."
        if Pass.GENRES in self.passes and source.items_columns.genres is None:
            return "The table of items has no column of genres."
        if Pass.TIMES in self.passes and source.ratings_columns.timestamp is None:
            return "The ratings have no column of times."
        return ""

    def of_user(self, value: float) -> str:
        """One user's value, written out."""
        return formats.decimal(float(value), 0 if self.whole else 2)

    def of_many(self, value: float) -> str:
        """A mean over users, written out."""
        return formats.decimal(float(value), self.digits)
