"""Every error that a user can meet: what happened, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.remedies import Remedy

if TYPE_CHECKING:
    from core.sources.source import Table


class SegscopeError(Exception):
    """Something that the user can mend.

    ``what`` is a whole sentence, ``remedy`` another one or a value that can be worded as one; ``str(error)`` is both,
    on one line, in the words of a call. Every error can be pickled.
    """

    def __init__(self, what: str, remedy: Remedy) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


class DatasetNotFoundError(SegscopeError):
    """There is nothing at the path."""


class NotADatasetError(SegscopeError):
    """There is something at the path, but no ratings that can be read."""


class UnclearColumnsError(NotADatasetError):
    """There is a table, but it does not say which column holds the user, the item or the rating.

    Whoever opens it can be asked: ``table`` is what was found, ``rows`` are its first rows as text.
    """

    def __init__(
        self, what: str, remedy: Remedy, table: Table | None = None, rows: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        super().__init__(what, remedy)
        self.table = table
        self.rows = rows

    def with_rows(self, rows: tuple[tuple[str, ...], ...]) -> UnclearColumnsError:
        """The same error with the first rows."""
        return UnclearColumnsError(self.what, self.remedy, self.table, rows)


class EmptyDatasetError(SegscopeError):
    """A ratings table without a single usable rating."""


class UnreadableDatasetError(SegscopeError):
    """The operating system or the reader refuses the file."""


class NotUtf8Error(UnreadableDatasetError):
    """A text table that began as UTF-8 is not."""


class EngineError(SegscopeError):
    """The counting itself failed (memory, disk)."""


class ExportError(SegscopeError):
    """A file cannot be written, or may not be replaced."""


class ModelError(SegscopeError):
    """A file is not a model that can be used."""


class NamesError(SegscopeError):
    """Names of segments cannot be read, or are of segments that are not there."""


class TooManySegmentsError(SegscopeError):
    """K is larger than the number of distinct points."""


class UnknownPresetError(SegscopeError):
    """There is no preset of that name."""


class UnknownAlgorithmError(SegscopeError):
    """There is no algorithm of that name."""


class UnknownScalingError(SegscopeError):
    """There is no scaling of that name."""


class UnusableFeatureError(SegscopeError):
    """A feature that was asked for is unknown, or the dataset cannot give it."""


class UnknownEffortError(SegscopeError):
    """There is no effort of that name."""


class ComparisonError(SegscopeError):
    """There is nothing to compare: no user in common, no date, or a period without ratings."""


class Cancelled(Exception):
    """Raised by long work after its ``should_stop`` said yes."""


class UnusablePointsError(SegscopeError):
    """The points are no table of finite numbers."""
