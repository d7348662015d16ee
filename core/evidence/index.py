"""What an index is: one measure that speaks for or against a K, with all that is asked, said and shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from core import formats
from core.clustering.algorithm import Repeat
from core.clustering.partition import Partition
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.probe import Probe
from core.points import is_zero, total_sum_of_squares
from core.progress import ShouldStop, never_stop

Value = TypeVar("Value")

_ASIDE = 2
"""What does not grow with K takes about as long as so many segments."""


@dataclass(frozen=True, eq=False)
class Case:
    """What an index looks at: ``points`` (users, features), one partition of them, and what repeats it on others."""

    points: np.ndarray
    partition: Partition
    probe: Probe
    repeat: Repeat
    should_stop: ShouldStop = never_stop

    @cached_property
    def total_sum_of_squares(self) -> float:
        """The WCSS of one segment."""
        return total_sum_of_squares(self.points)

    @property
    def is_exhausted(self) -> bool:
        """Whether the users of each segment differ by nothing but rounding."""
        return is_zero(self.partition.wcss, self.total_sum_of_squares)


@dataclass(frozen=True)
class AtOnce(Generic[Value]):
    """Measured with each partition; ``measure`` gives None where it is undefined."""

    measure: Callable[[Case], Value | None]


@dataclass(frozen=True)
class ByResampling(Generic[Value]):
    """Measured by making partitions of other users again and again.

    ``task`` is what that work is called; ``draws`` is how often an effort repeats it, 0 where it does not ask at all;
    ``of_one_segment`` says whether K = 1 is asked too; ``measure`` gives None where it is undefined; ``fits`` is how
    many fits from a few starts one of the draws takes.
    """

    task: str
    draws: Callable[[Effort], int]
    measure: Callable[[Case, Effort], Value | None]
    of_one_segment: bool = False
    fits: float = 1

    def work(self, k: int, effort: Effort) -> float:
        """How long it takes at a K, as a share of the time that all indices take: a fit takes longer for larger K."""
        return self.draws(effort) * self.fits * (k + _ASIDE)


@dataclass(frozen=True)
class Column(Generic[Value]):
    """How values stand in the evidence table.

    ``head`` is also what the legend calls the index, ``short`` where room is short; ``write`` writes a cell; ``signs``
    says what the signs in cells mean; a ``wide`` column stands on wide screens only.
    """

    head: str
    short: str
    write: Callable[[Value], str]
    signs: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Curve:
    """How the index is drawn over K; ``number`` is None where there is nothing to draw."""

    title: str
    number: Callable[[KEvidence], float | None]
    error: Callable[[KEvidence], float] = lambda row: 0.0


@dataclass(frozen=True)
class Phrases:
    """What the index says; each gives an empty text where it has nothing to say.

    ``supports`` and ``opposes`` are short phrases for and against a K, ``details`` a sentence about its segments,
    ``warning`` a sentence in the verdict, ``note`` a sentence on what is estimated for a number of users.
    """

    supports: Callable[[KEvidence, Evidence], str] = lambda row, evidence: ""
    opposes: Callable[[KEvidence, Evidence], str] = lambda row, evidence: ""
    details: Callable[[KEvidence], str] = lambda row: ""
    warning: Callable[[Evidence], str] = lambda evidence: ""
    note: Callable[[Evidence, int], str] = lambda evidence, users: ""


_SILENT = Phrases()


@dataclass(frozen=True)
class Index(Generic[Value]):
    """One index.

    ``name`` is the key of its values and of its choice, ``title`` what the verdict calls it, ``explanation`` what it
    tells, for legends. ``measurement`` is None where no K has a value of its own; ``json`` gives the keys of a row in
    reports; ``choose`` is the K that it chooses, None where it chooses none of all, or never does.
    """

    name: str
    title: str
    explanation: str
    measurement: AtOnce[Value] | ByResampling[Value] | None = None
    column: Column[Value] | None = None
    json: Callable[[KEvidence], dict[str, Any]] = lambda row: {}
    choose: Callable[[Evidence], int | None] | None = None
    curve: Curve | None = None
    phrases: Phrases = _SILENT

    def concerns(self, k: int) -> bool:
        """Whether it is asked of a K at all."""
        if isinstance(self.measurement, ByResampling):
            return k > 1 or self.measurement.of_one_segment
        return self.measurement is not None

    def cell(self, row: KEvidence) -> str:
        """The index at a K as its column writes it."""
        value = row.value(self)
        return formats.UNDEFINED if self.column is None or value is None else self.column.write(value)
