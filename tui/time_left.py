"""How long work will still take, from what it tells of its progress."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.progress import Progress

_LEAST_SECONDS = 1.0
_LEAST_SHARE = 0.02
_SMOOTHING_SECONDS = 3.0
_SLOWER = 0.5
"""So much of the time that goes by may be added to what is left."""
_FAR_LATER = 2
"""So many times the time left is another that is believed though it is longer."""
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True)
class Pace:
    """How fast a task comes on.

    ``began`` and ``first`` are the time of its first report and the share done then, ``share`` is what is done now;
    ``end`` is when it will be done as estimated at ``estimated``, None while that cannot be known. Times are seconds of
    one clock.
    """

    task: str = ""
    began: float = 0.0
    first: float = 0.0
    share: float | None = None
    estimated: float = 0.0
    end: float | None = None

    def after(self, progress: Progress, now: float) -> Pace:
        """The pace with one more report.

        A task begins anew where the share is less than before. Steps with names of their own that go on with the share
        (``Fitting K = 3`` after ``Fitting K = 2``) are one task.
        """
        share = progress.fraction
        if share is None:
            return Pace()
        if self.share is None or share < self.share or (share == self.share and progress.task != self.task):
            return Pace(progress.task, began=now, first=share, share=share)
        told = replace(self, task=progress.task, share=share)
        overdue = self.end is None or now >= self.end
        return told._estimating(share, now) if share > self.share or overdue else told

    def _estimating(self, share: float, now: float) -> Pace:
        """With a new end, which the one before holds back where it lies ahead: a leap of one report is no news.

        The time left does not rise for a later end, but goes down more slowly, unless it is far later.
        """
        elapsed, done = now - self.began, share - self.first
        if elapsed < _LEAST_SECONDS or done < _LEAST_SHARE:
            return self
        end = now + (1 - share) * elapsed / done
        if self.end is not None and now < self.end:
            slower = self.end + _SLOWER * (now - self.estimated)
            is_far_later = end - now > _FAR_LATER * (self.end - now)
            end = self.end + (end - self.end) * (1 - math.exp((self.estimated - now) / _SMOOTHING_SECONDS))
            end = end if is_far_later else min(end, slower)
        return replace(self, estimated=now, end=end)

    def words(self, now: float) -> str:
        """``3 s left``; empty while it cannot be known, and once all is done."""
        if self.end is None or self.share == 1:
            return ""
        return f"{_about(max(0.0, self.end - now))} left"


def _about(seconds: float) -> str:
    """A time as roughly as it can be told: single seconds below ten, fives below a minute, then minutes or hours."""
    if seconds < 10:
        return f"{max(1, round(seconds))} s"
    if (fives := 5 * round(seconds / 5)) < _MINUTE:
        return f"{fives} s"
    if (minutes := max(1, round(seconds / _MINUTE))) < _MINUTE:
        return f"{minutes} min"
    return f"{round(seconds / _HOUR)} h"
