"""The JSON report: a contract (schema 1) whose keys may be added to, never renamed."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from core import __version__
from core.analysis import Analysis
from core.evidence.evidence import KEvidence
from core.evidence.gap import log_w

SCHEMA = 1


def to_json(analysis: Analysis) -> str:
    """The contract as indented JSON; numbers that are not finite are null."""
    return json.dumps(_finite(as_contract(analysis)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_contract(analysis: Analysis) -> dict[str, Any]:
    """The analysis as the contract's nested dictionaries."""
    ground = analysis.groundwork
    knee, rule = analysis.knee, ground.description.rule
    overview, quality, preset = ground.description.overview, ground.description.quality, ground.preset
    return {
        "schema": SCHEMA,
        "segscope": __version__,
        "dataset": {
            "name": ground.description.source.name,
            "synthetic": ground.description.source.synthetic,
            "columns": asdict(ground.description.source.ratings_columns),
            "users": overview.users,
            "items": overview.items,
            "catalogue_items": overview.catalogue_items,
            "ratings": overview.ratings,
            "sparsity_percent": overview.sparsity_percent,
            "rating_min": overview.rating_min,
            "rating_max": overview.rating_max,
            "rating_mean": overview.rating_mean,
            "rating_scale": [overview.scale.low, overview.scale.high],
            "ratings_outside_scale": overview.scale.outside,
            "rating_histogram": [
                {"rating": value, "count": count}
                for value, count in zip(overview.rating_counts.values, overview.rating_counts.counts, strict=True)
            ],
            "rating_histogram_binned": overview.rating_counts.binned,
        },
        "quality": {
            "rows_read": quality.rows_read,
            "rows_dropped": quality.rows_dropped,
            "dropped": dict(quality.dropped),
            "duplicate_pairs": quality.duplicate_pairs,
        },
        "preset": preset.name,
        "features": list(preset.features),
        "scaling": preset.scaling,
        "seed": ground.seed,
        "feature_summary": {
            name: ground.description.features.summaries[name].as_dict() for name in ground.description.features.columns
        },
        "sweep": [
            {"k": fit.k, "wcss": fit.wcss, "n_iter": fit.n_iter, "estimated": fit.estimated, "error": fit.error}
            for fit in analysis.sweep
        ],
        "knee": {"k": knee.k, "first": knee.first, "last": knee.last},
        "evidence": [evidence_row(row) for row in analysis.evidence.rows.values()],
        "verdict": asdict(analysis.verdict) if analysis.evidence.rows else None,
        "k": analysis.k,
        "wcss": analysis.fit.wcss,
        "segments": [
            {
                "id": segment.id,
                "users": segment.users,
                "share": segment.share,
                "means": dict(segment.means),
                "centre": dict(segment.centre),
                "label": segment.label,
            }
            for segment in analysis.segments
        ],
        "label_thresholds": {"positive_above": rule.positive_above, "critical_below": rule.critical_below},
        "notes": [*ground.description.notes, *analysis.notes],
    }


def evidence_row(row: KEvidence) -> dict[str, Any]:
    """One K: null where an index is undefined or was not computed."""
    silhouette, gap, strength = row.silhouette, row.gap, row.prediction_strength
    return {
        "k": row.k,
        "wcss": row.wcss,
        "explained_share": row.explained_share,
        "silhouette": silhouette and silhouette.mean,
        "silhouette_error": silhouette and silhouette.error,
        "silhouette_by_segment": silhouette and list(silhouette.by_segment),
        "silhouette_squared": row.silhouette_squared,
        "calinski_harabasz": row.calinski_harabasz,
        "davies_bouldin": row.davies_bouldin,
        "densest_cut": row.densest_cut and row.densest_cut.density,
        "densest_cut_p_value": row.densest_cut and row.densest_cut.p_value,
        "log_w": log_w(row.wcss),
        "gap_log_w": gap and gap.log_w,
        "gap": gap and gap.value,
        "gap_se": gap and gap.error,
        "prediction_strength": strength and strength.mean,
        "prediction_strength_error": strength and strength.error,
        "jaccard": None if row.jaccard is None else list(row.jaccard),
        "restart_spread": row.restarts and row.restarts.spread,
        "restarts_improve": row.restarts and row.restarts.improved,
        "smallest_segment": row.smallest_segment,
    }


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
