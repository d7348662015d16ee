"""A study: one dataset under one preset with its sweep, and the segments of every K that is fitted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from core.clustering.algorithms import ALGORITHMS
from core.clustering.partition import Partition
from core.description import Description
from core.evidence.choice import ChosenK, choose_k
from core.evidence.effort import FAST, Effort
from core.features.catalogue import FEATURES
from core.features.scalings import SCALINGS
from core.features.usable import constant, missing, refuse_missing
from core.logs import log_each
from core.points import Points, points_of
from core.presets import DEFAULT_SEED, Preset
from core.progress import ProgressCallback, ShouldStop, ignore_progress, never_stop
from core.segments.profile import Segment, segments_of
from core.sweep import NOTEBOOK_KS, Fitted, News, Sweep, sweep
from core.words.label_rule import Labelling
from core.words.label_rules import LABEL_RULES

logger = logging.getLogger("segscope.study")


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a preset makes of the users before K is chosen: scaled points, and a labelling rule that has seen them.

    ``preset`` is the one that was asked for without the features that were left out here; ``left_out`` says why, by
    their names.
    """

    points: Points
    labelling: Labelling
    preset: Preset
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Segmented:
    """The segments of a K are known."""

    k: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """``segments`` has those of each fitted K; ``chosen`` is the K that the evidence chose where the preset names none,
    None as long as it is not known. ``left_out`` says why features of the preset are not used, by their names.
    """

    description: Description
    preset: Preset
    labelling: Labelling
    sweep: Sweep
    segments: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)
    chosen: ChosenK | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Study({self.description.source.name}, preset {self.preset.name}, {self.sweep!r})"

    @property
    def default_k(self) -> int | None:
        """The preset's K, lowered to the number of distinct points, or the one that was chosen; None before that."""
        if self.preset.k is not None:
            return min(self.preset.k, self.sweep.points.distinct)
        return None if self.chosen is None else self.chosen.k

    def with_news(self, news: News | Segmented | ChosenK) -> Study:
        """The study with one more thing known."""
        match news:
            case Segmented(k, segments):
                return replace(self, segments={**self.segments, k: segments})
            case ChosenK():
                return replace(self, chosen=news)
            case _:
                return replace(self, sweep=self.sweep.with_news(news))

    def described(self, description: Description) -> Study:
        """The study with a description of the same users that has more features."""
        return replace(self, description=description.at_least(self.preset.min_ratings))

    def parted_by(self, algorithm: str) -> Study:
        """The same points with another algorithm, of which nothing is fitted yet."""
        preset, sweep = self.preset.with_algorithm(algorithm), self.sweep
        prepared = Prepared(sweep.points, self.labelling, preset, self.left_out)
        return begin(self.description, prepared, seed=sweep.seed, ks=sweep.wanted_ks)

    def comparing(self, ks: range) -> Study:
        """The study with another range of K; what is known of any K stays."""
        return replace(self, sweep=self.sweep.comparing(ks))


def prepare(description: Description, preset: Preset) -> Prepared:
    """Scale the users, and let the labelling rule look at them.

    Raises:
        UnusableFeatureError: the dataset cannot give a feature, and the preset does not adapt.
        EmptyDatasetError: no user has as many ratings as the preset asks for.
    """
    description = description.at_least(preset.min_ratings)
    useless = _useless(description, preset)
    used = preset.left(useless) or preset.features[:1]
    asked = preset.features if len(used) > 1 and set(used) <= set(preset.features) else preset.wanted
    left_out = {name: why for name, why in useless.items() if name in asked and name not in used}
    preset = preset.using(used)
    features, scale = description.features, description.overview.scale
    return Prepared(
        points_of(features, preset.features, SCALINGS[preset.scaling]),
        LABEL_RULES[preset.labels].look(features, scale, [FEATURES[name] for name in preset.features]),
        preset,
        left_out,
    )


def _useless(description: Description, preset: Preset) -> dict[str, str]:
    """The features of a preset that adapts which the dataset lacks, or which are the same for all, with the reason."""
    if not preset.adapts:
        refuse_missing(preset.features, description.source)
        return {}
    lacking = missing(preset.wanted, description.source)
    return {**lacking, **constant([name for name in preset.wanted if name not in lacking], description.features)}


def begin(description: Description, prepared: Prepared, *, seed: int = DEFAULT_SEED, ks: range = NOTEBOOK_KS) -> Study:
    """A study in which nothing is fitted yet."""
    preset = prepared.preset
    return Study(
        description.at_least(preset.min_ratings),
        preset,
        prepared.labelling,
        Sweep(prepared.points, preset.algorithm, seed, ks),
        left_out=prepared.left_out,
    )


def choose(
    study: Study, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> ChosenK:
    """The K for a study whose sweep is complete, with its fast evidence.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    sweep = study.sweep
    verdict = sweep.without_resampling().verdict
    return choose_k(
        sweep.points.values,
        sweep.swept,
        None if verdict is None else verdict.recommended_k,
        ALGORITHMS[sweep.algorithm].repeat,
        progress=progress,
        should_stop=should_stop,
    )


def follow(
    study: Study,
    wanted: Callable[[], int],
    *,
    effort: Effort = FAST,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[News | Segmented]:
    """What `core.sweep.sweep` yields, and after each partition the segments that it makes; first those of partitions
    that were fitted before it was stopped.

    Raises:
        TooManySegmentsError, Cancelled: as `core.sweep.sweep` says.
    """
    for k, partition in study.sweep.partitions.items():
        if k not in study.segments:
            yield _segmented(study, partition)
    for news in sweep(study.sweep, wanted, effort=effort, progress=progress, should_stop=should_stop):
        yield news
        if isinstance(news, Fitted):
            found = _segmented(study, news.partition)
            if found.k == wanted():
                log_each(logger, log_lines(study.sweep.algorithm, news.partition, found.segments))
            yield found


def _segmented(study: Study, partition: Partition) -> Segmented:
    features, points = study.description.features, study.sweep.points
    return Segmented(partition.k, segments_of(features, points, partition, study.labelling))


def log_lines(algorithm: str, partition: Partition, segments: tuple[Segment, ...]) -> list[str]:
    """What the log says of the segments: the notebook's figures of its final fit."""
    return [
        f"Applying {ALGORITHMS[algorithm].title} with K={partition.k}",
        f"Inertia (WCSS): {partition.wcss:.2f}",
        *([] if partition.bic is None else [f"BIC: {partition.bic:.2f}"]),
        f"Number of iterations: {partition.n_iter}",
        *(f"Cluster {one.id}: {one.users} users ({100 * one.share:.1f}%)" for one in segments),
        *(f"Cluster {one.id}: {one.label} (n={one.users}, {_means(one)})" for one in segments),
    ]


def _means(segment: Segment) -> str:
    return ", ".join(f"{name}={segment.means[name]:.2f}" for name in segment.centre)
