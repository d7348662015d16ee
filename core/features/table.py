"""User features: how each user rates, one row a user."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from core import formats
from core.data.dataset import Dataset
from core.data.scale import rating_scale
from core.engine.engine import Aggregate
from core.engine.passes import Pass, passes_of
from core.errors import SegscopeError
from core.features.catalogue import FEATURES
from core.features.usable import known
from core.logs import log_each
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop

if TYPE_CHECKING:
    import pandas as pd

    from core.sources.source import Source

logger = logging.getLogger("segscope.features")

_QUANTILES = {"25%": 0.25, "50%": 0.5, "75%": 0.75}


BASE = tuple(name for name, feature in FEATURES.items() if not feature.on_request)
"""The notebook's features."""

ONE_SCAN = tuple(name for name, feature in FEATURES.items() if feature.passes <= {Pass.COUNTED})
"""Those that need no further scan."""


@dataclass(frozen=True)
class Summary:
    """What pandas' ``describe`` says of one feature; the standard deviation has n - 1 below, and is 0 for one user."""

    mean: float
    std: float
    minimum: float
    quantiles: Mapping[str, float]
    maximum: float

    @property
    def median(self) -> float:
        """The middle value."""
        return self.quantiles["50%"]

    def as_dict(self) -> dict[str, float]:
        """The figures under pandas' names, in pandas' order."""
        return {"mean": self.mean, "std": self.std, "min": self.minimum, **self.quantiles, "max": self.maximum}


@dataclass(frozen=True, eq=False, repr=False)
class UserFeatures:
    """One value a user in every column; ``ids`` ascend, as integers where all of them are, else as text.

    ``top_genres`` are the names of the genres that users rate most, None where nobody asked for genres; empty for a
    user none of whose titles has any. ``are_timed`` says of whom a time is known, None where nobody asked for times.
    """

    ids: np.ndarray
    columns: Mapping[str, np.ndarray]
    top_genres: np.ndarray | None = None
    are_timed: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"UserFeatures({formats.counted(len(self), 'user')}, {', '.join(self.columns)})"

    @property
    def has_all_times(self) -> bool:
        """Whether a time is known of every user, as far as anybody asked."""
        return self.are_timed is None or bool(self.are_timed.all())

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """The named features as floats, shape (users, features).

        Raises:
            SegscopeError: a name is not in the catalogue.
        """
        unknown = [name for name in names if name not in self.columns]
        if unknown:
            raise SegscopeError(f"There is no feature {unknown[0]!r}.", f"The features are {', '.join(self.columns)}.")
        return np.column_stack([self.columns[name].astype(np.float64) for name in names])

    def of(self, chosen: np.ndarray) -> UserFeatures:
        """The users that are ``chosen``, a boolean array (users,)."""
        return UserFeatures(
            self.ids[chosen],
            {name: values[chosen] for name, values in self.columns.items()},
            None if self.top_genres is None else self.top_genres[chosen],
            None if self.are_timed is None else self.are_timed[chosen],
        )

    @cached_property
    def summaries(self) -> Mapping[str, Summary]:
        """Mean, spread, range and quartiles of every feature (quantiles interpolate linearly, as in pandas)."""
        return {name: _summary(values.astype(np.float64)) for name, values in self.columns.items()}

    @cached_property
    def telling_first(self) -> tuple[str, ...]:
        """The columns in their order, but last those that equal one before them, or the difference of two of these."""
        told: list[str] = []
        for name in self.columns:
            if not self._repeats(name, told):
                told.append(name)
        return (*told, *(name for name in self.columns if name not in told))

    def told(self, names: Iterable[str]) -> list[str]:
        """The columns by which people are told of these features, each once."""
        others = ((name, FEATURES[name].shown_as) for name in names)
        return list(dict.fromkeys(other if other in self.columns else name for name, other in others))

    def _repeats(self, name: str, told: Sequence[str]) -> bool:
        values, before = self.columns[name], [self.columns[other] for other in told]
        return any(np.array_equal(values, one) for one in before) or any(
            values[0] == one[0] - other[0] and np.array_equal(values, one - other)
            for one, other in permutations(before, 2)
        )

    def position(self, user: str) -> int | None:
        """Where a user stands in the table, None where there is no such user."""
        wanted: object = user
        if self.ids.dtype.kind == "i":
            try:
                wanted = int(user)
            except ValueError:
                return None
        found = np.flatnonzero(self.ids == wanted)
        return int(found[0]) if len(found) else None

    def to_frame(self) -> pd.DataFrame:
        """The table in pandas, a column ``user`` first."""
        import pandas as pd

        return pd.DataFrame({"user": self.ids, **self.columns})


