"""Tastes: which genres and titles a segment rates more, less, higher or lower than the others do."""

from __future__ import annotations

from dataclasses import dataclass

SIGNIFICANT = 0.05
"""The false discovery rate among what is notable."""

NOTABLE_LIFT = 1.1
"""A share is notable that is so many times, or one so-manieth, that of the others."""

_NOTABLE_Z = 1.96


@dataclass(frozen=True)
class Taste:
    """How a segment rates one genre or title beside the others.

    ``key`` is unique among genres, or among titles; ``users`` of the segment rated it. ``keen`` of them (see
    `core.engine.tastes.GroupCounts`) make a larger share of it than everybody does, for a title all; ``expected`` would
    be so many were they like all users of like activity. Shares are of all ratings, 0 to
    1; ``lift`` is their ratio, NaN where the others have none; ``log_odds`` and its ``z`` are weighted (see
    `core.tastes.odds`). ``p`` is adjusted over all that was tested, None where nothing was. ``higher`` is by how much
    the segment rates it higher than the others do, in units of ratings, beside what both rate otherwise; NaN where one
    of the two never rated it.
    """

    key: str
    name: str
    users: int
    keen: int
    expected: float
    share: float
    share_of_others: float
    lift: float
    log_odds: float
    z: float
    p: float | None
    higher: float

    @property
    def notable(self) -> bool:
        """Whether it tells of the segment: the difference is neither small nor, as far as that was tested, chance."""
        is_large = not self.share_of_others / NOTABLE_LIFT < self.share < self.share_of_others * NOTABLE_LIFT
        return is_large and abs(self.z) >= _NOTABLE_Z and self._is_no_chance

    @property
    def _is_no_chance(self) -> bool:
        if self.p is None:
            return True
        return self.p <= SIGNIFICANT and (self.keen > self.expected) == (self.z > 0)


@dataclass(frozen=True)
class SegmentTastes:
    """``genres`` are all, ``titles`` those that differ most, the most over-represented first."""

    id: int
    genres: tuple[Taste, ...]
    titles: tuple[Taste, ...]


@dataclass(frozen=True)
class Tastes:
    """One `SegmentTastes` for each segment, by its number.

    ``tested`` counts the p-values over which these are adjusted; ``span`` is how far the ratings reach.
    ``about_genres`` and ``about_titles`` are the titles of features used in clustering because of which genres, or
    titles, have none.
    """

    segments: tuple[SegmentTastes, ...]
    tested: int
    span: float
    has_items: bool
    has_genres: bool
    about_genres: tuple[str, ...] = ()
    about_titles: tuple[str, ...] = ()
