"""The tables of a report as rows of text, one place for every format."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from core import __version__, formats
from core.analysis import Analysis
from core.clustering.algorithms import ALGORITHMS
from core.clustering.partition import Partition
from core.evidence.indices import evidence_columns
from core.export.shown import is_shown
from core.features.catalogue import FEATURES
from core.features.scalings import SCALINGS
from core.words.evidence import CHOSEN, evidence_lines, legend, marked
from core.words.quality import left_out_users
from core.words.tastes import method
from core.words.verdict import verdict_on_k

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
    overview, quality = analysis.description.overview, analysis.description.quality
    noun = analysis.description.source.item_noun.capitalize()
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
    features = analysis.description.features
    summaries = {name: features.summaries[name].as_dict() for name in features.columns}
    heads = ("feature", *next(iter(summaries.values())))
    rows = [(name, *(formats.decimal(value) for value in summary.values())) for name, summary in summaries.items()]
    return ReportTable("User features", heads, tuple(rows))


def sweep_table(analysis: Analysis) -> ReportTable:
    """The objective, explained share and iterations for every K that is compared; the K at hand and the knee, or else
    the lowest objective, are named.
    """
    knee, aim = analysis.knee, analysis.sweep.objective
    lowest = min(analysis.sweep.swept, key=lambda one: one.objective, default=None)
    rows = []
    for partition in analysis.sweep.compared(analysis.k):
        said = ["chosen"] if partition.k == analysis.k else []
        said += [f"knee (of K = {knee.first} to {knee.last})"] if knee is not None and partition.k == knee.k else []
        said += [f"lowest {aim.head}"] if partition is lowest and not aim.bends else []
        explained = formats.percent(analysis.sweep.explained_share(partition.k), 0)
        rows.append((", ".join(said), str(partition.k), objective(partition), explained, str(partition.n_iter)))
    title = "Elbow" if aim.bends else f"{aim.head} for every K"
    return ReportTable(title, ("", "K", aim.head, "explained", "iterations"), tuple(rows))


def evidence_table(analysis: Analysis) -> ReportTable | None:
    """Every index for every K, the choice of each column marked; None where no evidence was gathered."""
    rows = list(analysis.evidence.rows.values())
    if not rows:
        return None
    choices = {} if analysis.verdict is None else analysis.verdict.choices
    cells = [
        (
            str(row.k),
            *(marked(index.cell(row), is_chosen=row.k == choices.get(index.name)) for index, _ in evidence_columns()),
        )
        for row in rows
    ]
    heads = ("K", *(column.head for _, column in evidence_columns()))
    return ReportTable(f"Evidence ({CHOSEN} chosen by its index)", heads, tuple(cells))


def verdict_lines(analysis: Analysis) -> list[str]:
    """Which K the evidence supports, in sentences: first the answer, what it means for the K at hand, and why that was
    taken.
    """
    verdict, k = analysis.verdict, analysis.k
    lines = evidence_lines(analysis.evidence, verdict, analysis.sweep.telling_knees, k)
    on_k = "" if verdict is None else verdict_on_k(verdict, k)
    lines[1:1] = filter(None, (on_k and f"K = {k}: {on_k}.", analysis.why_k))
    return [*lines, f"In the evidence table, {legend()}"] if analysis.evidence.rows else lines


def objective(partition: Partition, digits: int = 2) -> str:
    """The objective of a partition, with its error where it is estimated."""
    if partition.estimated:
        return formats.estimate(partition.objective, partition.error, digits)
    return formats.decimal(partition.objective, digits)


def wcss(partition: Partition, digits: int = 2) -> str:
    """The WCSS of a partition, with its error where it is estimated and the error known."""
    if partition.bic is None:
        return objective(partition, digits)
    return f"{'~ ' if partition.estimated else ''}{formats.decimal(partition.wcss, digits)}"


def segments_table(analysis: Analysis) -> ReportTable:
    """Size, share, means of the clustering features and name, or else label, of every segment."""
    names = analysis.preset.features
    heads = ("segment", "label", "users", "share", *(FEATURES[name].short for name in names))
    rows = [
        (
            str(segment.id),
            analysis.name_of(segment.id),
            formats.count(segment.users),
            formats.percent(segment.share),
            *(FEATURES[name].of_many(segment.means[name]) for name in names),
        )
        for segment in analysis.segments
    ]
    return ReportTable("Segments", heads, (*rows, *everyone_rows(analysis)), left=2)


def profiles_table(analysis: Analysis) -> ReportTable:
    """Mean and median of the clustering features and of the notebook's, features down, segments across."""
    shown = [
        (name, summary)
        for name, summary in analysis.description.features.summaries.items()
        if is_shown(name, analysis.preset)
    ]
    rows = []
    for name, summary in shown:
        written = FEATURES[name].of_many
        cells = [
            f"{written(portrait.means[name])} / {written(portrait.medians[name])}"
            for portrait in analysis.portraits.segments
        ]
        rows.append((name, f"{written(summary.mean)} / {written(summary.median)}", *cells))
    heads = ("mean / median", "all users", *(f"segment {segment.id}" for segment in analysis.segments))
    return ReportTable("Profiles", heads, tuple(rows))


