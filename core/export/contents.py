"""What is exported: every file, and what makes it; each imports only what it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ExportError
from core.heavy import importing
from core.text import clean

if TYPE_CHECKING:
    import pandas as pd

    from core.analysis import Analysis


@dataclass(frozen=True)
class ExportFile:
    """One file of the export.

    ``name`` is what it is asked for by, ``write`` makes it at a path, with the time of the export for those that tell
    it, ``rows`` says how many rows a table will have, None where that is not known yet.
    """

    name: str
    file: str
    write: Callable[[Analysis, Path, str], None]
    rows: Callable[[Analysis], int | None] | None = None


Table = Callable[["Analysis"], "pd.DataFrame"]
"""Makes a table."""


def _csv(name: str, table: Table, rows: Callable[[Analysis], int | None]) -> ExportFile:
    def write(analysis: Analysis, path: Path, created: str) -> None:
        with importing():
            from core.export.table_files import write_csv

        write_csv(table(analysis), path)

    return ExportFile(name, f"{name}.csv", write, rows)


def _parquet(name: str, table: Table, rows: Callable[[Analysis], int]) -> ExportFile:
    def write(analysis: Analysis, path: Path, created: str) -> None:
        with importing():
            from core.export.table_files import write_parquet

        write_parquet(table(analysis), path)

    return ExportFile(name, f"{name}.parquet", write, rows)


def _figure(name: str) -> tuple[ExportFile, ExportFile]:
    def write_png(analysis: Analysis, path: Path, created: str) -> None:
        with importing():
            from core.export import figures

        figures.write_png(figures.FIGURES[name], analysis, path)

    def write_svg(analysis: Analysis, path: Path, created: str) -> None:
        with importing():
            from core.export import figures

        figures.write_svg(figures.FIGURES[name], analysis, path)

    return ExportFile("figures", f"{name}.png", write_png), ExportFile("figures", f"{name}.svg", write_svg)


def _text(name: str, file: str, render: Callable[[Analysis, str], str]) -> ExportFile:
    def write(analysis: Analysis, path: Path, created: str) -> None:
        path.write_text(render(analysis, created), encoding="utf-8", newline="\n")

    return ExportFile(name, file, write)


def _users(analysis: Analysis) -> pd.DataFrame:
    with importing():
        from core.export.data_tables import users_table

    return users_table(analysis)


def _segments(analysis: Analysis) -> pd.DataFrame:
    with importing():
        from core.export.data_tables import segments_table

    return segments_table(analysis)


def _sweep(analysis: Analysis) -> pd.DataFrame:
    with importing():
        from core.export.data_tables import sweep_table

    return sweep_table(analysis)


def _features(analysis: Analysis) -> pd.DataFrame:
    with importing():
        from core.export.data_tables import features_table

    return features_table(analysis)


def _tastes(analysis: Analysis) -> pd.DataFrame:
    with importing():
        from core.export.taste_tables import tastes_table

    return tastes_table(analysis)


def _number_of_tastes(analysis: Analysis) -> int | None:
    if analysis.tastes is None:
        return None
    return sum(len(one.genres) + len(one.titles) for one in analysis.tastes.segments)


def _html(analysis: Analysis, created: str) -> str:
    with importing():
        from core.export.documents import to_html

    return to_html(analysis, created)


def _markdown(analysis: Analysis, created: str) -> str:
    with importing():
        from core.export.documents import to_markdown

    return to_markdown(analysis, created)


def _notebook(analysis: Analysis, created: str) -> str:
    with importing():
        from core.export.notebook import to_notebook

    return to_notebook(analysis)


def _model(analysis: Analysis, created: str) -> str:
    with importing():
        from core.model import model_of, to_json

    return to_json(model_of(analysis))


def _summary(analysis: Analysis, created: str) -> str:
    with importing():
        from core.words.summary import summary_lines

    return "\n".join(summary_lines(analysis)) + "\n"


def _log(analysis: Analysis, created: str) -> str:
    with importing():
        from core.export.run_log import log_lines

    return "\n".join(log_lines(analysis)) + "\n"


def _number_of_users(analysis: Analysis) -> int:
    return len(analysis.description.features)


FILES = (
    _csv("users", _users, _number_of_users),
    _parquet("users", _users, _number_of_users),
    _csv("segments", _segments, lambda analysis: analysis.k),
    _csv("sweep", _sweep, lambda analysis: len(analysis.sweep.compared(analysis.k))),
    _csv("features", _features, lambda analysis: len(analysis.description.features.columns)),
    _csv("tastes", _tastes, _number_of_tastes),
    *_figure("data_exploration"),
    *_figure("elbow_method"),
    *_figure("cluster_visualization"),
    _text("report", "report.html", _html),
    _text("report", "report.md", _markdown),
    _text("notebook", "analysis.ipynb", _notebook),
    _text("model", "model.json", _model),
    _text("summary", "summary.txt", _summary),
    _text("log", "segscope.log", _log),
)
"""Every file in the order in which they are written."""

NAMES = tuple(dict.fromkeys(file.name for file in FILES))


def files_of(names: Collection[str]) -> tuple[ExportFile, ...]:
    """The files with these names.

    Raises:
        ExportError: a name is unknown, or there is none.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        what = f"There is nothing called {clean(unknown[0], 40)}." if unknown else "Nothing is to be exported."
        raise ExportError(what, f"What can be exported: {', '.join(NAMES)}.")
    return tuple(file for file in FILES if file.name in names)
