"""The Jupyter notebook: the same result with plain pandas and scikit-learn, to read, run and change."""

from __future__ import annotations

from typing import Any

import nbformat

from core import __version__, formats
from core.analysis import Analysis
from core.clustering import N_INIT
from core.engines.reading import UNCLOSED_QUOTE
from core.export.notebook_reading import place_code, reading_code
from core.sources.source import JsonTable, ParquetTable
from core.text import escaped_for_markdown

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
    ground = analysis.groundwork
    description = ground.description
    name = escaped_for_markdown(description.source.name)
    return [
        (
            "markdown",
            f"# What kinds of users are behind {name}?\n\nThe analysis that segscope {__version__} exported, with "
            f"plain pandas and scikit-learn: {formats.counted(description.overview.ratings, 'rating')} of "
            f"{formats.counted(len(description.features), 'user')}, {formats.counted(analysis.k, 'segment')}.",
        ),
        ("code", _settings(analysis)),
        ("markdown", f"## The ratings\n\n{_about_reading(analysis)}"),
        ("code", f'{reading_code(description)}\nprint(f"{{len(ratings):,}} ratings")\nratings.head()'),
        (
            "markdown",
            "## One row a user\n\nHow many ratings, how high, how varied. A user with a single rating has no standard "
            "deviation: 0 stands for it.",
        ),
        ("code", _FEATURES),
        ("code", _HISTOGRAMS),
        (
            "markdown",
            "## Scaled features\n\nEach feature gets mean 0 and standard deviation 1, so that none counts for more "
            "only because its numbers are larger.",
        ),
        ("code", "X = StandardScaler().fit_transform(users[FEATURES])"),
        (
            "markdown",
            "## How many segments?\n\nWCSS, the sum of squared distances to the centres, falls with every K. Where it "
            "stops falling steeply, more segments add little.",
        ),
        ("code", _sweep(analysis)),
        ("markdown", f"## The segments\n\n{_about_fit(analysis)}"),
        ("code", _fit(analysis)),
        ("code", _SCATTER),
        (
            "markdown",
            "## Who they are\n\nThree words from three means: against the median user, and against two ratings. "
            "Activity is very skewed, so that the *mean* of most segments lies above the *median* user.",
        ),
        ("code", _LABELS),
        ("markdown", "## The same result?\n\nWhat was exported, beside what came out here."),
        ("code", _comparison(analysis)),
    ]


def _settings(analysis: Analysis) -> str:
    ground = analysis.groundwork
    rule = ground.description.rule
    archive = ground.description.source.origin is not None and ground.description.source.origin.member is not None
    return "\n".join(
        [
            *(["import zipfile", ""] if archive else []),
            "import matplotlib.pyplot as plt",
            "import numpy as np",
            "import pandas as pd",
            "from sklearn.cluster import KMeans",
            "from sklearn.preprocessing import StandardScaler",
            "",
            place_code(ground.description.source.origin),
            f"FEATURES = {list(ground.preset.features)!r}",
            f"K = {analysis.k}",
            f"SEED = {ground.seed}",
            f"POSITIVE_ABOVE, CRITICAL_BELOW = {rule.positive_above!r}, {rule.critical_below!r}",
        ]
    )


def _about_reading(analysis: Analysis) -> str:
    description = analysis.groundwork.description
    if description.source.origin is None:
        return "The table was handed over in memory: save it as `ratings.csv` first."
    sentences = ["Each row is one rating of one user for one item."]
    if isinstance(description.source.ratings, ParquetTable):
        sentences.append("pandas reads Parquet by a library of its own: `pip install pyarrow`.")
    if description.quality.dropped:
        sentences.append(escaped_for_markdown(description.quality.sentence))
    if UNCLOSED_QUOTE in description.quality.dropped or (
        isinstance(description.source.ratings, JsonTable) and description.quality.dropped
    ):
        sentences.append("pandas stops at some of these, or takes them for ratings: mend or remove them first.")
    return " ".join(sentences)


