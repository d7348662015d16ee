"""The tables of a report as rows of text, one place for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from core import __version__, formats
from core.analysis import Analysis
from core.catalogue import FEATURES
from core.clustering import N_INIT, SAMPLE_USERS, SAMPLES, KMeansFit
from core.evidence.words import CHOSEN, COLUMNS, INDEX_LEGEND
from core.interpretation.evidence_lines import evidence_lines
from core.knee import knees_by_end
from core.segments import feature_medians

_COMPUTING = ("scikit-learn", "numpy", "duckdb")
"""The packages on which figures depend."""


@dataclass(frozen=True)
class ReportTable:
    """A table with its heads; the first ``left`` columns hold words, the others right-aligned numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


def dataset_table(analysis: Analysis) -> ReportTable:
    """The figures of the dataset, and of what was left out of it."""
    overview, quality = analysis.groundwork.description.overview, analysis.groundwork.description.quality
    noun = analysis.groundwork.description.source.item_noun.capitalize()
    rows = [
        ("Users", formats.count(overview.users)),
        (f"{noun}s rated", formats.count(overview.items)),
        (
            f"{noun}s listed",
            formats.UNDEFINED if overview.catalogue_items is None else formats.count(overview.catalogue_items),
        ),
        ("Ratings", formats.count(overview.ratings)),
        ("Sparsity", f"{formats.decimal(overview.sparsity_percent)} %"),
        ("Lowest rating", formats.rating(overview.rating_min)),
        ("Highest rating", formats.rating(overview.rating_max)),
        ("Mean rating", formats.decimal(overview.rating_mean)),
        ("Rows left out", formats.count(quality.rows_dropped)),
        ("Duplicate pairs", formats.count(quality.duplicate_pairs)),
        ("Ratings off the scale", formats.count(overview.scale.outside)),
    ]
    return ReportTable("Dataset", ("", ""), tuple(rows))


def features_table(analysis: Analysis) -> ReportTable:
    """Every feature's summary, as pandas' describe gives it, features down and figures across."""
    features = analysis.groundwork.description.features
    summaries = {name: features.summaries[name].as_dict() for name in features.columns}
    heads = ("feature", *next(iter(summaries.values())))
    rows = [(name, *(formats.decimal(value) for value in summary.values())) for name, summary in summaries.items()]
    return ReportTable("User features", heads, tuple(rows))


def sweep_table(analysis: Analysis) -> ReportTable:
    """WCSS, explained share and iterations for every K of the sweep; the K at hand and the knee are named."""
    knee = analysis.knee
    rows = []
    for fit in analysis.compared:
        said = ["chosen"] if fit.k == analysis.k else []
        said += [f"knee (of K = {knee.first} to {knee.last})"] if fit.k == knee.k else []
        explained = formats.percent(analysis.explained_share(fit.k), 0)
        rows.append((", ".join(said), str(fit.k), wcss(fit), explained, str(fit.n_iter)))
    return ReportTable("Elbow", ("", "K", "WCSS", "explained", "iterations"), tuple(rows))


def evidence_table(analysis: Analysis) -> ReportTable | None:
    """Every index for every K, the choice of each column marked; None where no evidence was gathered."""
    rows = list(analysis.evidence.rows.values())
    if not rows:
        return None
    chosen = [analysis.verdict.choices.get(column.index) for column in COLUMNS]
    cells = [
        (
            str(row.k),
            *(column.write(row) + (CHOSEN if row.k == k else " ") for column, k in zip(COLUMNS, chosen, strict=True)),
        )
        for row in rows
    ]
    heads = ("K", *(column.head for column in COLUMNS))
    return ReportTable(f"Evidence ({CHOSEN} chosen by its index)", heads, tuple(cells))


def verdict_lines(analysis: Analysis) -> list[str]:
    """Which K the evidence supports, in sentences."""
    ks = analysis.groundwork.sweep_ks
    lines = evidence_lines(analysis.evidence, ks, knees_by_end(analysis.fits, ks), analysis.k)
    return [*lines, f"In the evidence table, {INDEX_LEGEND}"] if analysis.evidence.rows else lines


