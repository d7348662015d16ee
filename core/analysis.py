"""An analysis: a study seen at one K, which is what screens, reports and files take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.clustering.algorithms import algorithm_named
from core.clustering.partition import Partition
from core.description import Description, describe
from core.evidence.effort import FAST, FULL, NONE, Effort, effort_named
from core.evidence.evidence import Evidence
from core.evidence.knee import Knee
from core.evidence.verdict import Verdict
from core.features.catalogue import FEATURES
from core.features.scalings import scaling_named
from core.features.table import ONE_SCAN
from core.features.usable import known
from core.points import Points
from core.presets import DEFAULT_SEED, NOTEBOOK, Preset, preset_named
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.segments.members import Members, members_of
from core.segments.names import Names, known_names
from core.segments.portrait import Portraits, portraits_of
from core.segments.profile import Segment
from core.sources.source import Source
from core.study import Study, begin, choose, follow, prepare
from core.sweep import Sweep, resampling
from core.tastes.asking import tastes_of
from core.tastes.tastes import Tastes
from core.words.choice import left_out_notes, why_this_k
from core.words.label_rule import Labelling
from core.words.notes import dataset_notes, sweep_notes
from core.words.reach import refuse_out_of_reach

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """A dataset in K segments; ``names`` are those that a person gave to some of them, ``tastes`` what segments like,
    None where nobody asked for them.
    """

    study: Study
    k: int
    names: Names = field(default_factory=dict)
    tastes: Tastes | None = None

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

    def name_of(self, segment: int) -> str:
        """What a segment is called: its name, or its label as it is shown."""
        return self.names.get(segment) or self.segments[segment].title

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
    def why_k(self) -> str:
        """Why the K was taken; empty where somebody named it, or the preset does."""
        chosen = self.study.chosen
        return "" if chosen is None or chosen.k != self.k else why_this_k(chosen)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed, left out, is unusual, or is estimated, in whole sentences."""
        notes = (
            *dataset_notes(self.description),
            *left_out_notes(self.study),
            self.labelling.note,
            *sweep_notes(self.sweep),
        )
        return tuple(filter(None, notes))

    def with_even_evidence(self) -> Analysis:
        """The same with all evidence of one effort: where not every K was resampled, none is."""
        sweep = self.sweep
        if sweep.effort == FULL.name:
            return self
        return replace(self, study=replace(self.study, sweep=sweep.without_resampling()))

    @cached_property
    def portraits(self) -> Portraits:
        """Who the segments are, how they differ, who is typical, and how sure that is."""
        return portraits_of(self)

    def members(self, segment: int) -> Members:
        """The users of a segment, the nearest to its centre first."""
        return members_of(self.points.values, self.partition, segment)

    def with_k(self, k: int, should_stop: ShouldStop = never_stop) -> Analysis:
        """The same data with another K, whose segments have no names; only what was not fitted before is fitted.

        Raises:
            TooManySegmentsError: K is beyond the distinct points.
            Cancelled: ``should_stop`` said yes.
        """
        effort = FAST if self.evidence.rows else NONE
        names = self.names if k == self.k else {}
        return Analysis(_swept(self.study, lambda: k, effort, should_stop=should_stop), k, names)


