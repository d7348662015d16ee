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
from core.errors import ModelError
from core.features.catalogue import FEATURES
from core.features.table import UserFeatures
from core.text import clean

KIND = "segscope model"
SCHEMA = 1
LARGEST_FILE = 1 << 24

_EXPORT_AGAIN = "Export the model again."


@dataclass(frozen=True, eq=False)
class Model:
    """``shift`` and ``factor`` (features,) scale a user's features; ``centres`` (segments, features) are scaled."""

    dataset: str
    preset: str
    scaling: str
    seed: int
    features: tuple[str, ...]
    shift: np.ndarray
    factor: np.ndarray
    centres: np.ndarray
    labels: tuple[str, ...]

    def assign(self, features: UserFeatures) -> tuple[np.ndarray, np.ndarray]:
        """The segment (users,) of the nearest centre for each user, and the distance (users,) in scaled units."""
        scaled = (features.matrix(self.features) - self.shift) / self.factor
        distances = np.column_stack([np.linalg.norm(scaled - centre, axis=1) for centre in self.centres])
        segments = distances.argmin(axis=1)
        return segments, distances[np.arange(len(segments)), segments]


def model_of(analysis: Analysis) -> Model:
    """The model of an analysis."""
    points = analysis.points
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
    )


def to_json(model: Model) -> str:
    """The model as indented JSON; its numbers read back to the same values."""
    content = {
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
    factor = _numbers(scaling["factor"], len(features))
    if (factor <= 0).any():
        raise ValueError("a factor is not above zero")
    if not segments or [segment["id"] for segment in segments] != list(range(len(segments))):
        raise ValueError("segments are not numbered from 0")
    return Model(
        dataset=clean(_text(content["dataset"])),
        preset=clean(_text(content["preset"])),
        scaling=clean(_text(scaling["name"])),
        seed=int(content["seed"]),
        features=features,
        shift=_numbers(scaling["shift"], len(features)),
        factor=factor,
        centres=np.array([_numbers(segment["centre"], len(features)) for segment in segments]),
        labels=tuple(clean(_text(segment["label"])) for segment in segments),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _numbers(values: Sequence[object], size: int) -> np.ndarray:
    if len(values) != size:
        raise ValueError(f"{len(values)} numbers where {size} belong")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{value!r} is not a number")
    return np.array(values, dtype=np.float64)
