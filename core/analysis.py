"""An analysis: a study seen at one K, which is what screens, reports and files take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.clustering.algorithms import algorithm_named
from core.clustering.partition import Partition
from core.description import Description, open_and_describe
from core.evidence.effort import FAST, FULL, NONE, Effort, effort_named
from core.evidence.evidence import Evidence
from core.evidence.knee import Knee
from core.evidence.verdict import Verdict
from core.points import Points
from core.presets import DEFAULT_SEED, NOTEBOOK, Preset, preset_named
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.segments.members import Members, members_of
from core.segments.profile import Segment
from core.sources.source import Source
from core.study import Study, begin, follow, prepare
from core.sweep import Sweep, resampling
from core.words.label_rule import Labelling
from core.words.notes import dataset_notes, sweep_notes
from core.words.reach import refuse_out_of_reach

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """A dataset in K segments."""

    study: Study
    k: int

    def __repr__(self) -> str:
        return f"Analysis({self.description.source.name}, preset {self.preset.name}, K = {self.k})"

    @property
    def description(self) -> Description:
        """The dataset in figures, and its users as features."""
        return self.study.description

    @property
    def preset(self) -> Preset:
        """How the users are segmented."""
        return self.study.preset

    @property
    def labelling(self) -> Labelling:
        """The rule behind the labels."""
        return self.study.labelling

    @property
    def sweep(self) -> Sweep:
        """What holds over all K."""
        return self.study.sweep

    @property
    def points(self) -> Points:
        """The scaled users."""
        return self.study.sweep.points

    @property
    def seed(self) -> int:
        """The random seed."""
        return self.study.sweep.seed

    @property
    def partition(self) -> Partition:
        """The partition behind the segments."""
        return self.study.sweep.partitions[self.k]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments by their number."""
        return self.study.segments[self.k]

    @property
    def evidence(self) -> Evidence:
        """What speaks for and against every K."""
        return self.study.sweep.evidence

    @property
    def knee(self) -> Knee | None:
        """Where the curve bends."""
        return self.study.sweep.knee

    @property
    def verdict(self) -> Verdict | None:
        """What the evidence says of the K that are compared; None where none was gathered."""
        return self.study.sweep.verdict

    @property
    def slots(self) -> tuple[int, ...]:
        """The colour slot of each segment, its number where it was not matched with smaller K."""
        return self.sweep.slots.get(self.k, tuple(range(self.k)))

    @property
    def explained_share(self) -> float:
        """The share of the variance that lies between the segments, 0 to 1."""
        return self.sweep.explained_share(self.k)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed, left out, is unusual, or is estimated, in whole sentences."""
        notes = (*dataset_notes(self.description), self.labelling.note, *sweep_notes(self.sweep))
        return tuple(filter(None, notes))

    def with_even_evidence(self) -> Analysis:
        """The same with all evidence of one effort: where not every K was resampled, none is."""
        sweep = self.sweep
        if sweep.effort == FULL.name:
            return self
        fast = replace(sweep, evidence=sweep.evidence.without_resampling())
        return replace(self, study=replace(self.study, sweep=fast))

    def members(self, segment: int) -> Members:
        """The users of a segment, the nearest to its centre first."""
        return members_of(self.points.values, self.partition, segment)

    def with_k(self, k: int, should_stop: ShouldStop = never_stop) -> Analysis:
        """The same data with another K; only what was not fitted before is fitted.

        Raises:
            TooManySegmentsError: K is beyond the distinct points.
            Cancelled: ``should_stop`` said yes.
        """
        effort = FAST if self.evidence.rows else NONE
        return _completed(self.study, k, effort, should_stop=should_stop)


def analyse(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    k: int | None = None,
    preset: str = NOTEBOOK.name,
    algorithm: str | None = None,
    seed: int = DEFAULT_SEED,
    evidence: str | Effort = FAST,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """Open, describe, sweep and segment: the whole way, with every partition kept.

    ``columns`` and ``items`` are as in `open_dataset`; ``algorithm`` is ``kmeans`` or ``mixture``, None for the
    preset's: with another than its own a preset is called ``custom``; ``evidence`` is how much is asked which K the
    data supports: ``none``, ``fast`` or ``full``.

    Raises:
        SegscopeError: the data cannot be read, a name is unknown, or K is beyond the distinct points.
        Cancelled: ``should_stop`` said yes.
    """
    effort = effort_named(evidence) if isinstance(evidence, str) else evidence
    chosen = preset_named(preset)
    if algorithm is not None:
        chosen = chosen.with_algorithm(algorithm_named(algorithm).name)
    description = open_and_describe(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    study = begin(description, chosen, prepare(description, chosen), seed=seed)
    wanted = study.default_k if k is None else k
    return _completed(study, wanted, effort, progress=progress, should_stop=should_stop)


def _completed(
    study: Study,
    k: int,
    effort: Effort,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """The analysis with K, once all is known that the effort asks for."""
    refuse_out_of_reach(k, study.sweep.points)
    for news in follow(study, lambda: k, effort=effort, progress=progress, should_stop=should_stop):
        study = study.with_news(news)
    if effort.resamples:
        for measured in resampling(study.sweep, effort, progress=progress, should_stop=should_stop):
            study = study.with_news(measured)
    return Analysis(study, k)
