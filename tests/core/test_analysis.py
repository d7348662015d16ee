"""The whole way on small and odd datasets: it never crashes, and says what it lowered."""

import pandas as pd
import pytest

import core
from core.errors import Cancelled, TooManySegmentsError, UnknownPresetError
from core.export.contract import to_json


def ratings(*rows):
    return pd.DataFrame(rows, columns=["userId", "movieId", "rating"])


ONE_USER = ratings((1, 1, 4.0), (1, 2, 3.0))
THREE_USERS = ratings((1, 1, 4.0), (1, 2, 3.0), (2, 1, 5.0), (3, 1, 1.0), (3, 2, 2.0), (3, 3, 5.0))
ALL_EQUAL = ratings(*((user, item, 3.0) for user in range(20) for item in range(5)))
ONE_RATING = ratings((1, 1, 4.0))


@pytest.mark.parametrize(
    ("data", "k", "swept"),
    [(ONE_RATING, 1, []), (ONE_USER, 1, []), (THREE_USERS, 3, [2, 3]), (ALL_EQUAL, 1, [])],
    ids=["one rating", "one user", "three users", "all ratings equal"],
)
def test_k_is_lowered_to_the_distinct_behaviours_with_a_note(data, k, swept):
    analysis = core.analyse(data)
    assert analysis.k == k
    assert [fit.k for fit in analysis.sweep.swept] == swept
    assert any("K ends at" in note for note in analysis.notes)
    assert sum(segment.users for segment in analysis.segments) == analysis.description.overview.users
    assert "NaN" not in to_json(analysis)


def test_a_k_that_was_asked_for_is_not_lowered_but_refused():
    with pytest.raises(TooManySegmentsError, match="K = 4 is out of reach"):
        core.analyse(THREE_USERS, k=4)


def test_another_k_shares_everything_before_the_segments():
    analysis = core.analyse(THREE_USERS, k=2)
    other = analysis.with_k(3)
    assert other.description is analysis.description
    assert other.points is analysis.points
    assert other.sweep.partitions[2] is analysis.partition
    assert (analysis.k, other.k, len(other.segments)) == (2, 3, 3)


def test_explained_share_rises_from_nothing_to_all():
    analysis = core.analyse(THREE_USERS, k=1)
    assert analysis.sweep.explained_share(1) == pytest.approx(0)
    assert analysis.sweep.explained_share(3) == pytest.approx(1)


def test_the_explained_share_of_an_analysis_is_that_of_its_k():
    analysis = core.analyse(THREE_USERS, k=2)
    assert 0 < analysis.explained_share == analysis.sweep.explained_share(2) < 1


def test_an_unknown_preset_is_refused_with_those_there_are():
    with pytest.raises(UnknownPresetError, match="notebook"):
        core.analyse(ONE_USER, preset="best")


def test_progress_names_every_fit_the_wanted_one_first():
    tasks = []
    core.analyse(THREE_USERS, progress=lambda progress: tasks.append(progress.task))
    named = list(dict.fromkeys(tasks))
    assert named[-2:] == ["Fitting K = 3", "Fitting K = 2"]


def test_an_analysis_can_be_stopped():
    with pytest.raises(Cancelled):
        core.analyse(THREE_USERS, should_stop=lambda: True)


def test_the_notebooks_phases_and_figures_are_logged(caplog):
    with caplog.at_level("INFO", logger="segscope"):
        core.analyse(THREE_USERS, k=2)
    text = caplog.text
    for wanted in (
        "PHASE 1",
        "PHASE 2",
        "PHASE 3",
        "Total Users: 3",
        "Sparsity: 33.33%",
        "Scaled data - mean:",
        "K=2: WCSS=",
        "Cluster 1:",
    ):
        assert wanted in text


def test_the_share_done_rises_evenly_also_where_k_lies_beyond_the_range():
    users = ratings(*((user, item, 1 + user % 5) for user in range(14) for item in range(1 + user)))
    shares = []
    core.analyse(users, k=13, progress=lambda progress: shares.append((progress.task, progress.fraction)))
    fits = [fraction for task, fraction in shares if task.startswith("Fitting")]
    assert fits == pytest.approx([number / 12 for number in range(12)])
