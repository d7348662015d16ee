"""A segmentation to keep: everything that is needed to assign the users of another table, as plain JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from core import __version__
from core.analysis import Analysis
from core.checked import numbers, text, whole
from core.clustering.gaussians import BALLS, DIAGONAL, FULL, Gaussians
from core.departure import Departure, Outside, Training, beyond_by_chance, reach_of
from core.description import Description
from core.engine.engine import LARGEST_RATING
from core.errors import ModelError
from core.features.bend import BENDS, STRAIGHT, Bend
from core.features.catalogue import FEATURES
from core.features.table import UserFeatures
from core.segments.kept_rule import KeptRule, kept, read_rule
from core.segments.names import Names, clean_name
from core.text import clean

KIND = "segscope model"
SCHEMA, LATER_SCHEMA = 1, 2
"""What segscope 0.1.0 can assign by, and what takes more than it knows: it refuses the second."""

_FIRST_FEATURES = frozenset(
    ("num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies", "rating_range")
)
"""Those that segscope 0.1.0 knows."""

LARGEST_FILE = 1 << 24

_EXPORT_AGAIN = "Export the model again."
_NAME_A_MODEL = "Name a model.json that segscope exported."
_LARGEST_FEATURE = 2 * LARGEST_RATING


@dataclass(frozen=True, eq=False)
class Model:
    """``bend``, ``shift`` and ``factor`` (features,) scale a user's features; ``centres`` (segments, features) are
    scaled.

    ``gaussians`` assign users, where they are None the nearest centre does; ``training`` is None in models of segscope
    0.1.0. Users with fewer than ``min_ratings`` ratings have no segment. ``names`` are those that a person gave;
    ``rules`` say who the users of each segment are, as far as a model knows.
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
    gaussians: Gaussians | None = None
    bend: Bend = STRAIGHT
    min_ratings: int = 1
    names: Names = field(default_factory=dict)
    rules: tuple[KeptRule | None, ...] = ()

    @property
    def schema(self) -> int:
        """The first that holds all of it."""
        is_first = self.gaussians is None and self.bend == STRAIGHT and self.min_ratings == 1
        return SCHEMA if is_first and _FIRST_FEATURES.issuperset(self.features) else LATER_SCHEMA

    def assign(self, features: UserFeatures) -> tuple[np.ndarray, np.ndarray]:
        """The segment (users,) of each user, and the distance (users,) to its centre in scaled units."""
        matrix = features.matrix(self.features)
        distances = self.distances(matrix)
        segments = distances.argmin(axis=1) if self.gaussians is None else self.gaussians.predict(self.scaled(matrix))
        return segments, distances[np.arange(len(segments)), segments]

    def scaled(self, matrix: np.ndarray) -> np.ndarray:
        """Features (users, features) in scaled units."""
        return np.asarray((self.bend.apply(matrix) - self.shift) / self.factor)

    def distances(self, matrix: np.ndarray) -> np.ndarray:
        """The distance (users, segments) of features (users, features) to each centre, in scaled units."""
        scaled = self.scaled(matrix)
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
            beyond=self._beyond(description.features, self.training.reach),
            by_chance=beyond_by_chance(self.training),
        )

    def _beyond(self, features: UserFeatures, reach: np.ndarray | None) -> int:
        """How many users are farther from the centre of their segment than its reach."""
        if reach is None:
            return 0
        segments, distances = self.assign(features)
        return int((distances > reach[segments]).sum())


def model_of(analysis: Analysis) -> Model:
    """The model of an analysis."""
    points, scale = analysis.points, analysis.description.overview.scale
    values = analysis.description.features.matrix(points.features)
    ends = values.min(axis=0), values.max(axis=0)
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
        training=Training(len(values), (scale.low, scale.high), *ends, _reach(analysis)),
        gaussians=analysis.partition.gaussians,
        bend=points.bend,
        min_ratings=analysis.preset.min_ratings,
        names=analysis.names,
        rules=tuple(kept(portrait.rule) for portrait in analysis.portraits.segments),
    )


def _reach(analysis: Analysis) -> np.ndarray:
    values, partition = analysis.points.values, analysis.partition
    return reach_of(np.linalg.norm(values - partition.centres[partition.labels], axis=1), partition.labels)


def to_json(model: Model) -> str:
    """The model as indented JSON; its numbers read back to the same values."""
    content: dict[str, Any] = {
        "kind": KIND,
        "schema": model.schema,
        "segscope": __version__,
        "dataset": model.dataset,
        "preset": model.preset,
        "seed": model.seed,
        "features": list(model.features),
        "scaling": {"name": model.scaling, "shift": model.shift.tolist(), "factor": model.factor.tolist()},
        "segments": [
            {"id": number, "label": label, **_words(model, number), "centre": centre}
            for number, (label, centre) in enumerate(zip(model.labels, model.centres.tolist(), strict=True))
        ],
    }
    if model.bend != STRAIGHT:
        content["scaling"]["bend"] = model.bend.name
    if model.min_ratings > 1:
        content["min_ratings"] = model.min_ratings
    if model.training is not None:
        content["training"] = {
            "users": model.training.users,
            "rating_scale": list(model.training.scale),
            "low": model.training.low.tolist(),
            "high": model.training.high.tolist(),
        }
        if model.training.reach is not None:
            content["training"]["reach"] = model.training.reach.tolist()
    if model.gaussians is not None:
        content["mixture"] = {
            "covariances": model.gaussians.kind,
            "components": [
                {"weight": weight, "covariance": covariance}
                for weight, covariance in zip(
                    model.gaussians.weights.tolist(), model.gaussians.covariances.tolist(), strict=True
                )
            ],
        }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _words(model: Model, segment: int) -> dict[str, Any]:
    """The name and the rule of a segment that has them."""
    name, rule = model.names.get(segment), dict(enumerate(model.rules)).get(segment)
    return {**({"name": name} if name else {}), **({"rule": rule.as_json()} if rule else {})}


