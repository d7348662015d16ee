"""What is open now: one frozen value that the screens paint, replaced at every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.clustering.partition import Partition
    from core.data.dataset import Dataset
    from core.data.left_out import LeftOutLine
    from core.description import Description
    from core.errors import SegscopeError
    from core.features.table import UserFeatures
    from core.opinions import Opinion
    from core.presets import Preset
    from core.segments.boxes import Boxes
    from core.segments.names import Names
    from core.segments.portrait import Portraits
    from core.segments.profile import Segment
    from core.study import Segmented, Study
    from core.sweep import News, Sweep

Value = TypeVar("Value")

LARGEST_K = 50
"""More segments than this nobody reads on a screen; the report takes any K."""

Described = tuple["Partition", "UserFeatures"]
"""What portraits and boxes depend on."""


@dataclass(frozen=True, eq=False)
class Kept:
    """A study as far as it had come when another one took its place, its K, and the opinions on its points."""

    study: Study
    k: int
    opinions: Mapping[str, Opinion]


@dataclass(frozen=True, eq=False)
class Session:
    """The open dataset, its study as far as it has come, and the K that is wanted.

    Before a dataset is read, ``description`` is None, and ``failure`` says why, if reading it failed; until its users
    are scaled, ``study`` is None. ``preset`` is what the study was asked for by; ``kept`` are the other studies of the
    dataset by theirs. ``opinions`` is what each algorithm sees in these points, as far as it was asked. ``left_out``
    are the first rows that were left out, None until they are looked up, or why they cannot be.
    """

    name: str = ""
    k: int | None = None
    dataset: Dataset | None = None
    description: Description | None = None
    study: Study | None = None
    preset: Preset | None = None
    kept: Mapping[Preset, Kept] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    kept_portraits: Mapping[Described, Portraits] = field(default_factory=dict)
    kept_boxes: Mapping[Described, Boxes] = field(default_factory=dict)
    kept_names: Mapping[tuple[Preset, int], Names] = field(default_factory=dict)
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

        return Analysis(self.study, self.k, self.names)

    @property
    def names(self) -> Names:
        """What a person called segments of the wanted K, by their number."""
        return {} if self.k is None else self.names_at(self.k)

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
    def described(self) -> Described | None:
        """What the portraits and boxes are of that can be shown now; None until the segments are known."""
        return None if self.analysis is None else (self.analysis.partition, self.analysis.description.features)

    @cached_property
    def portraits(self) -> Portraits | None:
        """Who the segments of the wanted K are, as sure as the evidence is now; None until they are known."""
        found = self._latest(self.kept_portraits)
        if found is None or self.analysis is None:
            return None
        return found.seen_with(self.analysis.evidence, self.analysis.verdict)

    @property
    def boxes(self) -> Boxes | None:
        """How the values of each feature lie in the segments of the wanted K, None until that is known."""
        return self._latest(self.kept_boxes)

    def _latest(self, kept: Mapping[Described, Value]) -> Value | None:
        """What is known of the segments of the wanted K; of fewer features as long as that of all is on its way."""
        if self.described is None or self.described in kept:
            return None if self.described is None else kept[self.described]
        of_partition = [value for (partition, _), value in kept.items() if partition is self.described[0]]
        return of_partition[-1] if of_partition else None

    @property
    def is_swept(self) -> bool:
        """Whether every K that is compared has its segments."""
        return self.study is not None and self.study.sweep.is_complete

    def preset_by(self, algorithm: str) -> Preset | None:
        """By what the study that was kept of these points is asked for whose segments an algorithm makes."""
        points = None if self.sweep is None else self.sweep.points
        of_points = ((preset, one.study) for preset, one in self.kept.items() if one.study.sweep.points is points)
        return next((preset for preset, study in of_points if study.preset.algorithm == algorithm), None)

    def study_by(self, algorithm: str) -> Study | None:
        """The study of these points whose segments an algorithm makes, where there is one."""
        if self.study is not None and self.study.preset.algorithm == algorithm:
            return self.study
        preset = self.preset_by(algorithm)
        return None if preset is None else self.kept[preset].study

    def comparing(self, ks: range) -> Session:
        """The session with another range of K; what is known of any K stays."""
        if self.study is None or self.study.sweep.wanted_ks == ks:
            return self
        return replace(self, study=self.study.comparing(ks))

    def without_opinions(self) -> Session:
        """The session as if nobody had been asked about these points."""
        points = None if self.sweep is None else self.sweep.points
        kept = {
            preset: replace(one, opinions={}) if one.study.sweep.points is points else one
            for preset, one in self.kept.items()
        }
        return replace(self, kept=kept, opinions={})

    def with_portraits(self, described: Described, found: Portraits) -> Session:
        """The session with portraits of segments."""
        return replace(self, kept_portraits=self._with(self.kept_portraits, described, found))

    def with_boxes(self, described: Described, found: Boxes) -> Session:
        """The session with the boxes of segments."""
        return replace(self, kept_boxes=self._with(self.kept_boxes, described, found))

    def _with(self, kept: Mapping[Described, Value], described: Described, value: Value) -> Mapping[Described, Value]:
        """One more; what is of fewer features than any study has goes once what is on screen is known."""
        more = {**kept, described: value}
        if self.described not in more:
            return more
        studies = [*(one.study for one in self.kept.values()), *([] if self.study is None else [self.study])]
        features = {study.description.features for study in studies}
        return {one: value for one, value in more.items() if one[1] in features}

    def with_study(self, study: Study, preset: Preset) -> Session:
        """The session with another study, which was asked for by this preset; the one before is kept."""
        kept: dict[Preset, Kept] = dict(self.kept)
        opinions: Mapping[str, Opinion] = {}
        if self.study is not None and self.preset is not None and self.k is not None:
            kept[self.preset] = Kept(self.study, self.k, self.opinions)
            opinions = self.opinions if self.study.sweep.points is study.sweep.points else {}
        kept.pop(preset, None)
        return replace(self, study=study, preset=preset, kept=kept, opinions=opinions, failure=None)

    def with_kept(self, preset: Preset) -> Session:
        """The session with the study that was kept of a preset, as it was."""
        back = self.kept[preset]
        session = replace(self.with_study(back.study, preset), k=back.k)
        return replace(session, opinions=back.opinions) if not session.opinions else session

    def with_description(self, description: Description) -> Session:
        """The session with a description of its users that has more features; one that has fewer tells nothing new."""
        if self.description is not None and len(description.features.columns) < len(self.description.features.columns):
            return self
        kept = {preset: replace(one, study=one.study.described(description)) for preset, one in self.kept.items()}
        study = None if self.study is None else self.study.described(description)
        return replace(self, description=description, study=study, kept=kept)

    def names_at(self, k: int) -> Names:
        """What a person called segments of another K, by their number."""
        return {} if self.preset is None else self.kept_names.get((self.preset, k), {})

    def with_name(self, named: tuple[Preset, int], segment: int, name: str) -> Session:
        """The session with a name for a segment of a preset's K; an empty one takes it back."""
        names = {number: one for number, one in self.kept_names.get(named, {}).items() if number != segment}
        if name:
            names[segment] = name
        return replace(self, kept_names={**self.kept_names, named: dict(sorted(names.items()))})

    def slot(self, segment: int) -> int | None:
        """The colour slot of a segment of the wanted K, None while it is not known."""
        return None if self.slots is None else self.slots[segment]

    def with_news(self, news: News | Segmented) -> Session:
        """The session with one more thing known of its study."""
        return self if self.study is None else replace(self, study=self.study.with_news(news))
