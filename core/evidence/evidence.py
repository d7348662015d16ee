"""The evidence: what every index says of every K, as far as it is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from core.evidence.effort import FAST, NONE

if TYPE_CHECKING:
    from core.evidence.index import Index
    from core.evidence.probe import Probe

Value = TypeVar("Value")


@dataclass(frozen=True)
class KEvidence:
    """What speaks for or against one K.

    ``explained_share`` is 0 to 1. ``values`` has the value of every index that was asked, by its name, None where it is
    undefined. ``resampled`` names those that took resampling; ``sampled_users`` is of how many users, None as long as
    it was all of them; ``effort`` is the effort of which nothing is left to ask.
    """

    k: int
    wcss: float
    explained_share: float
    values: Mapping[str, object] = field(default_factory=dict)
    resampled: frozenset[str] = frozenset()
    sampled_users: int | None = None
    effort: str = FAST.name

    @property
    def asked(self) -> frozenset[str]:
        """The names of the indices that were asked: where one of them has no value, it is undefined."""
        return frozenset(self.values)

    def value(self, index: Index[Value]) -> Value | None:
        """What an index says; None where it is undefined, or was not asked."""
        return cast("Value | None", self.values.get(index.name))

    def without_resampling(self) -> KEvidence:
        """What takes no resampling alone."""
        kept = {name: value for name, value in self.values.items() if name not in self.resampled}
        return KEvidence(self.k, self.wcss, self.explained_share, kept)


@dataclass(frozen=True)
class Evidence:
    """The rows by K, ascending, and what was seen before any K, None as long as nobody looked."""

    rows: Mapping[int, KEvidence] = field(default_factory=dict)
    probe: Probe | None = None

    @property
    def effort(self) -> str:
        """The name of the effort that all of it was gathered with."""
        efforts = {row.effort for row in self.rows.values()}
        if not efforts:
            return NONE.name
        return efforts.pop() if len(efforts) == 1 else FAST.name

    def has_all_of(self, index: Index[Value]) -> bool:
        """Whether an index was asked of every K that it concerns."""
        rows = [row for row in self.rows.values() if index.concerns(row.k)]
        return bool(rows) and all(index.name in row.asked for row in rows)

    def without_resampling(self) -> Evidence:
        """What takes no resampling alone."""
        return replace(self, rows={k: row.without_resampling() for k, row in self.rows.items()})

    def over(self, ks: range) -> Evidence:
        """The evidence for K = 1 and the K of a range alone."""
        return replace(self, rows={k: row for k, row in self.rows.items() if k == 1 or k in ks})

    def with_row(self, row: KEvidence) -> Evidence:
        """The evidence with a row added or replaced."""
        return replace(self, rows=dict(sorted({**self.rows, row.k: row}.items())))