def _summary(values: np.ndarray) -> Summary:
    return Summary(
        mean=float(values.mean()),
        std=float(values.std(ddof=1)) if len(values) > 1 else 0.0,
        minimum=float(values.min()),
        quantiles={label: float(np.quantile(values, q)) for label, q in _QUANTILES.items()},
        maximum=float(values.max()),
    )


def available(source: Source) -> tuple[str, ...]:
    """The features that a dataset can give, in the order of the catalogue."""
    return tuple(name for name, feature in FEATURES.items() if not feature.missing(source))


def user_features(
    dataset: Dataset,
    names: Sequence[str] | None = None,
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> UserFeatures:
    """The named features of every user of a dataset, in the order of the catalogue, but for those that it cannot give;
    None: all but those on request.

    Raises:
        UnusableFeatureError: there is no such feature.
        UnreadableDatasetError: the file is no longer what it was.
        Cancelled: ``should_stop`` said yes.
    """
    if names is None:
        names = [name for name, feature in FEATURES.items() if not feature.on_request]
    features = _computed(dataset, names, Watch("Describing the users", progress, should_stop))
    log_each(logger, log_lines(features))
    return features


def more_features(
    dataset: Dataset,
    features: UserFeatures,
    names: Sequence[str],
    *,
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> UserFeatures:
    """The same users with these features too; those that are there already are not computed again.

    Raises:
        UnusableFeatureError, UnreadableDatasetError, Cancelled: as for `user_features`.
    """
    lacking = [name for name in names if name not in features.columns]
    if not set(lacking) & set(available(dataset.source)):
        return features
    found = _computed(dataset, lacking, Watch("Describing the users", progress, should_stop))
    stays = np.isin(found.ids, features.ids)
    if not stays.all():
        found = found.of(stays)
    columns = {**features.columns, **found.columns}
    ordered = {name: columns.pop(name) for name in FEATURES if name in columns}
    top_genres = features.top_genres if found.top_genres is None else found.top_genres
    are_timed = features.are_timed if found.are_timed is None else found.are_timed
    return UserFeatures(features.ids, {**ordered, **columns}, top_genres, are_timed)


def _computed(dataset: Dataset, names: Sequence[str], watch: Watch) -> UserFeatures:
    """The named features, in as few scans as they need."""
    asked = {*known(names)} & {*available(dataset.source)}
    wanted = [feature for name, feature in FEATURES.items() if name in asked]
    needed = dict.fromkeys(aggregate for feature in wanted for aggregate in feature.needs)
    if Pass.GENRES in passes_of(needed):
        needed[Aggregate.TOP_GENRE] = None
    frequencies = dataset.engine.rating_frequencies()
    values = frequencies.values
    span = rating_scale(values, frequencies.counts).span(float(values[0]), float(values[-1]))
    with ExitStack() as reading:
        if passes_of(needed) - {Pass.COUNTED}:
            reading.enter_context(dataset.read_again())
        found = dataset.engine.user_aggregates(dataset.source, tuple(needed), span, watch)
    columns = {feature.name: feature.values(found.values) for feature in wanted}
    return UserFeatures(found.ids, columns, found.values.get(Aggregate.TOP_GENRE), _are_timed(found.values))


def _are_timed(aggregates: Mapping[Aggregate, np.ndarray]) -> np.ndarray | None:
    if (last := aggregates.get(Aggregate.LAST_TIME)) is not None:
        return np.asarray(np.isfinite(last))
    days = aggregates.get(Aggregate.ACTIVE_DAYS)
    return None if days is None else np.asarray(days > 0)


def log_lines(features: UserFeatures) -> list[str]:
    """What the log says of the features."""
    return [
        "PHASE 2: FEATURE ENGINEERING FOR USER SEGMENTATION",
        f"User features created: ({len(features)}, {len(features.columns) + 1})",
        *(f"{name}: mean={summary.mean:.2f}, std={summary.std:.2f}" for name, summary in features.summaries.items()),
    ]