def wcss(fit: KMeansFit, digits: int = 2) -> str:
    """The WCSS of a fit, with its error where it is estimated."""
    return formats.estimate(fit.wcss, fit.error, digits) if fit.estimated else formats.decimal(fit.wcss, digits)


def segments_table(analysis: Analysis) -> ReportTable:
    """Size, share, means of the clustering features and label of every segment."""
    names = analysis.groundwork.preset.features
    heads = ("segment", "label", "users", "share", *(FEATURES[name].short for name in names))
    rows = [
        (
            str(segment.id),
            segment.label,
            formats.count(segment.users),
            formats.percent(segment.share),
            *(FEATURES[name].of_many(segment.means[name]) for name in names),
        )
        for segment in analysis.segments
    ]
    return ReportTable("Segments", heads, (*rows, *everyone_rows(analysis)), left=2)


def profiles_table(analysis: Analysis) -> ReportTable:
    """Mean and median of every feature, features down, segments across."""
    features, fit = analysis.groundwork.description.features, analysis.fit
    medians = [feature_medians(features, fit, segment.id) for segment in analysis.segments]
    rows = []
    for name, summary in features.summaries.items():
        written = FEATURES[name].of_many
        cells = [
            f"{written(segment.means[name])} / {written(median[name])}"
            for segment, median in zip(analysis.segments, medians, strict=True)
        ]
        rows.append((name, f"{written(summary.mean)} / {written(summary.median)}", *cells))
    heads = ("mean / median", "all users", *(f"segment {segment.id}" for segment in analysis.segments))
    return ReportTable("Profiles", heads, tuple(rows))


def method_table(analysis: Analysis) -> ReportTable:
    """How the segments were made, with which settings and versions."""
    ground, fit = analysis.groundwork, analysis.fit
    rule = ground.description.rule
    fitted = f"the best of {N_INIT} restarts (k-means++, Lloyd), {formats.counted(fit.n_iter, 'iteration')}"
    if fit.estimated:
        fitted = f"the best of {SAMPLES} that start from samples of {formats.count(SAMPLE_USERS)} users: estimated"
    rows = [
        ("Preset", ground.preset.name),
        ("Features", ", ".join(ground.preset.features)),
        ("Scaling", f"{ground.preset.scaling} (mean 0, standard deviation 1, dividing by n)"),
        ("K-means", f"K = {analysis.k}, seed {ground.seed}, {fitted}"),
        ("Distances", "Euclidean, in scaled units"),
        (
            "Labels",
            f"mean ratings against the median user's {formats.decimal(rule.median_num_ratings, 1)}; mean average: "
            f"Positive above {formats.decimal(rule.positive_above)}, Critical below "
            f"{formats.decimal(rule.critical_below)}; mean spread against the median user's "
            f"{formats.decimal(rule.median_std_rating)}",
        ),
        ("Versions", f"segscope {__version__}, {', '.join(f'{name} {version(name)}' for name in _COMPUTING)}"),
    ]
    return ReportTable("Method", ("", ""), tuple(rows), left=2)


def everyone_rows(analysis: Analysis) -> tuple[tuple[str, ...], ...]:
    """Rows of the segments table for the mean user, and for the median user, with whom the labels compare."""
    names = analysis.groundwork.preset.features
    features = analysis.groundwork.description.features
    summaries = [features.summaries[name] for name in names]
    means = [FEATURES[name].of_many(summary.mean) for name, summary in zip(names, summaries, strict=True)]
    medians = [FEATURES[name].of_many(summary.median) for name, summary in zip(names, summaries, strict=True)]
    return (
        ("", "all users, mean", formats.count(len(features)), formats.percent(1), *means),
        ("", "all users, median", "", "", *medians),
    )


def report_tables(analysis: Analysis) -> Sequence[ReportTable]:
    """The tables of the report in their order."""
    tables = (
        dataset_table(analysis),
        features_table(analysis),
        sweep_table(analysis),
        evidence_table(analysis),
        segments_table(analysis),
        profiles_table(analysis),
        method_table(analysis),
    )
    return tuple(table for table in tables if table is not None)
