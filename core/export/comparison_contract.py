"""A comparison as the JSON contract has it: keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from core.analysis import Analysis
from core.comparison.comparing import Comparison
from core.comparison.drift import Drift
from core.comparison.flow import Division, Flow
from core.comparison.tree import Tree
from core.words.comparison import comparison_lines
from core.words.drift import drift_lines, how_far


def comparison_content(comparison: Comparison) -> dict[str, Any]:
    """Two segmentations of the same users."""
    tree = comparison.tree
    return {
        "kind": "segmentations",
        "first": _segmentation(comparison.first),
        "second": _segmentation(comparison.second),
        "users_in_both": comparison.flow.users,
        "only_in_first": comparison.only_in_first,
        "only_in_second": comparison.only_in_second,
        "flow": _flow(comparison.flow),
        "tree": _tree(tree) if tree.levels else None,
        "drift": None,
        "sentences": comparison_lines(comparison),
    }


def drift_content(drift: Drift) -> dict[str, Any]:
    """Two datasets."""
    first, second = drift.first, drift.second
    return {
        "kind": "datasets",
        "first": _segmentation(first),
        "second": {
            "dataset": second.source.name,
            "users": len(drift.labels),
            "segments": [{"id": one.segment, "users": one.users[1], "share": one.shares[1]} for one in drift.segments],
        },
        "users_in_both": drift.in_both,
        "only_in_first": len(first.points) - drift.in_both,
        "only_in_second": len(drift.labels) - drift.in_both,
        "flow": None if drift.flow is None else _flow(drift.flow),
        "tree": None,
        "drift": {
            "features": [
                {
                    "feature": one.feature.name,
                    "clusters": one.feature.name in first.preset.features,
                    "medians": list(one.medians),
                    "psi": one.stability.index,
                    "psi_by_chance": one.stability.by_chance,
                    "bins": one.stability.bins,
                    "moved": how_far(one.stability),
                }
                for one in drift.features
            ],
            "lacking": dict(drift.lacking),
        },
        "sentences": drift_lines(drift),
    }


def _segmentation(analysis: Analysis) -> dict[str, Any]:
    preset = analysis.preset
    return {
        "dataset": analysis.description.source.name,
        "preset": preset.name,
        "algorithm": preset.algorithm,
        "features": list(preset.features),
        "scaling": preset.scaling,
        "min_ratings": preset.min_ratings,
        "seed": analysis.seed,
        "k": analysis.k,
        "users": len(analysis.points),
        "segments": [
            {
                "id": one.id,
                "label": one.label,
                "name": analysis.names.get(one.id),
                "users": one.users,
                "share": one.share,
            }
            for one in analysis.segments
        ],
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "users": flow.counts.tolist(),
        "shares": flow.shares.tolist(),
        "shares_back": flow.shares_back.tolist(),
        "adjusted_rand": flow.adjusted_rand,
        "variation_of_information": flow.variation_of_information,
        "pairs": [{"first": one.first, "second": one.second, "users": one.users} for one in flow.pairs],
        "splits": [_division(one) for one in flow.splits],
        "unions": [_division(one) for one in flow.unions],
    }


def _division(division: Division) -> dict[str, Any]:
    return {
        "segment": division.segment,
        "parts": [{"segment": segment, "share": share} for segment, share in division.parts],
    }


def _tree(tree: Tree) -> dict[str, Any]:
    return {
        "against": tree.against,
        "levels": [
            {
                "k": level.k,
                "against": level.against,
                "segments": [
                    {"id": one.segment, "users": one.users, "parent": one.parent, "share": one.share}
                    for one in level.branches
                ],
            }
            for level in tree.levels
        ],
    }
