"""Every index against a slow direct formula from its paper, on small random data."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import silhouette_samples

from core.clustering.kmeans import lloyd
from core.evidence import gap, prediction, stability
from core.evidence.calinski_harabasz import calinski_harabasz
from core.evidence.davies_bouldin import davies_bouldin
from core.evidence.restarts import restart_spread
from core.evidence.sampling import stratified_sample
from core.evidence.silhouette import mean_silhouette, silhouette_widths, squared_silhouette
from core.evidence.valleys import densest_cut
from tests.core.evidence.conftest import random_case

cases = given(st.integers(0, 10_000), st.integers(5, 30), st.integers(1, 4), st.integers(2, 4))
few = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))


def slow_silhouettes(points, labels, distance):
    """Rousseeuw (1987), equations 1 to 5, user by user."""
    widths = []
    for i, own in enumerate(labels):
        mates = [distance(points[i], points[j]) for j in range(len(points)) if labels[j] == own and j != i]
        if not mates:
            widths.append(0.0)
            continue
        a = sum(mates) / len(mates)
        b = min(
            np.mean([distance(points[i], points[j]) for j in range(len(points)) if labels[j] == other])
            for other in set(labels) - {own}
        )
        widths.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
    return np.array(widths)


@few
@cases
def test_silhouettes(seed, users, features, k):
    points, labels = random_case(seed, users, features, k)
    expected = slow_silhouettes(points, labels.tolist(), math.dist)
    found = silhouette_widths(points, labels)
    assert found == pytest.approx(expected, abs=1e-12)
    assert found == pytest.approx(silhouette_samples(points, labels), abs=1e-9)
    silhouette = mean_silhouette(points, labels)
    assert (silhouette.mean, silhouette.error) == (pytest.approx(expected.mean()), None)
    assert silhouette.by_segment == pytest.approx([expected[labels == n].mean() for n in range(k)])


@few
@cases
def test_squared_silhouettes(seed, users, features, k):
    points, labels = random_case(seed, users, features, k)
    expected = slow_silhouettes(points, labels.tolist(), lambda a, b: math.dist(a, b) ** 2)
    assert squared_silhouette(points, labels) == pytest.approx(expected.mean(), abs=1e-9)


@few
@cases
def test_calinski_harabasz(seed, users, features, k):
    """Caliński and Harabasz (1974): (B / (k - 1)) / (W / (n - k))."""
    points, labels = random_case(seed, users, features, k)
    groups = [points[labels == n] for n in range(k)]
    within = sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups)
    between = sum(len(group) * ((group.mean(axis=0) - points.mean(axis=0)) ** 2).sum() for group in groups)
    if users == k:
        assert calinski_harabasz(points, labels) is None
    else:
        assert calinski_harabasz(points, labels) == pytest.approx((between / (k - 1)) / (within / (users - k)))


@few
@cases
def test_davies_bouldin(seed, users, features, k):
    """Davies and Bouldin (1979), with mean distances to the centre."""
    points, labels = random_case(seed, users, features, k)
    centres = [points[labels == n].mean(axis=0) for n in range(k)]
    spreads = [np.mean([math.dist(p, centres[n]) for p in points[labels == n]]) for n in range(k)]
    likeness = [
        max((spreads[i] + spreads[j]) / math.dist(centres[i], centres[j]) for j in range(k) if j != i) for i in range(k)
    ]
    if users == k:
        assert davies_bouldin(points, labels) is None
    else:
        assert davies_bouldin(points, labels) == pytest.approx(np.mean(likeness))


def test_indices_are_undefined_for_one_segment_and_for_as_many_as_users():
    points = np.arange(8.0).reshape(4, 2)
    for labels in (np.zeros(4, dtype=int), np.arange(4)):
        for index in (mean_silhouette, squared_silhouette, calinski_harabasz, davies_bouldin):
            assert index(points, labels) is None
    assert densest_cut(points, np.zeros(4, dtype=int), points[:1]) is None


def test_a_user_alone_has_the_silhouette_zero():
    points = np.array([[0.0], [1.0], [9.0]])
    assert silhouette_widths(points, np.array([0, 0, 1])).tolist() == pytest.approx([8 / 9, 7 / 8, 0])


def test_beyond_the_limit_the_silhouette_is_estimated_with_its_error(monkeypatch):
    random = np.random.default_rng(3)
    points = np.concatenate([random.normal(size=(2_000, 2)), random.normal(3, 1, size=(1_000, 2))])
    labels = np.repeat([0, 1], [2_000, 1_000])
    exact = mean_silhouette(points, labels)
    monkeypatch.setattr("core.evidence.silhouette.EXACT_USERS", 1_000)
    monkeypatch.setattr("core.evidence.silhouette.SAMPLE_USERS", 600)
    estimated = mean_silhouette(points, labels)
    assert estimated == mean_silhouette(points, labels)
    assert 0 < estimated.error < 0.04
    assert abs(estimated.mean - exact.mean) < 4 * estimated.error
    assert estimated.by_segment == pytest.approx(exact.by_segment, abs=0.05)


@pytest.mark.parametrize("sizes", [(5_001, 5_001, 5_001), (3, 3, 12_001), (2_500, 2_500, 2_501, 2_502, 1)])
def test_a_stratified_sample_has_as_many_users_as_was_said(sizes):
    labels = np.repeat(range(len(sizes)), sizes)
    assert len(stratified_sample(labels, 5_000)) == 5_000


def test_a_stratified_sample_keeps_every_segment_in_its_share():
    labels = np.repeat([0, 1, 2], [8_997, 1_000, 3])
    sample = stratified_sample(labels, 1_000)
    assert np.bincount(labels[sample]).tolist() == [899, 99, 2]
    assert (np.diff(sample) > 0).all()


def test_the_standard_error_is_as_large_as_the_estimates_spread(monkeypatch):
    monkeypatch.setattr("core.evidence.silhouette.EXACT_USERS", 500)
    monkeypatch.setattr("core.evidence.silhouette.SAMPLE_USERS", 300)
    random = np.random.default_rng(4)
    far = []
    for _ in range(40):
        points = np.concatenate([random.normal(size=(900, 2)), random.normal(2.5, 1, size=(900, 2))])
        labels = np.repeat([0, 1], 900)
        estimated = mean_silhouette(points, labels)
        far.append((estimated.mean - silhouette_widths(points, labels).mean()) / estimated.error)
    assert 0.5 < np.std(far) < 1.4


# The gap


def test_the_gap_is_the_mean_over_its_references():
    """Tibshirani, Walther and Hastie (2001), section 3, with every reference fitted one by one."""
    points, _ = random_case(1, users=25)
    fit = lloyd(points, 3, 42)
    found = gap.gap_at(points, 3, fit.wcss, lloyd, references=6, box=gap.plain_box)
    references = [gap.plain_box(points, np.random.default_rng([0, number])) for number in range(6)]
    logs = []
    for number, reference in enumerate(references):
        labels = lloyd(reference, 3, number, 5).labels
        pairs = [
            sum(math.dist(a, b) ** 2 for a in reference[labels == n] for b in reference[labels == n])
            / (2 * np.sum(labels == n))
            for n in range(3)
        ]
        logs.append(math.log(sum(pairs) / 2))
    assert found.expected_log_w == pytest.approx(np.mean(logs))
    assert found.error == pytest.approx(np.std(logs) * math.sqrt(1 + 1 / 6))
    assert found.value == pytest.approx(np.mean(logs) - math.log(fit.wcss / 2))


def test_the_boxes_hold_their_references_tightly():
    points = np.random.default_rng(0).normal(size=(400, 2)) @ np.array([[3, 3], [-0.1, 0.1]])
    random = np.random.default_rng(1)
    plain, principal = gap.plain_box(points, random), gap.principal_box(points, random)
    assert (plain.min(axis=0) >= points.min(axis=0)).all()
    assert (plain.max(axis=0) <= points.max(axis=0)).all()
    assert np.linalg.det(np.cov(principal.T)) < np.linalg.det(np.cov(plain.T)) / 10
    axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2]
    turned, inside = (principal - points.mean(axis=0)) @ axes.T, (points - points.mean(axis=0)) @ axes.T
    assert (turned.min(axis=0) >= inside.min(axis=0) - 1e-9).all()
    assert (turned.max(axis=0) <= inside.max(axis=0) + 1e-9).all()


def test_the_gap_is_undefined_where_nothing_is_left_within():
    assert gap.gap_at(np.zeros((5, 2)), 1, 0.0, lloyd, references=2) is None
    assert gap.gap_at(np.zeros((5, 2)), 2, 1.0, lloyd, references=2) is None


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 2)), min_size=2, max_size=9))
def test_the_stop_rules_as_r_writes_them(pairs):
    """R's maxSE, methods "Tibs2001SEmax" and "firstSEmax"; where the paper's rule finds nothing it says so."""
    f, se = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    last = len(f)
    meets = [f[i] >= f[i + 1] - se[i + 1] for i in range(last - 1)]
    assert gap.paper_rule(f, se) == (meets.index(True) + 1 if any(meets) else None)
    falls = [f[i + 1] - f[i] <= 0 for i in range(last - 1)]
    top = falls.index(True) if any(falls) else last - 1
    near = [f[i] >= f[top] - se[top] for i in range(top)]
    assert gap.first_se_max(f, se) == (near.index(True) if any(near) else top) + 1


# Resampling


def slow_strength(points, labels, centres):
    """Tibshirani and Walther (2005), equation 2.1, for one direction: pair by pair."""
    predicted = [min(range(len(centres)), key=lambda n: math.dist(point, centres[n])) for point in points]
    shares = []
    for segment in range(len(centres)):
        members = [i for i in range(len(points)) if labels[i] == segment]
        pairs = list(itertools.permutations(members, 2))
        if pairs:
            shares.append(sum(predicted[i] == predicted[j] for i, j in pairs) / len(pairs))
    return min(shares)


def test_prediction_strength():
    points, _ = random_case(5, users=26)
    found = prediction.prediction_strength(points, 3, lloyd, splits=4, seed=9)
    random, strengths = np.random.default_rng(9), []
    for number in range(4):
        order = random.permutation(26)
        halves = [points[order[:13]], points[order[13:]]]
        fits = [lloyd(half, 3, number, 5) for half in halves]
        strengths.append(np.mean([slow_strength(halves[i], fits[i].labels, fits[1 - i].centres) for i in (0, 1)]))
    assert found.mean == pytest.approx(np.mean(strengths))
    assert found.error == pytest.approx(np.std(strengths, ddof=1) / 2)
    assert prediction.prediction_strength(points[:5], 3, lloyd, splits=4) is None


def test_stability():
    """Hennig (2007): the largest Jaccard likeness among the drawn users, each counted once."""
    points, _ = random_case(6, users=24)
    labels = lloyd(points, 3, 42).labels
    found = stability.jaccard_stability(points, labels, lloyd, bootstraps=5, seed=2)
    random, likenesses = np.random.default_rng(2), []
    for number in range(5):
        drawn = sorted(set(random.integers(24, size=24).tolist()))
        again = lloyd(points[drawn], 3, number).labels
        row = []
        for segment in range(3):
            own = {user for user in drawn if labels[user] == segment}
            others = [{user for user, label in zip(drawn, again, strict=True) if label == n} for n in range(3)]
            row.append(max(len(own & other) / len(own | other) for other in others) if own else 0)
        likenesses.append(row)
    assert found == pytest.approx(np.mean(likenesses, axis=0))


def test_a_segment_of_which_nobody_was_drawn_did_not_come_back():
    points = np.concatenate([np.random.default_rng(1).normal(size=(30, 2)), [[99.0, 99.0]]])
    found = stability.jaccard_stability(points, np.repeat([0, 1], [30, 1]), lloyd, bootstraps=60)
    assert found[1] == pytest.approx(1 - math.exp(-1), abs=0.2)


def test_groups_that_lie_apart_are_predicted_and_come_back():
    points = np.concatenate([np.random.default_rng(n).normal(20 * n, 1, size=(20, 2)) for n in range(3)])
    labels = lloyd(points, 3, 42).labels
    assert prediction.prediction_strength(points, 3, lloyd, splits=5).mean == 1
    assert stability.jaccard_stability(points, labels, lloyd, bootstraps=5) == (1, 1, 1)
    assert restart_spread(points, 3, lloyd(points, 3, 42).wcss, lloyd, starts=30).improved is False


def test_restarts_tell_how_far_the_worst_start_lies_above_the_best():
    points, _ = random_case(7, users=40)
    wcss = [lloyd(points, 4, number, n_init=1).wcss for number in range(30)]
    found = restart_spread(points, 4, max(wcss), lloyd, starts=30)
    assert found.spread == pytest.approx(max(wcss) / min(wcss) - 1)
    assert found.improved
    assert restart_spread(points, 4, 0.0, lloyd, starts=30) is None


# Valleys


def test_the_densest_cut_counts_users_in_three_windows():
    along = np.array([-1, 0, 1, 2, 5, 5.1, 10, 10.5, 11, 9], dtype=float)
    points, labels = np.column_stack([along, np.zeros(10)]), (along > 5).astype(int)
    centres = np.array([[0.0, 0.0], [10.0, 0.0]])
    found = densest_cut(points, labels, centres)
    assert found.density == 2 / 3
    assert found.p_value == pytest.approx(binomtest(2, 5, 1 / 3, alternative="less").pvalue)


def test_a_cloud_has_no_valley_and_two_groups_have_one():
    random = np.random.default_rng(4)
    cloud = random.normal(size=(2_000, 2))
    apart = np.concatenate([random.normal(size=(500, 2)), random.normal([6, 0], 1, size=(500, 2))])
    for points, has_valley in ((cloud, False), (apart, True)):
        fit = lloyd(points, 2, 42)
        assert (densest_cut(points, fit.labels, fit.centres).p_value < 0.05) is has_valley
