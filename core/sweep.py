"""The sweep: a partition for each K of a range, and everything that holds over all of them. The one driver of fits.

`sweep` yields what became known, a piece at a time; `Sweep.with_news` takes it in. Whoever follows a sweep does both,
and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.clustering.algorithm import Objective
from core.clustering.algorithms import ALGORITHMS
from core.clustering.matching import LARGEST_MATCHED_K, matched_slots
from core.clustering.partition import Partition, one_segment
from core.evidence import gathering
from core.evidence.effort import FAST, Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.knee import Knee, knees_by_end
from core.evidence.probe import Probe, probed
from core.evidence.verdict import Verdict, verdict
from core.points import Points
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.words.reach import refuse_out_of_reach
from core.words.verdict import verdict_sentence

logger = logging.getLogger("segscope.sweep")

NOTEBOOK_KS = range(2, 11)
"""The K of the notebook's elbow curve."""


@dataclass(frozen=True)
class Fitted:
    """A K has its partition."""

    partition: Partition


@dataclass(frozen=True)
class Matched:
    """It is known which colour slots the segments of a K have."""

    k: int
    slots: tuple[int, ...]


@dataclass(frozen=True)
class Probed:
    """It is known whether the points form groups at all, before any K."""

    probe: Probe


@dataclass(frozen=True)
class Measured:
    """More is known of what speaks for or against a K."""

    row: KEvidence


@dataclass(frozen=True)
class Swept:
    """Every K is fitted: the knee for every earlier end of the range, and last of the whole."""

    knees: tuple[Knee, ...]


News = Fitted | Matched | Probed | Measured | Swept


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """The partitions by K, ascending, as far as they are fitted.

    ``wanted_ks`` are the K to compare; ``slots`` gives, by K, the colour slot of each segment; ``knees`` is empty until
    every K is fitted.
    """

    points: Points
    algorithm: str
    seed: int
    wanted_ks: range = NOTEBOOK_KS
    partitions: Mapping[int, Partition] = field(default_factory=dict)
    slots: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    knees: tuple[Knee, ...] = ()

    def __repr__(self) -> str:
        fitted = f"{len(self.partitions)} of {len(self.ks)} fitted"
        return f"Sweep({self.algorithm}, {len(self.points):,} users, K = {self.ks.start} to {self.ks[-1]}, {fitted})"

    @property
    def ks(self) -> range:
        """The K that are compared: the wanted ones, cut at the number of distinct points."""
        return range(self.wanted_ks.start, min(self.wanted_ks.stop, self.points.distinct + 1))

    @property
    def objective(self) -> Objective:
        """What the algorithm makes as small as it can, and what its curve over K shows."""
        return ALGORITHMS[self.algorithm].objective

    @property
    def is_complete(self) -> bool:
        """Whether every K is fitted, and the knee known."""
        return bool(self.knees)

    @property
    def swept(self) -> tuple[Partition, ...]:
        """The partitions of the K that are compared, ascending."""
        return tuple(self.partitions[k] for k in self.ks if k in self.partitions)

    def compared(self, k: int) -> tuple[Partition, ...]:
        """The partitions of the K that are compared and of one more, ascending."""
        return tuple(self.partitions[one] for one in sorted({*self.ks, k}) if one in self.partitions)

    @property
    def compared_evidence(self) -> Evidence:
        """The evidence of one segment and of the K that are compared."""
        return self.evidence.over(self.ks)

    @property
    def knee(self) -> Knee | None:
        """Where the curve bends, None until every K is fitted."""
        return self.knees[-1] if self.knees else None

    @property
    def telling_knees(self) -> tuple[Knee, ...]:
        """The knees of an objective that falls with every K; of another they tell nothing, and there are none."""
        return self.knees if self.objective.bends else ()

    @cached_property
    def verdict(self) -> Verdict | None:
        """What the evidence says of the K that are compared; None until it can be drawn, and without any evidence."""
        if self.knee is None or not self.evidence.rows:
            return None
        found = replace(verdict(self.compared_evidence, self.knee.k), parted_by=ALGORITHMS[self.algorithm].subject)
        return replace(found, sentence=verdict_sentence(found, self.compared_evidence))

    @property
    def effort(self) -> str:
        """The name of the effort that all of the evidence was gathered with."""
        return self.compared_evidence.effort

    def slot(self, k: int, segment: int) -> int | None:
        """The colour slot of a segment, None while it is not known."""
        return self.slots[k][segment] if k in self.slots else None

    def explained_share(self, k: int) -> float:
        """The share of the variance that lies between the segments of a fitted K, 0 to 1."""
        return self.points.explained_share(self.partitions[k].wcss)

    def needed_for(self, k: int) -> list[int]:
        """The K that it takes to show K: those that are compared, itself, and those it is matched with."""
        return sorted({*self.ks, k, *(range(2, k) if k <= LARGEST_MATCHED_K else ())})

    def has_all_for(self, k: int) -> bool:
        """Whether nothing is left to fit or to match in order to show K."""
        return self.is_complete and all(one in self.partitions for one in self.needed_for(k))

    def comparing(self, ks: range) -> Sweep:
        """The sweep over another range; what is known of any K stays."""
        return replace(self, wanted_ks=ks, knees=())

    def without_resampling(self) -> Sweep:
        """The sweep with the evidence alone that takes no resampling."""
        return replace(self, evidence=self.evidence.without_resampling())

    def with_news(self, news: News) -> Sweep:
        """The sweep with one more thing known."""
        match news:
            case Fitted(partition):
                return replace(self, partitions=dict(sorted({**self.partitions, partition.k: partition}.items())))
            case Matched(k, slots):
                return replace(self, slots={**self.slots, k: slots})
            case Probed(probe):
                return replace(self, evidence=replace(self.evidence, probe=probe))
            case Measured(row):
                return replace(self, evidence=self.evidence.with_row(row))
            case Swept(knees):
                return replace(self, knees=knees)


