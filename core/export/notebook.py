"""The Jupyter notebook: the same result with plain pandas and scikit-learn, to read, run and change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat

from core import __version__, formats
from core.analysis import Analysis
from core.clustering.algorithm import Algorithm
from core.clustering.algorithms import ALGORITHMS
from core.description import Description
from core.engine.engine import Reason
from core.export.notebook_features import features_code, histograms_code, scatter_code
from core.export.notebook_genres import ITEMS, genres_code, needs_genres
from core.export.notebook_reading import RATINGS, reading_code
from core.export.notebook_rules import rule_cells
from core.export.notebook_tables import place_code
from core.export.shown import is_shown
from core.features.catalogue import FEATURES
from core.features.scalings import SCALINGS
from core.features.table import UserFeatures
from core.presets import Preset
from core.sources.source import JsonTable, ParquetTable
from core.text import escaped_for_markdown
from core.words.label_rules import LABEL_RULES
from core.words.quality import left_out

_nbformat: Any = nbformat
"""Its functions have no types."""


def to_notebook(analysis: Analysis) -> str:
    """The notebook as JSON (nbformat 4.5), without outputs; its cells have the same ids each time."""
    v4 = _nbformat.v4
    make = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    cells = [make[kind](text, id=f"cell-{n}") for n, (kind, text) in enumerate(_cells(analysis), start=1)]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = v4.new_notebook(cells=cells, metadata=metadata)
    _nbformat.validate(notebook)
    return str(_nbformat.writes(notebook)) + "\n"


def _cells(analysis: Analysis) -> list[tuple[str, str]]:
    description, preset = _described(analysis), analysis.preset
    code, scaling, rule = _algorithm(analysis).code, SCALINGS[preset.scaling], LABEL_RULES[preset.labels]
    name = escaped_for_markdown(description.source.name)
    features = [FEATURES[name] for name in description.features.columns]
    about_features = " ".join(feature.code.why for feature in features if feature.code.why)
    span = description.overview.scale.span(description.overview.rating_min, description.overview.rating_max)
    return [
        (
            "markdown",
            f"# What kinds of users are behind {name}?\n\nThe analysis that segscope {__version__} exported, with "
            f"plain pandas and scikit-learn: {formats.counted(description.overview.ratings, 'rating')} of "
            f"{formats.counted(len(description.features), 'user')}, {formats.counted(analysis.k, 'segment')}, "
            f"preset {preset.name}.",
        ),
        ("code", _settings(analysis)),
        ("markdown", f"## The ratings\n\n{_about_reading(analysis)}"),
        ("code", f'{reading_code(description)}\nprint(f"{{len(ratings):,}} ratings")\nratings.head()'),
        *_genre_cells(description),
        ("markdown", f"## One row a user\n\nHow many ratings, how high, how varied. {about_features}"),
        ("code", features_code(features, span)),
        *_few_ratings_cells(preset),
        ("code", histograms_code([FEATURES[name] for name in preset.features])),
        ("markdown", f"## Scaled features\n\n{scaling.why}"),
        ("code", f"X = {scaling.code}"),
        ("markdown", f"## How many segments?\n\n{code.about_sweep}"),
        ("code", _sweep(analysis)),
        ("markdown", f"## The segments\n\n{code.about_fit(analysis.partition)}"),
        ("code", _fit(analysis)),
        ("code", scatter_code(preset.scatters)),
        ("markdown", f"## Who they are\n\n{rule.why}"),
        ("code", rule.code),
        *_name_cells(analysis),
        *rule_cells(analysis),
        ("markdown", "## The same result?\n\nWhat was exported, beside what came out here."),
        ("code", _comparison(analysis)),
    ]


def _described(analysis: Analysis) -> Description:
    """The description with the notebook's features and those of the preset alone."""
    description, features = analysis.description, analysis.description.features
    shown = {name: values for name, values in features.columns.items() if is_shown(name, analysis.preset)}
    return replace(description, features=UserFeatures(features.ids, shown))