def method_table(analysis: Analysis) -> ReportTable:
    """How the segments were made, with which settings and versions."""
    preset, algorithm = analysis.preset, ALGORITHMS[analysis.preset.algorithm]
    made = algorithm.method(analysis.partition)
    left_out = left_out_users(analysis.description.left_out_users, preset.min_ratings)
    rows = [
        ("Preset", preset.name),
        *([("Left out", left_out)] if left_out else []),
        ("Features", ", ".join(preset.features)),
        ("Scaling", f"{preset.scaling} ({SCALINGS[preset.scaling].method})"),
        (algorithm.title, f"K = {analysis.k}, seed {analysis.seed}, {made}"),
        ("Distances", "Euclidean, in scaled units"),
        ("Labels", analysis.labelling.method),
        *([("Rules", _rules(analysis))] if analysis.k > 1 else []),
        *([("Tastes", method(analysis.tastes))] if analysis.tastes is not None and analysis.k > 1 else []),
        ("Versions", f"segscope {__version__}, {', '.join(f'{name} {version(name)}' for name in _COMPUTING)}"),
    ]
    return ReportTable("Method", ("", ""), tuple(rows), left=2)


def _rules(analysis: Analysis) -> str:
    share = formats.percent(analysis.portraits.fidelity, 0)
    return f"a shallow decision tree, pruned; {share} of the users are held by the rule of their own segment alone"


def everyone_rows(analysis: Analysis) -> tuple[tuple[str, ...], ...]:
    """Rows of the segments table for the mean user, and for the median user, with whom the labels compare."""
    names = analysis.preset.features
    features = analysis.description.features
    summaries = [features.summaries[name] for name in names]
    means = [FEATURES[name].of_many(summary.mean) for name, summary in zip(names, summaries, strict=True)]
    medians = [FEATURES[name].of_many(summary.median) for name, summary in zip(names, summaries, strict=True)]
    return (
        ("", "all users, mean", formats.count(len(features)), formats.percent(1), *means),
        ("", "all users, median", "", "", *medians),
    )


def data_tables(analysis: Analysis) -> tuple[ReportTable, ...]:
    """The tables of the data."""
    return dataset_table(analysis), features_table(analysis)


def k_tables(analysis: Analysis) -> tuple[ReportTable, ...]:
    """The tables behind the verdict."""
    evidence = evidence_table(analysis)
    return (sweep_table(analysis), *([] if evidence is None else [evidence]))


def segment_tables(analysis: Analysis) -> tuple[ReportTable, ...]:
    """The tables of the segments, and how they were made."""
    return segments_table(analysis), profiles_table(analysis), method_table(analysis)
