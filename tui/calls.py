"""What runs in the compute process: functions of core with frozen arguments, as generators of what they give.

Each is told how it is followed (`Follows`), imports what it needs itself, and decides nothing about processes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.progress import Progress

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.clustering.partition import Partition
    from core.description import Description
    from core.evidence.effort import Effort
    from core.features.inspection import Inspected
    from core.opinions import Opinion
    from core.presets import Preset
    from core.segments.boxes import Boxes
    from core.segments.members import Members
    from core.segments.portrait import Portraits
    from core.study import Prepared, Study
    from core.sweep import Sweep


class Follows(Protocol):
    """Who follows a call: hears how far it is, may stop it, and may change its mind about K meanwhile.

    ``is_repeated`` says that the call was begun before and cut off: what it wrote may be there.
    """

    is_repeated: bool

    def report(self, progress: Progress) -> None:
        """Hear how far it is."""

    def should_stop(self) -> bool:
        """Whether the result is no longer wanted."""

    def wanted(self) -> int:
        """The K that is wanted now."""


def prepared(follower: Follows, description: Description, preset: Preset) -> Iterator[Prepared]:
    """Scale the users."""
    from core.study import prepare

    follower.report(Progress("Scaling the features"))
    yield prepare(description, preset)


def inspected(follower: Follows, description: Description, min_ratings: int) -> Iterator[Mapping[str, Inspected]]:
    """How the features lie over the users with enough ratings, by their names."""
    from core.features.inspection import inspect

    follower.report(Progress("Looking at the features"))
    yield inspect(description.at_least(min_ratings).features, follower.should_stop)


def sweep(follower: Follows, study: Study, effort: Effort) -> Iterator[Any]:
    """Fit every K that is missing, the wanted one first; what became known."""
    from core.study import follow

    yield from follow(study, follower.wanted, effort=effort, progress=follower.report, should_stop=follower.should_stop)


def chosen(follower: Follows, study: Study, effort: Effort) -> Iterator[Any]:
    """Fit every K that is compared, then choose one; what became known, the choice last."""
    from core.study import choose, follow

    smallest = min(study.sweep.ks.start, study.sweep.points.distinct)
    for news in follow(
        study, lambda: smallest, effort=effort, progress=follower.report, should_stop=follower.should_stop
    ):
        study = study.with_news(news)
        yield news
    yield choose(study, progress=follower.report, should_stop=follower.should_stop)


def evidence(follower: Follows, swept: Sweep, effort: Effort) -> Iterator[Any]:
    """Ask every K what takes resampling, as far as it was not asked before."""
    from core.sweep import resampling

    yield from resampling(swept, effort, progress=follower.report, should_stop=follower.should_stop)


def opinions(follower: Follows, swept: Sweep, k: int, known: Collection[str]) -> Iterator[Opinion]:
    """What each algorithm sees, but those that are known."""
    from core.opinions import opinions as ask

    yield from ask(swept, k, known=known, progress=follower.report, should_stop=follower.should_stop)


def members(follower: Follows, analysis: Analysis, segment: int) -> Iterator[Members]:
    """The users of a segment, the nearest to its centre first."""
    yield analysis.members(segment)


def portraits(follower: Follows, analysis: Analysis) -> Iterator[Portraits]:
    """Who the segments are."""
    yield analysis.portraits


def boxes(follower: Follows, analysis: Analysis) -> Iterator[Boxes]:
    """How the values of each feature lie in each segment."""
    from core.segments.boxes import boxes_of

    yield boxes_of(analysis.description.features, analysis.partition)


def silhouettes(follower: Follows, sweep: Sweep, partition: Partition) -> Iterator[tuple[tuple[float, ...], ...]]:
    """The silhouette of every user, by segment, the widest first."""
    from core.evidence.silhouette import silhouette_profile

    follower.report(Progress(f"Silhouettes of K = {partition.k}"))
    yield silhouette_profile(sweep.points.values, partition.labels, follower.should_stop).by_segment()


def export(
    follower: Follows, analysis: Analysis, folder: Path, names: Collection[str], overwrite: bool
) -> Iterator[tuple[Path, ...]]:
    """Write files into a folder; their paths."""
    from core.export.files import export as write

    yield write(
        analysis,
        folder,
        names,
        overwrite=overwrite or follower.is_repeated,
        progress=follower.report,
        should_stop=follower.should_stop,
    )


def segment_file(follower: Follows, analysis: Analysis, segment: int, path: Path, overwrite: bool) -> Iterator[int]:
    """Write the users of a segment into a file; how many they are."""
    from core.export.segment_file import write_segment

    yield write_segment(
        analysis,
        segment,
        path,
        overwrite=overwrite or follower.is_repeated,
        progress=follower.report,
        should_stop=follower.should_stop,
    )
