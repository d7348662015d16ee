"""How much resampling the indices may do."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UnknownEffortError


@dataclass(frozen=True)
class Effort:
    """A name, and how often each kind of resampling is repeated; 0 asks for none of it.

    ``measures`` says whether anything is asked at all. ``references`` are the datasets that the gap statistic draws,
    ``splits`` the halvings for prediction strength, ``bootstraps`` the samples for stability, ``starts`` the single
    starts that show how much the outcome depends on them. Of more than ``users`` users a fixed sample is resampled.
    """

    name: str
    measures: bool = True
    references: int = 0
    splits: int = 0
    bootstraps: int = 0
    starts: int = 0
    users: int = 5_000

    @property
    def resamples(self) -> bool:
        """Whether any resampling is asked for."""
        return any((self.references, self.splits, self.bootstraps, self.starts))


NONE = Effort("none", measures=False)
FAST = Effort("fast")
FULL = Effort("full", references=50, splits=50, bootstraps=50, starts=30)

EFFORTS = {effort.name: effort for effort in (NONE, FAST, FULL)}
"""Every effort by its name: nothing, what takes no resampling, everything."""


def effort_named(name: str) -> Effort:
    """The effort of that name.

    Raises:
        UnknownEffortError: there is none.
    """
    if name not in EFFORTS:
        raise UnknownEffortError(f"There is no effort {name!r}.", f"Evidence can be {', '.join(EFFORTS)}.")
    return EFFORTS[name]
