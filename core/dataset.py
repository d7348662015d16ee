"""A dataset: ratings that have been counted once, ready to be described and turned into features."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from core import formats
from core.engines.embedded import EmbeddedEngine
from core.sources.source import Source
from core.workspace import Workspace

logger = logging.getLogger("segscope.dataset")


@dataclass(frozen=True)
class Quality:
    """What was left out of the table, and what was kept though it is unusual.

    ``dropped`` counts rows by reason; ``duplicate_pairs`` counts the ratings beyond the first of the same user and
    item, which are kept.
    """

    rows_read: int
    dropped: Mapping[str, int]
    duplicate_pairs: int

    @property
    def rows_dropped(self) -> int:
        """How many rows were left out, for whatever reason."""
        return sum(self.dropped.values())

    @property
    def is_mostly_dropped(self) -> bool:
        """Whether more than half of the rows were left out."""
        return 2 * self.rows_dropped > self.rows_read

    @property
    def sentence(self) -> str:
        """What was left out and why, in one line; empty where nothing was."""
        if not self.dropped:
            return ""
        reasons = ", ".join(f"{reason} {formats.count(n)}" for reason, n in self.dropped.items())
        share = formats.percent(self.rows_dropped / self.rows_read)
        share = "< 0.1 %" if share == "0.0 %" else share
        rows = formats.counted(self.rows_read, "row")
        return f"{formats.count(self.rows_dropped)} of {rows} left out ({share}): {reasons}."


@dataclass(frozen=True, eq=False)
class Dataset:
    """Counted ratings. ``user_id_type`` is BIGINT where every user id is a canonical integer, else VARCHAR;
    ``catalogue_items`` is None without an items table.
    """

    source: Source
    engine: EmbeddedEngine
    workspace: Workspace
    quality: Quality
    user_id_type: str
    catalogue_items: int | None

    @property
    def name(self) -> str:
        """The dataset's name, safe to show."""
        return self.source.name

    def close(self) -> None:
        """Free the engine and the private folder; what was computed before stays valid."""
        self.engine.close()
        self.workspace.close()