def sweep(
    begun: Sweep,
    wanted: Callable[[], int],
    *,
    effort: Effort = FAST,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[News]:
    """Fit every K that is missing and all below the wanted one, which its colours depend on; yield what became known.

    ``wanted`` is asked again before each fit: the K that it says is always the next. What takes no resampling is
    measured after each fit; K = 1 and partitions that were known before follow the first one.

    Raises:
        TooManySegmentsError: the wanted K is beyond the distinct points.
        Cancelled: ``should_stop`` said yes.
    """
    state, algorithm = begun, ALGORITHMS[begun.algorithm]
    while (k := _next(state, wish := wanted())) is not None:
        refuse_out_of_reach(k, state.points)
        in_the_end = {*state.partitions, *state.needed_for(wish)}
        progress(Progress(f"Fitting K = {k}", len(state.partitions) / len(in_the_end)))
        for news in _fitted_and_matched(state, algorithm.part(state.points.values, k, state.seed, should_stop)):
            state = state.with_news(news)
            yield news
        for evidence in _measurements(state, k, effort, should_stop):
            state = state.with_news(evidence)
            yield evidence
    yield from _measurements(state, 1, effort, should_stop)
    yield Swept(_knees(state))


def resampling(
    swept: Sweep,
    effort: Effort,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[Measured]:
    """Ask every K that is compared what takes resampling, as far as it was not asked before.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    rows = gathering.resampling(
        swept.points.values,
        swept.partitions,
        swept.compared_evidence,
        ALGORITHMS[swept.algorithm],
        effort,
        progress,
        should_stop,
    )
    yield from map(Measured, rows)


def _knees(state: Sweep) -> tuple[Knee, ...]:
    """The knee for every end of the range; none is looked for where the objective does not fall with every K."""
    if not state.objective.bends:
        return (Knee(None, state.ks.start, max(state.ks, default=state.ks.start)),)
    return knees_by_end({k: one.objective for k, one in state.partitions.items()}, state.ks)


def _next(state: Sweep, wanted: int) -> int | None:
    if wanted not in state.partitions:
        return wanted
    return next((k for k in state.needed_for(wanted) if k not in state.partitions), None)


def _fitted_and_matched(state: Sweep, partition: Partition) -> Iterator[Fitted | Matched]:
    """The partition, and the colours that are known with it."""
    yield Fitted(partition)
    partitions = {**state.partitions, partition.k: partition}
    for k in sorted(partitions):
        if k not in state.slots and (slots := matched_slots(partitions, k)) is not None:
            yield Matched(k, slots)


def _measurements(state: Sweep, newest: int, effort: Effort, should_stop: ShouldStop) -> Iterator[Probed | Measured]:
    """Whether there are groups at all, then what is measured at once of every new partition, the newest first."""
    if not effort.measures:
        return
    points, probe = state.points.values, state.evidence.probe
    if probe is None:
        probe = probed(points, should_stop)
        yield Probed(probe)
    every = {1: one_segment(points), **state.partitions}
    for k in sorted(every, key=lambda k: (k != newest, k)):
        if k not in state.evidence.rows:
            yield Measured(gathering.measured(points, every[k], probe, ALGORITHMS[state.algorithm], should_stop))
