"""What is open now: one frozen value that the screens paint, replaced at every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.clustering import KMeansFit
    from core.dataset import Dataset
    from core.description import Description
    from core.errors import SegscopeError
    from core.evidence.evidence import Evidence
    from core.evidence.verdict import Verdict
    from core.groundwork import Groundwork
    from core.knee import Knee
    from core.offending import OffendingRow
    from core.segments import Segment


@dataclass(frozen=True, eq=False)
class Session:
    """The open dataset, the analyses by K as far as they are computed, and the K that is wanted.

    Before a dataset is read, ``description`` is None, and ``failure`` says why, if reading it failed; until its users
    are scaled, ``groundwork`` is None.
    ``offending`` are the first rows that were left out, None until they are looked up,
    or why they cannot be.
    ``slots`` gives, by K, the colour slot of each segment, ``knees`` those of the sweep for every end of its range.
    ``evidence`` is what is known of each K, ``resampling`` whether more is being computed.
    """

    name: str = ""
    k: int | None = None
    dataset: Dataset | None = None
    description: Description | None = None
    groundwork: Groundwork | None = None
    analyses: Mapping[int, Analysis] = field(default_factory=dict)
    slots: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    knees: tuple[Knee, ...] = ()
    evidence: Evidence | None = None
    resampling: bool = False
    failure: SegscopeError | None = None
    offending: tuple[OffendingRow, ...] | SegscopeError | None = None

    @property
    def analysis(self) -> Analysis | None:
        """The analysis with the wanted K and all the fits that there are; None until it is computed."""
        analysis = None if self.k is None else self.analyses.get(self.k)
        if analysis is None or self.groundwork is None:
            return None
        evidence = analysis.evidence if self.evidence is None else self.evidence
        return replace(analysis, groundwork=self.groundwork, fits=self.fits, evidence=evidence)

    @property
    def segments(self) -> tuple[Segment, ...] | None:
        """The segments of the wanted K, None until they are computed."""
        analysis = None if self.k is None else self.analyses.get(self.k)
        return None if analysis is None else analysis.segments

    @property
    def fits(self) -> Mapping[int, KMeansFit]:
        """The fits by K, as far as they are computed."""
        return {k: analysis.fit for k, analysis in sorted(self.analyses.items())}

    @property
    def compared(self) -> Evidence | None:
        """The evidence of the K of the sweep, None until there is any."""
        if self.evidence is None or self.groundwork is None:
            return None
        return self.evidence.over(self.groundwork.sweep_ks)

    @property
    def verdict(self) -> Verdict | None:
        """What the evidence says, None until every K is fitted."""
        if self.compared is None or not (self.swept and self.knees):
            return None
        from core.evidence.verdict import verdict

        return verdict(self.compared, self.knees[-1].k)

    @property
    def knee(self) -> Knee | None:
        """The knee of the whole sweep, None until it is swept, or where there is too little to bend."""
        return self.knees[-1] if self.knees else None

    @property
    def swept(self) -> bool:
        """Whether every K of the sweep has its fit."""
        return self.groundwork is not None and all(k in self.analyses for k in self.groundwork.sweep_ks)

    def slot(self, segment: int) -> int | None:
        """The colour slot of a segment of the wanted K, None while it is not known."""
        slots = None if self.k is None else self.slots.get(self.k)
        return None if slots is None else slots[segment]

    def with_analysis(self, analysis: Analysis) -> Session:
        """The session with one more K computed."""
        return replace(self, analyses={**self.analyses, analysis.k: analysis})