def load_model(path: Path) -> Model:
    """The model in a file.

    Raises:
        ModelError: it cannot be read, is not a model, is damaged, or comes from a newer segscope.
    """
    name = clean(path.name)
    content = _content(path, name)
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise ModelError(f"{name} is not a model of segscope.", _NAME_A_MODEL)
    if content.get("schema") is True or content.get("schema") not in (SCHEMA, LATER_SCHEMA):
        raise ModelError(
            f"{name} has schema {clean(content.get('schema'), 20)}, and this segscope reads {SCHEMA} and "
            f"{LATER_SCHEMA}.",
            "Use the segscope that wrote it.",
        )
    try:
        return _model(content)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"{name} is damaged ({type(error).__name__}: {clean(error, 80)}).", _EXPORT_AGAIN) from error


def _content(path: Path, name: str) -> Any:
    try:
        if not path.is_file():
            raise ModelError(f"{clean(path)} is not a file.", _NAME_A_MODEL)
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise ModelError(f"{name} cannot be read ({clean(error, 80)}).", "Check its permissions.") from error
    if len(data) > LARGEST_FILE:
        raise ModelError(f"{name} is too large for a model.", _NAME_A_MODEL)
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{name} is not a model of segscope: it is not JSON.", _NAME_A_MODEL) from error


def _model(content: dict[str, Any]) -> Model:
    """The model of the JSON; ValueError, TypeError or KeyError where it is not as it has to be."""
    features = tuple(text(name) for name in content["features"])
    if not features or any(name not in FEATURES for name in features):
        raise ValueError("unknown features")
    scaling, segments = content["scaling"], content["segments"]
    if not segments or [segment["id"] for segment in segments] != list(range(len(segments))):
        raise ValueError("segments are not numbered from 0")
    centres = np.array([numbers(segment["centre"], len(features)) for segment in segments])
    model = Model(
        dataset=clean(text(content["dataset"])),
        preset=clean(text(content["preset"])),
        scaling=clean(text(scaling["name"])),
        seed=whole(content["seed"], 0),
        features=features,
        shift=numbers(scaling["shift"], len(features)),
        factor=numbers(scaling["factor"], len(features)),
        centres=centres,
        labels=tuple(clean(text(segment["label"])) for segment in segments),
        training=_training(content["training"], len(features), len(segments)) if "training" in content else None,
        gaussians=_gaussians(content["mixture"], centres) if "mixture" in content else None,
        bend=BENDS[text(scaling.get("bend", STRAIGHT.name))],
        min_ratings=whole(content.get("min_ratings", 1), 1),
        names={one["id"]: name for one in segments if (name := clean_name(text(one.get("name", ""))))},
        rules=tuple(read_rule(one.get("rule")) for one in segments),
    )
    if content["schema"] != model.schema:
        raise ValueError("it holds other things than its schema says")
    _refuse_unusable(model)
    return model


def _training(content: dict[str, Any], features: int, segments: int) -> Training:
    low, high = numbers(content["low"], features), numbers(content["high"], features)
    lowest, highest = numbers(content["rating_scale"], 2).tolist()
    if (low > high).any() or lowest > highest:
        raise ValueError("a range of the training ends before it begins")
    reach = numbers(content["reach"], segments) if "reach" in content else None
    return Training(whole(content["users"], 1), (lowest, highest), low, high, reach)


def _gaussians(content: dict[str, Any], centres: np.ndarray) -> Gaussians:
    kind, components, features = text(content["covariances"]), content["components"], centres.shape[1]
    if kind not in (FULL, DIAGONAL, BALLS) or len(components) != len(centres):
        raise ValueError("a mixture does not fit its centres")
    weights = numbers([component["weight"] for component in components], len(components))
    rows = [[numbers(row, features) for row in component["covariance"]] for component in components]
    if any(len(matrix) != features for matrix in rows):
        raise ValueError("a covariance is not square")
    return Gaussians(kind, weights, centres, np.array(rows))


def _refuse_unusable(model: Model) -> None:
    """ValueError where features as large as they can be get no finite distance, or all the same place."""
    if (model.factor <= 0).any():
        raise ValueError("a factor is not above zero")
    corners = np.array([-_LARGEST_FEATURE, 0, _LARGEST_FEATURE])[:, np.newaxis].repeat(len(model.features), axis=1)
    with np.errstate(all="ignore"):
        apart = np.square(np.diff(model.scaled(corners), axis=0))
        if not (np.isfinite(model.distances(corners)).all() and (apart > 0).all()):
            raise ValueError("its figures give no distances")
        if model.gaussians is not None and not np.isfinite(model.gaussians.log_densities(model.scaled(corners))).all():
            raise ValueError("its mixture gives no densities")