_FEATURES = """\
users = ratings.groupby("user").agg(
    num_ratings=("rating", "count"),
    avg_rating=("rating", "mean"),
    std_rating=("rating", "std"),
    min_rating=("rating", "min"),
    max_rating=("rating", "max"),
    num_movies=("item", "nunique"),
)
users["std_rating"] = users["std_rating"].fillna(0)
users["rating_range"] = users["max_rating"] - users["min_rating"]
users.describe()"""

_HISTOGRAMS = """\
figure, axes = plt.subplots(1, 3, figsize=(14, 4))
users["num_ratings"].plot.hist(bins=50, ax=axes[0], title="Ratings per user")
users["avg_rating"].plot.hist(bins=30, ax=axes[1], title="Average rating per user")
users["std_rating"].plot.hist(bins=30, ax=axes[2], title="Standard deviation per user")
plt.show()"""

_SCATTER = """\
figure, axes = plt.subplots(1, 2, figsize=(14, 6))
for segment, members in users.groupby("segment"):
    axes[0].scatter(members["num_ratings"], members["avg_rating"], s=14, alpha=0.6, label=f"Segment {segment}")
    axes[1].scatter(members["avg_rating"], members["std_rating"], s=14, alpha=0.6)
axes[0].set(xlabel="Number of ratings", ylabel="Average rating")
axes[1].set(xlabel="Average rating", ylabel="Standard deviation")
axes[0].legend()
plt.show()"""


_LABELS = """\
def label(segment):
    activity = "High Activity" if segment["num_ratings"] > users["num_ratings"].median() else "Low Activity"
    tastes = "Varied Tastes" if segment["std_rating"] > users["std_rating"].median() else "Consistent"
    if segment["avg_rating"] > POSITIVE_ABOVE:
        sentiment = "Positive"
    elif segment["avg_rating"] < CRITICAL_BELOW:
        sentiment = "Critical"
    else:
        sentiment = "Moderate"
    return f"{activity}, {sentiment}, {tastes}"


profile["label"] = users.groupby("segment").mean().apply(label, axis=1)
profile"""


def _sweep(analysis: Analysis) -> str:
    ks = [fit.k for fit in analysis.sweep]
    restarts = 1 if analysis.fit.estimated else N_INIT
    return f"""\
KS = {ks!r}
wcss = [KMeans(n_clusters=k, random_state=SEED, n_init={restarts}).fit(X).inertia_ for k in KS]
plt.plot(KS, wcss, "o-")
plt.xlabel("K")
plt.ylabel("WCSS")
plt.show()
pd.Series(wcss, index=pd.Index(KS, name="K"), name="WCSS")"""


def _about_fit(analysis: Analysis) -> str:
    if analysis.fit.estimated:
        return (
            "With so many users the centres were found on samples: K-means starts from them here. The curve above has "
            "one start for each K, so that it can lie a little higher than the exported one."
        )
    return f"K-means with {N_INIT} restarts, of which the best is kept."


def _fit(analysis: Analysis) -> str:
    settings = f"random_state=SEED, n_init={N_INIT}"
    lines = []
    if analysis.fit.estimated:
        settings = "init=CENTRES, n_init=1"
        lines = [f"CENTRES = np.array({analysis.fit.centres.tolist()!r})"]
    lines += [
        f"kmeans = KMeans(n_clusters=K, {settings}).fit(X)",
        'users["segment"] = kmeans.labels_',
        'profile = users.groupby("segment")[FEATURES].mean()',
        'profile.insert(0, "users", users["segment"].value_counts())',
        "profile",
    ]
    return "\n".join(lines)


def _comparison(analysis: Analysis) -> str:
    return f"""\
exported_sizes = {[segment.users for segment in analysis.segments]!r}
exported_wcss = {analysis.fit.wcss!r}
print(f"WCSS: exported {{exported_wcss:.6f}}, here {{kmeans.inertia_:.6f}}")
pd.DataFrame({{"exported": exported_sizes, "here": profile["users"].tolist()}}, index=profile.index)"""
