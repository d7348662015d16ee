"""Notes and what they are made of."""

import numpy as np
import pandas as pd
import pytest

import core
from core.data.dataset import Quality
from core.data.scale import RatingScale
from core.evidence.effort import Effort
from core.words.notes import dataset_notes, sweep_notes
from core.words.quality import left_out, outside

FEW = Effort("few", references=2, splits=2, bootstraps=2, starts=2, users=500)


@pytest.fixture(scope="module")
def crowd():
    """1,200 users who differ, on the notebook's scale."""
    random = np.random.default_rng(5)
    rows = [(user, item, random.integers(1, 11) / 2) for user in range(1_200) for item in range(3 + user % 11)]
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"])


def test_what_was_left_out_is_told_with_its_reasons_and_its_share():
    assert left_out(Quality(2_000, {"missing user": 1_000, "missing item": 1}, 0)) == (
        "1,001 of 2,000 rows left out (50.0 %): missing user 1,000, missing item 1."
    )
    assert left_out(Quality(10_000, {"missing user": 1}, 0)).startswith("1 of 10,000 rows left out (< 0.1 %):")
    assert left_out(Quality(10, {}, 3)) == ""


def test_ratings_outside_the_scale_are_told():
    assert outside(RatingScale(0.5, 5.0, 1)) == "1 rating outside the scale 0.5 to 5.0: kept."
    assert outside(RatingScale(0.5, 5.0, 0)) == ""


def test_ordinary_data_have_no_notes(crowd):
    analysis = core.analyse(crowd)
    assert analysis.notes == dataset_notes(analysis.description) == sweep_notes(analysis.sweep) == ()


def test_notes_go_from_the_data_to_the_labels_to_the_sweep():
    rows = [(1, 1, 10), (1, 2, 90), (2, 1, 50), (None, 1, 3)]
    analysis = core.analyse(pd.DataFrame(rows, columns=["userId", "movieId", "rating"]))
    assert [note.split(":")[0] for note in analysis.notes] == [
        "1 of 4 rows left out (25.0 %)",
        "The ratings run from 10.0 to 90.0, not from 0.5 to 5",
        "K ends at 2",
    ]


def test_what_is_estimated_and_what_is_that_of_a_sample_is_said(crowd, monkeypatch):
    monkeypatch.setattr("core.clustering.kmeans.EXACT_USERS", 1_000)
    monkeypatch.setattr("core.evidence.silhouette.EXACT_USERS", 1_000)
    monkeypatch.setattr("core.evidence.silhouette.SAMPLE_USERS", 600)
    notes = sweep_notes(core.analyse(crowd, k=2, evidence=FEW).sweep)
    assert notes == (
        "~ estimated: with more than 50,000 users each fit is the best of 3 that start from samples of 10,000 users; "
        "± is how far the worst of them lies above it.",
        "~ silhouettes are estimated from 600 of the 1,200 users; ± is the standard error.",
        "Gap, prediction strength, stability and restarts are those of a fixed sample of 500 of the 1,200 users.",
    )