def _few_ratings_cells(preset: Preset) -> list[tuple[str, str]]:
    """Cells that leave out users, where the preset asks for a number of ratings."""
    if preset.min_ratings == 1:
        return []
    few = formats.counted(preset.min_ratings, "rating")
    code = f'users = users[users["num_ratings"] >= {preset.min_ratings}].copy()\nprint(f"{{len(users):,}} users")'
    return [("markdown", f"Users with fewer than {few} are left out from here on."), ("code", code)]


def _name_cells(analysis: Analysis) -> list[tuple[str, str]]:
    """A cell with the names that a person gave to segments, where there are any."""
    if not analysis.names:
        return []
    code = f'NAMES = {dict(analysis.names)!r}\nprofile["name"] = pd.Series(NAMES)\nprofile'
    return [("markdown", "The names that a person gave to segments."), ("code", code)]


def _genre_cells(description: Description) -> list[tuple[str, str]]:
    """Cells that read the items, where a feature needs their genres."""
    if not needs_genres(description):
        return []
    about = "Titles with their genres."
    if description.source.items_origin is None:
        names = description.source.items_columns
        columns = escaped_for_markdown(f"{names.item} and {names.genres}")
        about = f"Save the table of items as `items.csv` first, with the columns {columns}; `|` stands between genres."
    return [("markdown", f"## The genres\n\n{about}"), ("code", f"{genres_code(description)}\ngenres.head()")]


def _algorithm(analysis: Analysis) -> Algorithm:
    return ALGORITHMS[analysis.preset.algorithm]


def _settings(analysis: Analysis) -> str:
    description, preset = _described(analysis), analysis.preset
    places = [place_code(RATINGS, description.source.origin)]
    if needs_genres(description):
        places.append(place_code(ITEMS, description.source.items_origin))
    archive = any(origin and origin.member for origin in (description.source.origin, description.source.items_origin))
    return "\n".join(
        [
            *(["import zipfile", ""] if archive else []),
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            "import pandas as pd",
            *sorted(filter(None, {*_algorithm(analysis).code.imports, SCALINGS[preset.scaling].code_import})),
            "",
            *places,
            f"FEATURES = {list(preset.features)!r}",
            f"K = {analysis.k}",
            f"SEED = {analysis.seed}",
            *analysis.labelling.code_settings,
        ]
    )


def _about_reading(analysis: Analysis) -> str:
    source, quality = analysis.description.source, analysis.description.quality
    if source.origin is None:
        return "The table was handed over in memory: save it as `ratings.csv` first."
    sentences = ["Each row is one rating of one user for one item."]
    if isinstance(source.ratings, ParquetTable):
        sentences.append("pandas reads Parquet by a library of its own: `pip install pyarrow`.")
    if quality.dropped:
        sentences.append(escaped_for_markdown(left_out(quality)))
    if Reason.UNCLOSED_QUOTE in quality.dropped or (isinstance(source.ratings, JsonTable) and quality.dropped):
        sentences.append("pandas stops at some of these, or takes them for ratings: mend or remove them first.")
    return " ".join(sentences)


def _sweep(analysis: Analysis) -> str:
    ks, algorithm = [partition.k for partition in analysis.sweep.swept], _algorithm(analysis)
    name, head = algorithm.objective.name, algorithm.objective.head
    return f"""\
KS = {ks!r}
{algorithm.code.sweep(analysis.partition)}
plt.plot(KS, {name}, "o-")
plt.xlabel("K")
plt.ylabel("{head}")
plt.show()
pd.Series({name}, index=pd.Index(KS, name="K"), name="{head}")"""


def _fit(analysis: Analysis) -> str:
    return "\n".join(
        [
            *_algorithm(analysis).code.fit(analysis.partition),
            'profile = users.groupby("segment")[FEATURES].mean()',
            'profile.insert(0, "users", users["segment"].value_counts())',
            "profile",
        ]
    )


def _comparison(analysis: Analysis) -> str:
    algorithm = _algorithm(analysis)
    name, head = algorithm.objective.name, algorithm.objective.head
    return f"""\
exported_sizes = {[segment.users for segment in analysis.segments]!r}
exported_{name} = {analysis.partition.objective!r}
print(f"{head}: exported {{exported_{name}:.6f}}, here {{{algorithm.code.objective}:.6f}}")
pd.DataFrame({{"exported": exported_sizes, "here": profile["users"].tolist()}}, index=profile.index)"""
