"""How evidence is gathered: what is asked of which K, how often, and what is known of it meanwhile."""

import math
import pickle

import numpy as np
import pytest

from core.clustering.kmeans import KMEANS, lloyd
from core.clustering.partition import one_segment
from core.errors import Cancelled
from core.evidence import gathering
from core.evidence.effort import FAST, NONE, Effort
from core.evidence.evidence import Evidence
from core.evidence.gap import GAP
from core.evidence.indices import INDICES, evidence_columns, evidence_curves, resampled_indices
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.probe import probed
from core.evidence.silhouette import SILHOUETTE
from core.evidence.stability import STABILITY
from tests.core.evidence.rows import evidence_of, row

FEW = Effort("few", references=2, splits=2, bootstraps=2, starts=2)


@pytest.fixture(scope="module")
def points():
    return np.concatenate([np.random.default_rng(n).normal(8 * n, 1, size=(30, 2)) for n in range(2)])


@pytest.fixture(scope="module")
def partitions(points):
    return {k: lloyd(points, k, 42) for k in (2, 3)}


def measured_of(points, partitions):
    probe = probed(points)
    every = (one_segment(points), *partitions.values())
    rows = (gathering.measured(points, partition, probe, KMEANS) for partition in every)
    return evidence_of(*rows, probe=probe)


@pytest.fixture(scope="module")
def measured(points, partitions):
    return measured_of(points, partitions)


def resampled(points, partitions, evidence, effort):
    rows = list(gathering.resampling(points, partitions, evidence, KMEANS, effort))
    for one in rows:
        evidence = evidence.with_row(one)
    return evidence, rows


def test_the_share_that_is_done_goes_with_the_fits_and_their_size(points, partitions, measured):
    told = []
    effort = Effort("few", references=4, splits=2)
    list(gathering.resampling(points, partitions, measured, KMEANS, effort, progress=told.append))
    assert [one.task for one in told] == [
        *(f"Gap statistic, K = {k}" for k in (1, 2, 3)),
        *(f"Prediction strength, K = {k}" for k in (2, 3)),
    ]
    assert [one.fraction for one in told] == pytest.approx([n / 84 for n in (0, 12, 28, 48, 64)])


def test_rows_ascend_whatever_their_order():
    assert list(evidence_of(row(3), row(1), row(2)).rows) == [1, 2, 3]


def test_what_was_asked_can_be_told_from_what_is_undefined(measured):
    one, two = measured.rows[1], measured.rows[2]
    assert (SILHOUETTE.name in one.asked, one.value(SILHOUETTE)) == (True, None)
    assert (SILHOUETTE.name in two.asked, two.value(SILHOUETTE).mean > 0) == (True, True)
    assert (GAP.name in two.asked, two.value(GAP)) == (False, None)


def test_each_index_is_asked_of_every_k_before_the_next(points, partitions, measured):
    tasks = []
    list(gathering.resampling(points, partitions, measured, KMEANS, FEW, lambda progress: tasks.append(progress.task)))
    assert tasks == [
        "Gap statistic, K = 1", "Gap statistic, K = 2", "Gap statistic, K = 3",
        "Prediction strength, K = 2", "Prediction strength, K = 3", "Stability, K = 2", "Stability, K = 3",
        "Restarts, K = 2", "Restarts, K = 3",
    ]  # fmt: skip


def test_what_was_asked_is_not_asked_again(points, partitions, measured):
    gap_alone = Effort("gap alone", references=2)
    some, rows = resampled(points, partitions, measured, gap_alone)
    assert (some.has_all_of(GAP), some.has_all_of(STABILITY), some.effort) == (True, False, "gap alone")
    every, more = resampled(points, partitions, some, FEW)
    assert (len(rows), len(more)) == (3, 6)
    assert every.rows[2].value(GAP) == some.rows[2].value(GAP)
    assert not resampled(points, partitions, every, FEW)[1]


def test_evidence_has_the_effort_of_which_nothing_is_left_to_ask(points, partitions, measured):
    every, rows = resampled(points, partitions, measured, FEW)
    assert (Evidence().effort, measured.effort, every.effort) == (NONE.name, FAST.name, "few")
    evidence = measured
    for one in rows[:-1]:
        evidence = evidence.with_row(one)
        assert evidence.effort == FAST.name
    assert resampled(points, {}, measured.over(range(0)), FEW)[0].effort == "few"


