"""User features: how each user rates, one row a user."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from core import formats
from core.data.dataset import Dataset
from core.errors import SegscopeError
from core.features.catalogue import FEATURES
from core.logs import log_each
from core.progress import ProgressCallback, ShouldStop, Watch, ignore_progress, never_stop

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger("segscope.features")

_QUANTILES = {"25%": 0.25, "50%": 0.5, "75%": 0.75}


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
    """One value a user in every column; ``ids`` ascend, as integers where all of them are, else as text."""

    ids: np.ndarray
    columns: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"UserFeatures({formats.counted(len(self), 'user')}, {', '.join(self.columns)})"

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """The named features as floats, shape (users, features).

        Raises:
            SegscopeError: a name is not in the catalogue.
        """
        unknown = [name for name in names if name not in self.columns]
        if unknown:
            raise SegscopeError(f"There is no feature {unknown[0]!r}.", f"The features are {', '.join(self.columns)}.")
        return np.column_stack([self.columns[name].astype(np.float64) for name in names])

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


def user_features(
    dataset: Dataset, *, progress: ProgressCallback = ignore_progress, should_stop: ShouldStop = never_stop
) -> UserFeatures:
    """The catalogue's features of every user of a dataset.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    needed = tuple(dict.fromkeys(name for feature in FEATURES.values() for name in feature.needs))
    found = dataset.engine.user_aggregates(needed, Watch("Describing the users", progress, should_stop))
    features = UserFeatures(found.ids, {name: feature.values(found.values) for name, feature in FEATURES.items()})
    log_each(logger, log_lines(features))
    return features


def log_lines(features: UserFeatures) -> list[str]:
    """What the log says of the features."""
    return [
        "PHASE 2: FEATURE ENGINEERING FOR USER SEGMENTATION",
        f"User features created: ({len(features)}, {len(features.columns) + 1})",
        *(f"{name}: mean={summary.mean:.2f}, std={summary.std:.2f}" for name, summary in features.summaries.items()),
    ]
