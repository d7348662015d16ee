"""What features look like before and after a scaling: how they lie, how skewed they are, which say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.features.bend import Bend
from core.features.scaling import UNSCALED, Scaling
from core.features.scalings import SCALINGS
from core.features.table import UserFeatures
from core.features.usable import is_constant
from core.progress import ShouldStop, never_stop, raise_if_stopped

BINS = 12
SAME_FROM = 0.95
"""From this correlation on two features say nearly the same."""


@dataclass(frozen=True)
class Shape:
    """``counts`` of users in `BINS` equal parts of a feature from ``start`` to ``end``, and its ``skewness``.

    The skewness is the third central moment over the cube of the standard deviation (Joanes and Gill 1998, g1): 0 where
    both sides are alike, above 0 with a tail to the right.
    """

    counts: tuple[int, ...]
    start: float
    end: float
    skewness: float


@dataclass(frozen=True)
class Inspected:
    """A feature: its ``shape`` as it is and by each scaling, and the features that say nearly the same, by scaling.

    It is ``constant`` where it is the same for all users.
    """

    name: str
    constant: bool
    shape: Shape
    scaled: Mapping[str, Shape]
    alike: Mapping[str, Mapping[str, float]]


def inspect(features: UserFeatures, should_stop: ShouldStop = never_stop) -> dict[str, Inspected]:
    """Every column of the features by its name.

    Shifts and factors change neither counts nor correlations, so each bend is looked at once.

    Raises:
        Cancelled: ``should_stop`` said yes.
    """
    columns = {name: values.astype(np.float64) for name, values in features.columns.items()}
    bends = dict.fromkeys((UNSCALED.bend, *(one.bend for one in SCALINGS.values())))
    looks = {bend: _look(columns, bend, should_stop) for bend in bends}
    scaled = {name: looks[one.bend].scaled(one) for name, one in SCALINGS.items()}
    return {
        name: Inspected(
            name,
            constant=is_constant(values),
            shape=looks[UNSCALED.bend].shapes[name],
            scaled={scaling: shapes[name] for scaling, shapes in scaled.items()},
            alike={scaling: looks[one.bend].alike[name] for scaling, one in SCALINGS.items()},
        )
        for name, values in columns.items()
    }


@dataclass(frozen=True)
class _Look:
    """The columns as they are bent, the shape of each, and the others that say nearly the same."""

    columns: Mapping[str, np.ndarray]
    shapes: Mapping[str, Shape]
    alike: Mapping[str, Mapping[str, float]]

    def scaled(self, scaling: Scaling) -> dict[str, Shape]:
        """The shapes over the range that a scaling gives them."""
        found = scaling.scale(np.column_stack(list(self.columns.values())))
        return {
            name: replace(shape, start=float((shape.start - shift) / factor), end=float((shape.end - shift) / factor))
            for (name, shape), shift, factor in zip(self.shapes.items(), found.shift, found.factor, strict=True)
        }


def _look(columns: Mapping[str, np.ndarray], bend: Bend, should_stop: ShouldStop) -> _Look:
    names, bent, shapes, unit = list(columns), {}, {}, []
    for name, column in columns.items():
        raise_if_stopped(should_stop)
        values = bent[name] = bend.apply(column)
        centred = np.zeros(len(values)) if is_constant(values) else values - values.mean()
        shapes[name] = _shape(values, centred)
        length = np.linalg.norm(centred)
        unit.append(centred / length if length > 0 else centred)
    correlations = np.stack(unit) @ np.stack(unit).T
    np.fill_diagonal(correlations, 0)
    alike = {
        name: {names[other]: float(row[other]) for other in np.flatnonzero(abs(row) >= SAME_FROM)}
        for name, row in zip(names, correlations, strict=True)
    }
    return _Look(bent, shapes, alike)


def _shape(values: np.ndarray, centred: np.ndarray) -> Shape:
    counts, edges = np.histogram(values, bins=BINS)
    squares = centred * centred
    variance = float(squares.mean())
    skewness = float((squares * centred).mean()) / variance**1.5 if variance > 0 else 0.0
    return Shape(tuple(counts.tolist()), float(edges[0]), float(edges[-1]), skewness)
