"""What runs in the compute process: functions of core with frozen arguments, as generators of what they give.

Each is told how it is followed (`Follows`), imports what it needs itself, and decides nothing about processes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.progress import Progress

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.clustering.partition import Partition
    from core.description import Description
    from core.evidence.effort import Effort
    from core.opinions import Opinion
    from core.presets import Preset
    from core.segments.members import Members
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


def sweep(follower: Follows, study: Study, effort: Effort) -> Iterator[Any]:
    """Fit every K that is missing, the wanted one first; what became known."""
    from core.study import follow

    yield from follow(study, follower.wanted, effort=effort, progress=follower.report, should_stop=follower.should_stop)


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
