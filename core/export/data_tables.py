"""The tables of an export as columns: users, segments, the sweep, and the summary of the features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from core.analysis import Analysis
from core.evidence.evidence import KEvidence
from core.export.contract import evidence_row
from core.features.table import UserFeatures
from core.model import Model
from core.segments.names import Names
from core.segments.portrait import Portrait
from core.segments.profile import Segment


def users_table(analysis: Analysis) -> pd.DataFrame:
    """One row a user, by ascending id: features, segment, its label and its name where it has one, and the distance to
    its centre in scaled units.
    """
    partition = analysis.partition
    distances = np.linalg.norm(analysis.points.values - partition.centres[partition.labels], axis=1)
    labels = [segment.label for segment in analysis.segments]
    return _users(analysis.description.features, partition.labels, labels, analysis.names, distances)


def assigned_users_table(model: Model, features: UserFeatures) -> pd.DataFrame:
    """The same table for users that a model assigns."""
    segments, distances = model.assign(features)
    return _users(features, segments, model.labels, model.names, distances)


def _users(
    features: UserFeatures, segments: np.ndarray, labels: Sequence[str], names: Names, distances: np.ndarray
) -> pd.DataFrame:
    label = np.array(labels, dtype=object)[segments]
    name = pd.Series(_texts(names.get(segment) for segment in range(len(labels))))[segments].array
    return features.to_frame().assign(segment=segments, label=label, name=name, distance=distances)


def segments_table(analysis: Analysis) -> pd.DataFrame:
    """One row a segment: size, shares, the mean, median, quartiles and effect of every feature, its centre, and what it
    is called and said of it: what is missing has no value. ``exemplars`` are a JSON list of ids.
    """
    pairs = list(zip(analysis.segments, analysis.portraits.segments, strict=True))
    table = pd.DataFrame([_figures(*pair) for pair in pairs])
    rules = [portrait.rule for _, portrait in pairs]
    return table.assign(
        label=[segment.label for segment, _ in pairs],
        name=_texts(analysis.names.get(segment.id) for segment, _ in pairs),
        sentence=[portrait.sentence for _, portrait in pairs],
        rule=_texts(None if rule is None else rule.words for rule in rules),
        coverage=[np.nan if rule is None else rule.coverage for rule in rules],
        precision=[np.nan if rule is None else rule.precision for rule in rules],
        sql=_texts(None if rule is None else rule.sql for rule in rules),
        exemplars=[json.dumps(portrait.exemplars, ensure_ascii=False) for _, portrait in pairs],
    )


def _figures(segment: Segment, portrait: Portrait) -> dict[str, float]:
    quartiles = portrait.quartiles.items()
    return {
        "segment": segment.id,
        "users": segment.users,
        "share": segment.share,
        "ratings_share": portrait.ratings_share,
        **{f"mean_{name}": value for name, value in portrait.means.items()},
        **{f"median_{name}": value for name, value in portrait.medians.items()},
        **{f"q25_{name}": low for name, (low, _) in quartiles},
        **{f"q75_{name}": high for name, (_, high) in quartiles},
        **{f"effect_{name}": value for name, value in portrait.effects.items()},
        **{f"centre_{name}": value for name, value in segment.centre.items()},
    }


def _texts(values: Iterable[str | None]) -> pd.api.extensions.ExtensionArray:
    """A column of text, also where all of it is missing."""
    return pd.array(list(values), dtype="string")


def sweep_table(analysis: Analysis) -> pd.DataFrame:
    """One row a K of the sweep, and the current one: WCSS, the objective, the share explained, iterations, evidence."""
    objective = analysis.sweep.objective.name
    return pd.DataFrame(
        {
            "k": partition.k,
            "wcss": partition.wcss,
            objective: partition.objective,
            "estimated": partition.estimated,
            "error": partition.error,
            "explained_share": analysis.sweep.explained_share(partition.k),
            "n_iter": partition.n_iter,
            **_evidence(analysis.evidence.rows.get(partition.k)),
        }
        for partition in analysis.sweep.compared(analysis.k)
    )


def _evidence(row: KEvidence | None) -> dict[str, object]:
    """The indices that were computed; several values, one a segment, are parted by spaces."""
    if row is None:
        return {}
    indices = {name: value for name, value in evidence_row(row).items() if name not in ("k", "wcss", "explained_share")}
    return {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in indices.items()}


def features_table(analysis: Analysis) -> pd.DataFrame:
    """One row a feature: what pandas' ``describe`` says of it, and how many users it describes."""
    features = analysis.description.features
    return pd.DataFrame(
        {"feature": name, "count": len(features), **features.summaries[name].as_dict()} for name in features.columns
    )
