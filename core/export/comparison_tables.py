"""The tables of a comparison as rows of text, one place for every format."""

from __future__ import annotations

import numpy as np

from core import formats
from core.comparison.comparing import Comparison
from core.comparison.drift import Drift
from core.comparison.flow import Flow
from core.comparison.tree import Tree
from core.export.report_tables import ReportTable
from core.words.comparison import titles
from core.words.drift import how_far

_NOBODY = "·"


def comparison_tables(comparison: Comparison) -> tuple[ReportTable, ...]:
    """The flow both ways, the best matches, and the tree of K."""
    first, second = comparison.first, comparison.second
    names = titles(first, second)
    labels = [[one.name_of(segment) for segment in range(one.k)] for one in (first, second)]
    goes = f"Where the users of {names[0]} (down) go in {names[1]} (across)"
    comes = f"Where the users of {names[1]} (across) come from in {names[0]} (down)"
    return (
        *flow_tables(comparison.flow, (goes, comes), labels[0]),
        _pairs_table(comparison.flow, names, labels),
        *([tree_table(comparison.tree)] if len(comparison.tree.levels) > 1 else []),
    )


def drift_tables(drift: Drift) -> tuple[ReportTable, ...]:
    """The sizes of segments, the drift of features, and the flow of the users who are in both."""
    labels = [drift.first.name_of(segment) for segment in range(drift.first.k)]
    heads = "Where the users who are in both go (from down to across)", "Where they come from"
    flow = () if drift.flow is None else flow_tables(drift.flow, heads, labels)
    return _sizes_table(drift, labels), _features_table(drift), *flow


def flow_tables(flow: Flow, heads: tuple[str, str], labels: list[str]) -> tuple[ReportTable, ReportTable]:
    """Where the users of each segment go, and where those of each come from, under these heads."""
    columns = ("segment", "label", "users", *(f"→ {segment}" for segment in range(flow.counts.shape[1])))
    sizes = flow.counts.sum(axis=1).tolist()

    def rows(shares: np.ndarray) -> tuple[tuple[str, ...], ...]:
        return tuple(
            (str(number), label, formats.count(users), *map(_share, row))
            for number, (label, users, row) in enumerate(zip(labels, sizes, shares.tolist(), strict=True))
        )

    all_users = ("", "users", formats.count(flow.users), *map(formats.count, flow.counts.sum(axis=0).tolist()))
    return (
        ReportTable(f"{heads[0]}: shares of each row", columns, rows(flow.shares), left=2),
        ReportTable(f"{heads[1]}: shares of each column", columns, (*rows(flow.shares_back), all_users), left=2),
    )


def _share(share: float) -> str:
    if not share:
        return _NOBODY
    return "< 1 %" if share < 0.005 else formats.percent(share, 0)


def _pairs_table(flow: Flow, names: tuple[str, str], labels: list[list[str]]) -> ReportTable:
    rows = [
        (
            f"{pair.first}  {labels[0][pair.first]}",
            f"{pair.second}  {labels[1][pair.second]}",
            formats.count(pair.users),
        )
        for pair in flow.pairs
    ]
    rows += [(f"{segment}  {labels[0][segment]}", formats.UNDEFINED, "") for segment in flow.gone]
    rows += [(formats.UNDEFINED, f"{segment}  {labels[1][segment]}", "") for segment in flow.new]
    return ReportTable("Segments that match best", (*names, "users in both"), tuple(rows), left=2)


def tree_table(tree: Tree) -> ReportTable:
    """Each segment of each K with the one from which most of its users come, and who moves against the flow."""
    rows = []
    for before, level in zip((None, *tree.levels), tree.levels, strict=False):
        segments = ",  ".join(
            str(one.segment)
            if one.parent is None or one.share is None
            else f"{one.segment} ← {one.parent} ({formats.percent(one.share, 0)})"
            for one in level.branches
        )
        rows.append((f"K = {level.k}", segments, "" if before is None else formats.percent(level.against)))
    heads = ("", "segment ← where most of its users come from", "against the flow")
    return ReportTable("Tree of K", heads, tuple(rows), left=2)


def _sizes_table(drift: Drift, labels: list[str]) -> ReportTable:
    rows = [
        (
            str(one.segment),
            label,
            *(formats.count(users) for users in one.users),
            *(formats.percent(share) for share in one.shares),
            f"{formats.signed(100 * one.change)} points",
        )
        for one, label in zip(drift.segments, labels, strict=True)
    ]
    heads = ("segment", "label", "users before", "after", "share before", "after", "change")
    return ReportTable("Segments", heads, tuple(rows), left=2)


def _features_table(drift: Drift) -> ReportTable:
    used = drift.first.preset.features
    rows = [
        (
            one.feature.name,
            "yes" if one.feature.name in used else "",
            how_far(one.stability),
            formats.decimal(one.stability.index),
            formats.decimal(one.stability.by_chance),
            *formats.told_apart(*one.medians),
        )
        for one in drift.features
    ]
    heads = ("feature", "segmented by", "moved", "PSI", "by chance", "median before", "after")
    return ReportTable("Features", heads, tuple(rows), left=3)