def test_evidence_without_resampling_is_what_was_there_before_it(points, partitions, measured):
    assert resampled(points, partitions, measured, FEW)[0].without_resampling() == measured


def test_an_effort_that_does_not_resample_asks_nothing_more(points, partitions, measured):
    assert not resampled(points, partitions, measured, FAST)[1]


def test_evidence_crosses_to_another_process(points, partitions, measured):
    evidence = resampled(points, partitions, measured, FEW)[0]
    crossed = pickle.loads(pickle.dumps(evidence))
    assert crossed.rows == evidence.rows
    assert crossed.probe.clusterability == evidence.probe.clusterability


def test_gathering_can_be_stopped(points, partitions, measured):
    with pytest.raises(Cancelled):
        next(gathering.resampling(points, partitions, measured, KMEANS, FEW, should_stop=lambda: True))
    with pytest.raises(Cancelled):
        gathering.measured(points, partitions[2], measured.probe, KMEANS, should_stop=lambda: True)


def test_beyond_the_limit_a_sample_is_resampled_with_its_own_sums(monkeypatch):
    random = np.random.default_rng(71)
    points = np.concatenate([random.normal(8 * n, 1, size=(700, 2)) for n in range(2)])
    partitions = {2: lloyd(points, 2, 42)}
    drawn = []
    monkeypatch.setattr(
        "core.evidence.stability.jaccard_stability", lambda points, labels, *_, **__: drawn.append(labels) or (1.0, 1.0)
    )
    evidence = measured_of(points, partitions)
    few = Effort("few", references=4, splits=2, bootstraps=2, starts=2, users=200)
    found = resampled(points, partitions, evidence, few)[0].rows[2]
    assert found.value(GAP).log_w == pytest.approx(math.log(partitions[2].wcss / 2 / 7), abs=0.2)
    assert np.bincount(drawn[0]).tolist() == [100, 100]
    assert found.sampled_users == 200
    assert found.value(PREDICTION_STRENGTH).mean == 1


def test_each_kind_of_resampling_has_its_number_of_starts(points, partitions, measured, monkeypatch):
    """5 for the gap and for prediction strength, 10 for stability, 1 for restarts: reports depend on it."""
    starts = {}

    def counting(points, k, seed, n_init):
        starts.setdefault(task[-1], set()).add(n_init)
        return lloyd(points, k, seed, n_init)

    task = []
    algorithm = type("Counting", (), {"repeat": staticmethod(lambda partition: counting)})
    list(gathering.resampling(points, partitions, measured, algorithm, FEW, lambda one: task.append(one.task[:3])))
    assert starts == {"Gap": {5}, "Pre": {5}, "Sta": {10}, "Res": {1}}


# The table


def test_every_index_stands_in_the_table_under_its_name():
    assert all(name == index.name for name, index in INDICES.items())
    assert [index.name for index, _ in evidence_curves()] == ["knee", "silhouette", "gap", "prediction_strength"]
    assert [index.name for index, _ in resampled_indices()] == ["gap", "prediction_strength", "stability", "restarts"]
    assert [column.wide for _, column in evidence_columns()] == sorted(column.wide for _, column in evidence_columns())


def test_no_two_indices_give_the_same_key(measured):
    keys = [key for index in INDICES.values() for key in index.json(measured.rows[2])]
    assert len(keys) == len(set(keys)) == 24


def test_a_cell_without_a_value_is_a_dash_and_one_with_a_value_is_written(measured):
    assert SILHOUETTE.cell(measured.rows[1]) == GAP.cell(measured.rows[2]) == "–"
    assert SILHOUETTE.cell(measured.rows[2]) == f"{measured.rows[2].value(SILHOUETTE).mean:.3f}"


def test_a_curve_has_numbers_with_their_errors_where_they_are_known(points, partitions, measured):
    rows = resampled(points, partitions, measured, FEW)[0].rows
    for index, curve in evidence_curves():
        numbers = {k: curve.number(one) for k, one in rows.items()}
        assert (numbers[1] is None) is (index is not GAP)
        assert numbers[2] is not None
        assert (curve.error(rows[3]) > 0) is (index in (GAP, PREDICTION_STRENGTH))
