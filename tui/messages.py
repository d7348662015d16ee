"""What screens and workers tell the app.

What comes from a worker carries its job, so that late news of an old job can be dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.analysis import Analysis
    from core.dataset import Dataset
    from core.description import Description
    from core.errors import SegscopeError
    from core.evidence.evidence import KEvidence
    from core.evidence.silhouette import SilhouetteProfile
    from core.groundwork import Groundwork
    from core.knee import Knee
    from core.offending import OffendingRow
    from core.progress import Progress
    from core.users import UserProfile
    from tui.jobs import Job


class ChosenK(Message):
    """A screen wants another K."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self.k = k


class ChosenUser(Message):
    """A screen wants to show a user, by position among all of them."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position


class JobMessage(Message):
    """Anything that a job says."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job


class Progressed(JobMessage):
    """How far a job is."""

    def __init__(self, job: Job, progress: Progress) -> None:
        super().__init__(job)
        self.progress = progress


class JobFailed(JobMessage):
    """A job ended with an error."""

    def __init__(self, job: Job, error: SegscopeError) -> None:
        super().__init__(job)
        self.error = error


class JobEnded(JobMessage):
    """A job ended, one way or another; the last that is heard of it."""


class DatasetReady(JobMessage):
    """A dataset is read and described."""

    def __init__(self, job: Job, dataset: Dataset, description: Description) -> None:
        super().__init__(job)
        self.dataset = dataset
        self.description = description


class OffendingFound(JobMessage):
    """The first rows that were left out are looked up."""

    def __init__(self, job: Job, rows: tuple[OffendingRow, ...]) -> None:
        super().__init__(job)
        self.rows = rows


class Prepared(JobMessage):
    """The users are scaled points, ready to be clustered."""

    def __init__(self, job: Job, groundwork: Groundwork) -> None:
        super().__init__(job)
        self.groundwork = groundwork


class Segmented(JobMessage):
    """One K is computed."""

    def __init__(self, job: Job, analysis: Analysis) -> None:
        super().__init__(job)
        self.analysis = analysis


class Matched(JobMessage):
    """It is known which colours the segments of a K have."""

    def __init__(self, job: Job, k: int, slots: tuple[int, ...]) -> None:
        super().__init__(job)
        self.k = k
        self.slots = slots


class UserReady(JobMessage):
    """The ratings of a user are read."""

    def __init__(self, job: Job, profile: UserProfile) -> None:
        super().__init__(job)
        self.profile = profile


class EvidenceFound(JobMessage):
    """More is known of some K."""

    def __init__(self, job: Job, rows: Sequence[KEvidence]) -> None:
        super().__init__(job)
        self.rows = rows


class Swept(JobMessage):
    """The sweep is complete and its knees are known."""

    def __init__(self, job: Job, knees: tuple[Knee, ...]) -> None:
        super().__init__(job)
        self.knees = knees


class SilhouetteReady(JobMessage):
    """The silhouette of every user is known."""

    def __init__(self, job: Job, profile: SilhouetteProfile) -> None:
        super().__init__(job)
        self.profile = profile


class Exported(JobMessage):
    """The files are written."""

    def __init__(self, job: Job, folder: Path, files: int) -> None:
        super().__init__(job)
        self.folder = folder
        self.files = files
