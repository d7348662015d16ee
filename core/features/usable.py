"""Which features users can be segmented by: those that the dataset can give, and that tell users apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from core.errors import UnusableFeatureError
from core.features.catalogue import FEATURES

if TYPE_CHECKING:
    import numpy as np

    from core.features.table import UserFeatures
    from core.sources.source import Source

_ROUNDING = 1e-9


def known(names: Sequence[str]) -> tuple[str, ...]:
    """These names, each once.

    Raises:
        UnusableFeatureError: one is not in the catalogue, or there is none.
    """
    unknown = [name for name in names if name not in FEATURES]
    if unknown or not names:
        what = f"There is no feature {unknown[0]!r}." if unknown else "No feature is named."
        raise UnusableFeatureError(what, f"The features are {', '.join(FEATURES)}.")
    return tuple(dict.fromkeys(names))


def missing(names: Collection[str], source: Source) -> dict[str, str]:
    """Why the dataset cannot give some of these features, in a sentence each."""
    return {name: why for name in names if (why := FEATURES[name].missing(source))}


def refuse_missing(names: Collection[str], source: Source) -> None:
    """Refuse features that the dataset cannot give.

    Raises:
        UnusableFeatureError: the first of them, with the reason.
    """
    for name, why in missing(names, source).items():
        raise UnusableFeatureError(f"{name} cannot be computed here: {why}", "Choose other features.")


def is_constant(values: np.ndarray) -> bool:
    """Whether all users have the same value, but for rounding."""
    lowest, highest = float(values.min()), float(values.max())
    return highest - lowest <= _ROUNDING * max(abs(lowest), abs(highest), 1)


def constant(names: Collection[str], features: UserFeatures) -> dict[str, str]:
    """Which of these features tell no user from another, in a sentence each."""
    columns = {name: features.columns[name] for name in names}
    return {name: "It is the same for all users." for name, values in columns.items() if is_constant(values)}