def analyse(
    data: str | Path | pd.DataFrame | Source,
    *,
    columns: Mapping[str, str] | None = None,
    items: Path | None = None,
    k: int | None = None,
    preset: str = NOTEBOOK.name,
    features: Sequence[str] | None = None,
    scaling: str | None = None,
    algorithm: str | None = None,
    min_ratings: int | None = None,
    names: Names | None = None,
    seed: int = DEFAULT_SEED,
    evidence: str | Effort = FAST,
    tastes: bool = False,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """Open, describe, sweep and segment: the whole way, with every partition kept.

    ``columns`` and ``items`` are as in `open_dataset`; ``features``, ``scaling``, ``algorithm`` (``kmeans`` or
    ``mixture``) and ``min_ratings``, below which users are left out, are the preset's where they are None: with others
    than its own a preset is called ``custom``. ``names`` are names for segments by their number. ``evidence`` is how
    much is asked which K the data supports: ``none``, ``fast`` or ``full``; with ``none`` the segments are described by
    what one reading of the ratings gives, unless the preset needs more. With ``tastes`` the ratings are read again for
    what segments like, but not with evidence ``none``.

    Raises:
        SegscopeError: the data cannot be read, a name is unknown, the data cannot give a feature, K is beyond the
            distinct points, or a segment is named that is not there.
        Cancelled: ``should_stop`` said yes.
    """
    effort = effort_named(evidence) if isinstance(evidence, str) else evidence
    chosen = preset_named(preset).with_choices(
        None if features is None else known(features),
        None if scaling is None else scaling_named(scaling).name,
        None if algorithm is None else algorithm_named(algorithm).name,
        min_ratings,
    )
    from core.data.opening import open_dataset  # brings the engine, which those who look at an analysis do without

    asks = tastes and effort.measures
    with closing(
        open_dataset(data, columns=columns, items=items, progress=progress, should_stop=should_stop)
    ) as dataset:
        wanted = needed_features(chosen, effort)
        description = describe(dataset, wanted, progress=progress, should_stop=should_stop)
        if not asks:
            dataset.close()
        analysis = analyse_described(
            description, chosen, k=k, names=names, seed=seed, effort=effort, progress=progress, should_stop=should_stop
        )
        if not asks:
            return analysis
        return replace(analysis, tastes=tastes_of(dataset, analysis, progress=progress, should_stop=should_stop))


def analyse_described(
    description: Description,
    preset: Preset,
    *,
    k: int | None = None,
    names: Names | None = None,
    seed: int = DEFAULT_SEED,
    effort: Effort = FAST,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """What `analyse` makes of a dataset that is described with the features that it needs.

    Raises:
        SegscopeError, Cancelled: as `analyse` says.
    """
    study = begin(description, prepare(description, preset), seed=seed)
    return _completed(study, k, names or {}, effort, progress=progress, should_stop=should_stop)


def needed_features(preset: Preset, effort: Effort) -> tuple[str, ...]:
    """What is computed of a dataset's users: the preset's features, and what describes them.

    What takes more than one reading of the ratings describes users only where anything is asked of them at all.
    """
    wanted = {*(FEATURES if effort.measures else ONE_SCAN), *preset.wanted}
    return tuple(name for name in FEATURES if name in wanted)


def _completed(
    study: Study,
    k: int | None,
    names: Names,
    effort: Effort,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Analysis:
    """The analysis with K, or with the preset's, once all is known that the effort asks for."""
    wanted = study.default_k if k is None else k
    if wanted is None:
        at_least_fast = effort if effort.measures else FAST
        smallest = min(study.sweep.ks.start, study.sweep.points.distinct)
        study = _swept(study, lambda: smallest, at_least_fast, progress=progress, should_stop=should_stop)
        chosen = choose(study, progress=progress, should_stop=should_stop)
        study, wanted = study.with_news(chosen), chosen.k
    else:
        refuse_out_of_reach(wanted, study.sweep.points)
    k, names = wanted, known_names(names, wanted)
    study = _swept(study, lambda: k, effort, progress=progress, should_stop=should_stop)
    if effort.resamples:
        for measured in resampling(study.sweep, effort, progress=progress, should_stop=should_stop):
            study = study.with_news(measured)
    return Analysis(study, k, names)


def _swept(
    study: Study,
    wanted: Callable[[], int],
    effort: Effort,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Study:
    """The study with every K fitted that it compares, and the wanted one."""
    for news in follow(study, wanted, effort=effort, progress=progress, should_stop=should_stop):
        study = study.with_news(news)
    return study
