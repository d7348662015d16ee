"""Classical tables behind published figures, and clouds with and without groups."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

_DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def ruspini():
    """75 points in four groups (Ruspini 1970, as in R's package cluster)."""
    return pd.read_csv(_DATA / "ruspini.csv").to_numpy(dtype=float)


@pytest.fixture(scope="session")
def usarrests():
    """50 states, four features (McNeil 1977, as in R), z-scored with n - 1 as R's ``scale`` does."""
    values = pd.read_csv(_DATA / "usarrests.csv", index_col=0).to_numpy(dtype=float)
    return (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)


@pytest.fixture(scope="session")
def iris():
    """Fisher's irises as UCI gives them, errata included, and their species."""
    from sklearn.datasets import load_iris

    points, species = load_iris(return_X_y=True)
    points = points.copy()
    points[34] = points[37] = [4.9, 3.1, 1.5, 0.1]
    return points, species


def standardised(points):
    return (points - points.mean(axis=0)) / points.std(axis=0)


def random_case(seed, users=30, features=2, k=3):
    """Random points and labels in which every segment occurs."""
    random = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(k), random.integers(k, size=users - k)])
    return random.normal(size=(users, features)), labels
