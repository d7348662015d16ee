"""How well sets of features find kinds of users that are known, and how well their segments come back.

    python -m tests.benchmarks.presets [--seeds 101-106] [--real FOLDER]

Tables are drawn as the built-in sample is (data/make_sample.py), with other seeds; FOLDER holds real ratings, of which
no kinds are known. It prints a table of adjusted Rand indices at K = 4, and of the lowest mean Jaccard likeness by K.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from core.clustering.kmeans import lloyd
from core.data.opening import open_dataset
from core.description import describe
from core.evidence.choice import BOOTSTRAPS
from core.evidence.stability import jaccard_stability
from core.features.catalogue import FEATURES
from core.features.scaling import STANDARD
from core.features.table import UserFeatures
from core.points import points_of
from core.presets import NOTEBOOK, RECOMMENDED

SETS = (
    NOTEBOOK.features,
    ("log_num_ratings", "avg_rating", "std_rating"),
    ("log_num_ratings", "harshness", "shrunken_std"),
    ("log_num_ratings", "harshness", "shrunken_std", "popularity", "genre_entropy"),
    ("log_num_ratings", "harshness", "residual_std"),
    ("root_num_ratings", "harshness", "shrunken_std"),
    RECOMMENDED.features,
    (*RECOMMENDED.features, "genre_entropy"),
    (*RECOMMENDED.features, "popularity"),
)
KS = range(2, 8)
_ROOT = Path(__file__).resolve().parents[2]


def maker() -> ModuleType:
    """The script that makes the built-in sample."""
    spec = importlib.util.spec_from_file_location("make_sample", _ROOT / "data" / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def features_of(folder: Path) -> UserFeatures:
    """Every feature of the users of a table."""
    dataset = open_dataset(folder)
    try:
        return describe(dataset, tuple(FEATURES)).features
    finally:
        dataset.close()


def kinds_of(folder: Path, users: UserFeatures) -> list[str]:
    """The kind that was planted, for each user."""
    with (folder / "planted.csv").open(encoding="utf-8") as stream:
        kinds: Mapping[str, str] = {row["userId"]: row["kind"] for row in csv.DictReader(stream)}
    return [kinds[str(user)] for user in users.ids]


def recovered(users: UserFeatures, kinds: list[str], features: tuple[str, ...]) -> float:
    """The adjusted Rand index of the kinds and four segments."""
    points = points_of(users, features, STANDARD).values
    return float(adjusted_rand_score(kinds, KMeans(4, n_init=10, random_state=42).fit_predict(points)))


def lowest_likeness(users: UserFeatures, features: tuple[str, ...]) -> Iterator[float]:
    """How well the segment comes back that does worst, for each K."""
    points = points_of(users, features, STANDARD).values
    for k in KS:
        labels = KMeans(k, n_init=10, random_state=42).fit_predict(points)
        yield min(jaccard_stability(points, labels, lloyd, bootstraps=BOOTSTRAPS) or (np.nan,))


def drawn(seeds: range) -> Iterator[tuple[UserFeatures, list[str]]]:
    """Tables like the built-in sample, with the kinds of their users."""
    make = maker()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as name:
            make.SEED = seed
            make.main(Path(name))
            users = features_of(Path(name))
            yield users, kinds_of(Path(name), users)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="101-106")
    parser.add_argument("--real", type=Path)
    options = parser.parse_args()
    first, last = map(int, options.seeds.split("-"))
    others, sample = list(drawn(range(first, last + 1))), features_of(_ROOT / "data")
    kinds = kinds_of(_ROOT / "data", sample)
    real = None if options.real is None else features_of(options.real)
    print("| features | drawn tables, mean | sample | lowest Jaccard at K = " + ", ".join(map(str, KS)) + " |")
    print("| --- | --- | --- | --- |")
    for features in SETS:
        mean = np.mean([recovered(users, found, features) for users, found in others])
        likeness = "" if real is None else " ".join(f"{value:.2f}" for value in lowest_likeness(real, features))
        here = recovered(sample, kinds, features)
        print(f"| {', '.join(features)} | {mean:.2f} | {here:.2f} | {likeness} |")


if __name__ == "__main__":
    main()
