"""The tables of an export as columns: users, segments, the sweep, and the summary of the features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.analysis import Analysis
from core.evidence.evidence import KEvidence
from core.export.contract import evidence_row
from core.features.table import UserFeatures
from core.model import Model
from core.segments.profile import feature_medians


def users_table(analysis: Analysis) -> pd.DataFrame:
    """One row a user, by ascending id: features, segment, its label, and the distance to its centre in scaled units."""
    partition = analysis.partition
    distances = np.linalg.norm(analysis.points.values - partition.centres[partition.labels], axis=1)
    labels = [segment.label for segment in analysis.segments]
    return _users(analysis.description.features, partition.labels, labels, distances)


def assigned_users_table(model: Model, features: UserFeatures) -> pd.DataFrame:
    """The same table for users that a model assigns."""
    segments, distances = model.assign(features)
    return _users(features, segments, model.labels, distances)


def _users(features: UserFeatures, segments: np.ndarray, labels: Sequence[str], distances: np.ndarray) -> pd.DataFrame:
    label = np.array(labels, dtype=object)[segments]
    return features.to_frame().assign(segment=segments, label=label, distance=distances)


def segments_table(analysis: Analysis) -> pd.DataFrame:
    """One row a segment: size, share, the mean and median of every feature, its centre, its label."""
    features, partition = analysis.description.features, analysis.partition
    rows = []
    for segment in analysis.segments:
        medians = {f"median_{name}": value for name, value in feature_medians(features, partition, segment.id).items()}
        means = {f"mean_{name}": value for name, value in segment.means.items()}
        centre = {f"centre_{name}": value for name, value in segment.centre.items()}
        sizes = {"segment": segment.id, "users": segment.users, "share": segment.share}
        rows.append({**sizes, **means, **medians, **centre, "label": segment.label})
    return pd.DataFrame(rows)


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
