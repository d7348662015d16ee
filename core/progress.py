"""How long work tells how far it is, and learns that it is no longer wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """One report: what is being done, and the share done (0 to 1) where it is known."""

    task: str
    fraction: float | None = None


ProgressCallback = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


def ignore_progress(progress: Progress) -> None:
    """Drop every report."""


def never_stop() -> bool:
    """Never ask work to stop."""
    return False


@dataclass(frozen=True)
class Watch:
    """How one piece of work is followed: its name, who hears of its progress, and who may stop it."""

    task: str
    progress: ProgressCallback = ignore_progress
    should_stop: ShouldStop = never_stop


UNWATCHED = Watch("")


def raise_if_stopped(should_stop: ShouldStop) -> None:
    """Raise `Cancelled` once the work is no longer wanted."""
    if should_stop():
        raise Cancelled
