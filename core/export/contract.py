"""The JSON report: a contract (schema 1) whose keys may be added to, never renamed.

JSON escapes control characters itself; what else steers a terminal (bidirectional overrides in names) is cleaned, since
the report is read on terminals too. A column can be named by what stands there.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from core import __version__
from core.analysis import Analysis
from core.evidence.evidence import KEvidence
from core.evidence.indices import INDICES
from core.export.taste_tables import tastes_json
from core.segments.portrait import Portrait
from core.segments.profile import Segment
from core.text import clean
from core.words.in_short import in_short

SCHEMA = 1


def to_json(analysis: Analysis) -> str:
    """The contract as indented JSON; numbers that are not finite are null."""
    return json.dumps(_finite(as_contract(analysis)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_contract(analysis: Analysis) -> dict[str, Any]:
    """The analysis as the contract's nested dictionaries."""
    description, preset, knee, verdict = analysis.description, analysis.preset, analysis.knee, analysis.verdict
    objective = analysis.sweep.objective.name
    source, overview, quality = description.source, description.overview, description.quality
    portraits = analysis.portraits
    return {
        "schema": SCHEMA,
        "segscope": __version__,
        "dataset": {
            "name": source.name,
            "synthetic": source.synthetic,
            "columns": {role: name and clean(name, len(name)) for role, name in asdict(source.ratings_columns).items()},
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
        "algorithm": preset.algorithm,
        "features": list(preset.features),
        "scaling": preset.scaling,
        "min_ratings": preset.min_ratings,
        "users_left_out": description.left_out_users,
        "features_left_out": dict(analysis.study.left_out),
        "seed": analysis.seed,
        "feature_summary": {
            name: description.features.summaries[name].as_dict() for name in description.features.columns
        },
        "sweep": [
            {
                "k": one.k,
                "wcss": one.wcss,
                objective: one.objective,
                "n_iter": one.n_iter,
                "estimated": one.estimated,
                "error": one.error,
            }
            for one in analysis.sweep.swept
        ],
        "knee": None if knee is None else asdict(knee),
        "evidence": [evidence_row(row) for row in analysis.evidence.rows.values()],
        "verdict": None if verdict is None else asdict(verdict),
        "k": analysis.k,
        "k_chosen": analysis.why_k or None,
        "wcss": analysis.partition.wcss,
        objective: analysis.partition.objective,
        "fidelity": portraits.fidelity,
        "in_short": in_short(analysis, portraits),
        "segments": [
            {
                **_segment(segment, portrait, analysis.names.get(segment.id)),
                "tastes": tastes_json(analysis, segment.id),
            }
            for segment, portrait in zip(analysis.segments, portraits.segments, strict=True)
        ],
        "label_thresholds": dict(analysis.labelling.thresholds),
        "notes": list(analysis.notes),
    }


def _segment(segment: Segment, portrait: Portrait, name: str | None) -> dict[str, Any]:
    rule = portrait.rule
    return {
        "id": segment.id,
        "users": segment.users,
        "share": segment.share,
        "ratings_share": portrait.ratings_share,
        "means": dict(portrait.means),
        "medians": dict(portrait.medians),
        "quartiles": {feature: list(ends) for feature, ends in portrait.quartiles.items()},
        "effect_sizes": dict(portrait.effects),
        "centre": dict(segment.centre),
        "label": segment.label,
        "name": name,
        "sentence": portrait.sentence,
        "rule": None
        if rule is None
        else {"words": rule.words, "users": rule.users, "coverage": rule.coverage, "precision": rule.precision},
        "sql": None if rule is None else rule.sql,
        "exemplars": [clean(one, len(one)) if isinstance(one, str) else one for one in portrait.exemplars],
    }


def evidence_row(row: KEvidence) -> dict[str, Any]:
    """One K: null where an index is undefined or was not computed."""
    keys: dict[str, Any] = {"k": row.k, "wcss": row.wcss, "explained_share": row.explained_share}
    for index in INDICES.values():
        keys |= index.json(row)
    return keys


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
