"""A segmentation to keep: everything that is needed to assign the users of another table, as plain JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core import __version__
from core.analysis import Analysis
from core.description import Description
from core.engine.engine import LARGEST_RATING
from core.errors import ModelError
from core.features.catalogue import FEATURES
from core.features.feature import Feature
from core.features.table import UserFeatures
from core.text import clean

KIND = "segscope model"
SCHEMA = 1
LARGEST_FILE = 1 << 24

MOST_OUTSIDE = 0.05
FARTHEST_END = 0.25

_EXPORT_AGAIN = "Export the model again."
_LARGEST_FEATURE = 2 * LARGEST_RATING


@dataclass(frozen=True, eq=False)
class Training:
    """The users that a model was made of: the scale of their ratings, and the range (features,) of their features."""

    users: int
    scale: tuple[float, float]
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Outside:
    """How many users have a value of a feature outside its ``trained`` range, and the ``range`` of all of them."""

    feature: Feature
    users: int
    range: tuple[float, float]
    trained: tuple[float, float]


@dataclass(frozen=True)
class Departure:
    """How users depart from those of the training; ``outside`` are the features of which some lie outside.

    They are *far outside* where the scale of their ratings is another one: one of its ends lies farther from the
    training's than `FARTHEST_END` of the training's width; or where more than `MOST_OUTSIDE` of the users lie outside
    the training's range of one feature.
    """

    users: int
    scale: tuple[float, float]
    trained_scale: tuple[float, float]
    outside: tuple[Outside, ...]

    @property
    def is_other_scale(self) -> bool:
        """Whether the ratings are on another scale."""
        ends = zip(self.scale, self.trained_scale, strict=True)
        low, high = self.trained_scale
        return any(abs(end - trained) > FARTHEST_END * (high - low) for end, trained in ends)

    @property
    def is_far(self) -> bool:
        """Whether the users lie far outside the training."""
        return self.is_other_scale or any(found.users > MOST_OUTSIDE * self.users for found in self.outside)

    def __bool__(self) -> bool:
        return self.is_other_scale or bool(self.outside)


@dataclass(frozen=True, eq=False)
class Model:
    """``shift`` and ``factor`` (features,) scale a user's features; ``centres`` (segments, features) are scaled.

    ``training`` is None in models of segscope 0.1.0.
    """

    dataset: str
    preset: str
    scaling: str
    seed: int
    features: tuple[str, ...]
    shift: np.ndarray
    factor: np.ndarray
    centres: np.ndarray
    labels: tuple[str, ...]
    training: Training | None = None

    def assign(self, features: UserFeatures) -> tuple[np.ndarray, np.ndarray]:
        """The segment (users,) of the nearest centre for each user, and the distance (users,) in scaled units."""
        distances = self.distances(features.matrix(self.features))
        segments = distances.argmin(axis=1)
        return segments, distances[np.arange(len(segments)), segments]

    def distances(self, matrix: np.ndarray) -> np.ndarray:
        """The distance (users, segments) of features (users, features) to each centre, in scaled units."""
        scaled = (matrix - self.shift) / self.factor
        return np.column_stack([np.linalg.norm(scaled - centre, axis=1) for centre in self.centres])

    def departure(self, description: Description) -> Departure | None:
        """How the users of a dataset depart from those of the training; None where the model knows nothing of these."""
        if self.training is None:
            return None
        values, scale = description.features.matrix(self.features), description.overview.scale
        low, high = self.training.low, self.training.high
        outside = ((values < low) | (values > high)).sum(axis=0)
        ranges = zip(values.min(axis=0).tolist(), values.max(axis=0).tolist(), strict=True)
        found = zip(self.features, outside.tolist(), ranges, zip(low.tolist(), high.tolist(), strict=True), strict=True)
        return Departure(
            users=len(values),
            scale=(scale.low, scale.high),
            trained_scale=self.training.scale,
            outside=tuple(Outside(FEATURES[name], users, *both) for name, users, *both in found if users),
        )


def model_of(analysis: Analysis) -> Model:
    """The model of an analysis."""
    points, scale = analysis.points, analysis.description.overview.scale
    values = analysis.description.features.matrix(points.features)
    return Model(
        dataset=analysis.description.source.name,
        preset=analysis.preset.name,
        scaling=analysis.preset.scaling,
        seed=analysis.seed,
        features=points.features,
        shift=points.shift,
        factor=points.factor,
        centres=analysis.partition.centres,
        labels=tuple(segment.label for segment in analysis.segments),
        training=Training(len(values), (scale.low, scale.high), values.min(axis=0), values.max(axis=0)),
    )


def to_json(model: Model) -> str:
    """The model as indented JSON; its numbers read back to the same values."""
    content: dict[str, Any] = {
        "kind": KIND,
        "schema": SCHEMA,
        "segscope": __version__,
        "dataset": model.dataset,
        "preset": model.preset,
        "seed": model.seed,
        "features": list(model.features),
        "scaling": {"name": model.scaling, "shift": model.shift.tolist(), "factor": model.factor.tolist()},
        "segments": [
            {"id": number, "label": label, "centre": centre}
            for number, (label, centre) in enumerate(zip(model.labels, model.centres.tolist(), strict=True))
        ],
    }
    if model.training is not None:
        content["training"] = {
            "users": model.training.users,
            "rating_scale": list(model.training.scale),
            "low": model.training.low.tolist(),
            "high": model.training.high.tolist(),
        }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def load_model(path: Path) -> Model:
    """The model in a file.

    Raises:
        ModelError: it cannot be read, is not a model, is damaged, or comes from a newer segscope.
    """
    name = clean(path.name)
    content = _content(path, name)
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise ModelError(f"{name} is not a model of segscope.", "Name a model.json that segscope exported.")
    if content.get("schema") is True or content.get("schema") != SCHEMA:
        raise ModelError(
            f"{name} has schema {clean(content.get('schema'), 20)}, and this segscope reads {SCHEMA}.",
            "Use the segscope that wrote it.",
        )
    try:
        return _model(content)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"{name} is damaged ({type(error).__name__}: {clean(error, 80)}).", _EXPORT_AGAIN) from error


def _content(path: Path, name: str) -> Any:
    try:
        if not path.is_file():
            raise ModelError(f"{clean(path)} is not a file.", "Name a model.json that segscope exported.")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise ModelError(f"{name} cannot be read ({clean(error, 80)}).", "Check its permissions.") from error
    if len(data) > LARGEST_FILE:
        raise ModelError(f"{name} is too large for a model.", "Name a model.json that segscope exported.")
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{name} is not JSON.", _EXPORT_AGAIN) from error


def _model(content: dict[str, Any]) -> Model:
    """The model of the JSON; ValueError, TypeError or KeyError where it is not as it has to be."""
    features = tuple(_text(name) for name in content["features"])
    if not features or any(name not in FEATURES for name in features):
        raise ValueError("unknown features")
    scaling, segments = content["scaling"], content["segments"]
    if not segments or [segment["id"] for segment in segments] != list(range(len(segments))):
        raise ValueError("segments are not numbered from 0")
    model = Model(
        dataset=clean(_text(content["dataset"])),
        preset=clean(_text(content["preset"])),
        scaling=clean(_text(scaling["name"])),
        seed=_whole(content["seed"], 0),
        features=features,
        shift=_numbers(scaling["shift"], len(features)),
        factor=_numbers(scaling["factor"], len(features)),
        centres=np.array([_numbers(segment["centre"], len(features)) for segment in segments]),
        labels=tuple(clean(_text(segment["label"])) for segment in segments),
        training=_training(content["training"], len(features)) if "training" in content else None,
    )
    _refuse_unusable(model)
    return model


def _training(content: dict[str, Any], features: int) -> Training:
    low, high = _numbers(content["low"], features), _numbers(content["high"], features)
    lowest, highest = _numbers(content["rating_scale"], 2).tolist()
    if (low > high).any() or lowest > highest:
        raise ValueError("a range of the training ends before it begins")
    return Training(_whole(content["users"], 1), (lowest, highest), low, high)


def _refuse_unusable(model: Model) -> None:
    """ValueError where features as large as they can be get no finite distance, or all the same place."""
    if (model.factor <= 0).any():
        raise ValueError("a factor is not above zero")
    corners = np.array([-_LARGEST_FEATURE, 0, _LARGEST_FEATURE])[:, np.newaxis].repeat(len(model.features), axis=1)
    with np.errstate(all="ignore"):
        apart = np.square(np.diff((corners - model.shift) / model.factor, axis=0))
        if not (np.isfinite(model.distances(corners)).all() and (apart > 0).all()):
            raise ValueError("its figures give no distances")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _whole(value: object, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{clean(value, 20)} is not a whole number from {least}")
    return value


def _numbers(values: Sequence[object], size: int) -> np.ndarray:
    if len(values) != size:
        raise ValueError(f"{len(values)} numbers where {size} belong")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{value!r} is not a number")
    return np.array(values, dtype=np.float64)
