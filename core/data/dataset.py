"""A dataset: ratings that have been counted once, ready to be described and turned into features."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from core.engine.engine import Engine, Reason
from core.sources.source import Source
from core.sources.unchanged import States, states_of, still
from core.workspace import Workspace

logger = logging.getLogger("segscope.dataset")


@dataclass(frozen=True)
class Quality:
    """What was left out of the table, and what was kept though it is unusual.

    ``dropped`` counts rows by reason; ``duplicate_pairs`` counts the ratings beyond the first of the same user and
    item, which are kept.
    """

    rows_read: int
    dropped: Mapping[Reason, int]
    duplicate_pairs: int

    @property
    def rows_dropped(self) -> int:
        """How many rows were left out, for whatever reason."""
        return sum(self.dropped.values())

    @property
    def is_mostly_dropped(self) -> bool:
        """Whether more than half of the rows were left out."""
        return 2 * self.rows_dropped > self.rows_read


@dataclass(frozen=True, eq=False)
class Dataset:
    """Counted ratings, and the engine that counted them; ``catalogue_items`` is None without an items table.

    ``files`` are the states in which its files were counted.
    """

    source: Source
    engine: Engine
    workspace: Workspace
    quality: Quality
    catalogue_items: int | None
    files: States

    @property
    def name(self) -> str:
        """The dataset's name, safe to show."""
        return self.source.name

    @property
    def has_changed(self) -> bool:
        """Whether its files are others by now."""
        return states_of(self.files) != self.files

    @contextmanager
    def read_again(self) -> Iterator[None]:
        """A later reading of the tables: what it gives must fit what was counted.

        Raises:
            UnreadableDatasetError: a file changed since the dataset was opened.
        """
        with still(self.files):
            yield

    def close(self) -> None:
        """Free the engine and the private folder; what was computed before stays valid."""
        self.engine.close()
        self.workspace.close()
