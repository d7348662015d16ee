"""What is open now: one frozen value that the screens paint, replaced at every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.data.dataset import Dataset
    from core.data.left_out import LeftOutLine
    from core.description import Description
    from core.errors import SegscopeError
    from core.opinions import Opinion
    from core.segments.profile import Segment
    from core.study import Segmented, Study
    from core.sweep import News, Sweep

LARGEST_K = 50
"""More segments than this nobody reads on a screen; the report takes any K."""


@dataclass(frozen=True, eq=False)
class Session:
    """The open dataset, its study as far as it has come, and the K that is wanted.

    Before a dataset is read, ``description`` is None, and ``failure`` says why, if reading it failed; until its users
    are scaled, ``study`` is None. ``kept`` are studies of the same points by algorithm, as far as they had come when
    another one took their place; ``opinions`` is what each algorithm sees in these points, as far as it was asked.
    ``left_out`` are the first rows that were left out, None until they are looked up, or why they cannot be.
    """

    name: str = ""
    k: int | None = None
    dataset: Dataset | None = None
    description: Description | None = None
    study: Study | None = None
    kept: Mapping[str, Study] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    failure: SegscopeError | None = None
    left_out: tuple[LeftOutLine, ...] | SegscopeError | None = None

    @property
    def sweep(self) -> Sweep | None:
        """What holds over all K, None until the users are scaled."""
        return None if self.study is None else self.study.sweep

    @property
    def largest_k(self) -> int:
        """The largest K that can be shown, as far as it is known."""
        return LARGEST_K if self.sweep is None else min(self.sweep.points.distinct, LARGEST_K)

    @cached_property
    def analysis(self) -> Analysis | None:
        """The study at the wanted K; None until its segments are known."""
        if self.study is None or self.k is None or self.k not in self.study.segments:
            return None
        from core.analysis import Analysis

        return Analysis(self.study, self.k)

    @property
    def segments(self) -> tuple[Segment, ...] | None:
        """The segments of the wanted K, None until they are known."""
        return None if self.study is None or self.k is None else self.study.segments.get(self.k)

    @property
    def slots(self) -> tuple[int, ...] | None:
        """The colour slots of the segments of the wanted K, None until they are known; their numbers where K is too
        large for matching.
        """
        if self.sweep is None or self.k is None:
            return None
        from core.clustering.matching import LARGEST_MATCHED_K

        return tuple(range(self.k)) if self.k > LARGEST_MATCHED_K else self.sweep.slots.get(self.k)

    @property
    def is_swept(self) -> bool:
        """Whether every K that is compared has its segments."""
        return self.study is not None and self.study.sweep.is_complete

    def study_by(self, algorithm: str) -> Study | None:
        """The study of these points whose segments an algorithm makes, where there is one."""
        is_current = self.study is not None and self.study.preset.algorithm == algorithm
        return self.study if is_current else self.kept.get(algorithm)

    def slot(self, segment: int) -> int | None:
        """The colour slot of a segment of the wanted K, None while it is not known."""
        return None if self.slots is None else self.slots[segment]

    def with_news(self, news: News | Segmented) -> Session:
        """The session with one more thing known of its study."""
        return self if self.study is None else replace(self, study=self.study.with_news(news))
