"""A study: one dataset under one preset with its sweep, and the segments of every K that is fitted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from core.clustering.algorithms import ALGORITHMS
from core.clustering.partition import Partition
from core.description import Description
from core.evidence.effort import FAST, Effort
from core.features.scalings import SCALINGS
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
    """What a preset makes of the users before K is chosen: scaled points, and a labelling rule that has seen them."""

    points: Points
    labelling: Labelling


@dataclass(frozen=True)
class Segmented:
    """The segments of a K are known."""

    k: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """``segments`` has those of each fitted K."""

    description: Description
    preset: Preset
    labelling: Labelling
    sweep: Sweep
    segments: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Study({self.description.source.name}, preset {self.preset.name}, {self.sweep!r})"

    @property
    def default_k(self) -> int:
        """The preset's K, lowered to the number of distinct points."""
        return min(self.preset.k, self.sweep.points.distinct)

    def with_news(self, news: News | Segmented) -> Study:
        """The study with one more thing known."""
        if isinstance(news, Segmented):
            return replace(self, segments={**self.segments, news.k: news.segments})
        return replace(self, sweep=self.sweep.with_news(news))

    def parted_by(self, algorithm: str) -> Study:
        """The same points with another algorithm, of which nothing is fitted yet."""
        prepared, sweep = Prepared(self.sweep.points, self.labelling), self.sweep
        preset = self.preset.with_algorithm(algorithm)
        return begin(self.description, preset, prepared, seed=sweep.seed, ks=sweep.wanted_ks)

    def comparing(self, ks: range) -> Study:
        """The study with another range of K; what is known of any K stays."""
        return replace(self, sweep=self.sweep.comparing(ks))


def prepare(description: Description, preset: Preset) -> Prepared:
    """Scale the users, and let the labelling rule look at them."""
    features = description.features
    return Prepared(
        points_of(features, preset.features, SCALINGS[preset.scaling]),
        LABEL_RULES[preset.labels].look(features, description.overview.scale),
    )


def begin(
    description: Description,
    preset: Preset,
    prepared: Prepared,
    *,
    seed: int = DEFAULT_SEED,
    ks: range = NOTEBOOK_KS,
) -> Study:
    """A study in which nothing is fitted yet."""
    return Study(description, preset, prepared.labelling, Sweep(prepared.points, preset.algorithm, seed, ks))


def follow(
    study: Study,
    wanted: Callable[[], int],
    *,
    effort: Effort = FAST,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[News | Segmented]:
    """What `core.sweep.sweep` yields, and after each partition the segments that it makes.

    Raises:
        TooManySegmentsError, Cancelled: as `core.sweep.sweep` says.
    """
    for news in sweep(study.sweep, wanted, effort=effort, progress=progress, should_stop=should_stop):
        yield news
        if isinstance(news, Fitted):
            partition = news.partition
            segments = segments_of(study.description.features, study.sweep.points, partition, study.labelling)
            if partition.k == wanted():
                log_each(logger, log_lines(study.sweep.algorithm, partition, segments))
            yield Segmented(partition.k, segments)


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
