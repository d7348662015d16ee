"""Which structure is found: in groups and noise of many kinds, and in MovieLens."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import make_blobs, make_moons

import core
from core.clustering.kmeans import KMEANS, lloyd
from core.clustering.partition import one_segment
from core.evidence import gathering
from core.evidence.calinski_harabasz import CALINSKI_HARABASZ
from core.evidence.effort import FAST, Effort
from core.evidence.gap import first_se_max, gap_at, paper_rule, plain_box, principal_box
from core.evidence.probe import probed
from core.evidence.separation import SEPARATION
from core.evidence.silhouette import SILHOUETTE
from core.evidence.stability import jaccard_stability
from core.evidence.strength import prediction_strength
from core.evidence.verdict import verdict
from core.points import total_sum_of_squares
from core.words.evidence import speaks_against
from core.words.verdict import verdict_sentence
from tests.core.evidence.conftest import standardised
from tests.core.evidence.rows import evidence_of

FEW_DRAWS = Effort("few", references=10, splits=8, bootstraps=8, starts=30)
"""Resampling with a fraction of the draws, to be quick."""


def asked(points, partitions, effort):
    probe, every = probed(points), (one_segment(points), *partitions.values())
    evidence = evidence_of(*(gathering.measured(points, one, probe, KMEANS) for one in every), probe=probe)
    for row in gathering.resampling(points, partitions, evidence, KMEANS, effort):
        evidence = evidence.with_row(row)
    return evidence


def judged_points(points, effort=FAST, last=8):
    points = standardised(points)
    evidence = asked(points, {k: lloyd(points, k, 42) for k in range(2, last + 1)}, effort)
    found = verdict(evidence, None)
    return replace(found, sentence=verdict_sentence(found, evidence))


NOISE = {
    "uniform": lambda random, users, features: random.uniform(size=(users, features)),
    "normal": lambda random, users, features: random.normal(size=(users, features)),
    "log-normal": lambda random, users, features: random.lognormal(size=(users, features)),
}


@pytest.mark.parametrize("features", [1, 2, 3, 6])
@pytest.mark.parametrize("kind", NOISE)
def test_noise_is_never_clear(kind, features):
    for seed in range(2):
        found = judged_points(NOISE[kind](np.random.default_rng([seed, features]), 240, features))
        assert found.structure != "clear"


def groups(k, users, features, distance, seed):
    """Gaussian groups whose nearest centres lie ``distance`` standard deviations apart."""
    random = np.random.default_rng([seed, k, features])
    centres = random.normal(size=(k, features))
    nearest = min(math.dist(a, b) for i, a in enumerate(centres) for b in centres[:i])
    points, _ = make_blobs(users, centers=centres * distance / nearest, cluster_std=1, random_state=seed)
    return points


SHAPES = [(2, 80, 1), (2, 60, 2), (3, 150, 2), (4, 160, 3), (5, 400, 2), (6, 300, 5), (7, 280, 4)]


@pytest.mark.parametrize(("k", "users", "features"), SHAPES)
def test_groups_that_lie_apart_are_clear_with_their_number(k, users, features):
    for seed in (11, 12, 13):
        found = judged_points(groups(k, users, features, 9, seed))
        assert (found.structure, found.recommended_k) == ("clear", k)


def test_long_groups_that_were_cut_across_are_not_clear_with_too_many():
    """Three strips, uniform along: K-means cuts them across at K = 6, where no valley is."""
    random = np.random.default_rng(61)
    strips = np.column_stack([random.uniform(size=900), np.arange(900) % 3 + random.normal(0, 0.01, 900)])
    found = judged_points(strips)
    assert found.recommended_k in (None, 3)


def test_few_distinct_points_are_no_perfect_structure():
    points = np.random.default_rng(62).integers(5, size=(300, 1)).astype(float)
    fits = {k: lloyd(points, k, 42) for k in range(2, 6)}
    evidence = asked(points, fits, FAST)
    assert evidence.rows[5].value(CALINSKI_HARABASZ) is None
    assert evidence.rows[5].value(SEPARATION) is None
    assert verdict(evidence, None).recommended_k != 5


@pytest.mark.parametrize(("k", "users", "features"), [(3, 600, 2), (4, 800, 3)])
def test_groups_that_overlap_are_weak_at_most(k, users, features):
    for seed in (21, 22):
        assert judged_points(groups(k, users, features, 2.0, seed)).structure != "clear"


def test_resampling_confirms_groups_that_lie_apart():
    found = judged_points(groups(3, 150, 2, 9, 31), FEW_DRAWS, last=5)
    assert (found.structure, found.recommended_k) == ("clear", 3)
    assert found.choices["prediction_strength"] == 3
    assert "Not computed" not in found.sentence


def test_resampling_tells_overlapping_groups_from_noise():
    overlapping = np.concatenate([np.random.default_rng(n).normal(2.2 * n, 1, size=(200, 2)) for n in range(2)])
    assert judged_points(overlapping, FEW_DRAWS, last=4).structure == "weak"
    cloud = np.random.default_rng(41).normal(size=(200, 2))
    assert judged_points(cloud, FEW_DRAWS, last=4).structure == "none"


def test_moons_are_no_segments_that_k_means_could_cut_clearly():
    points, _ = make_moons(200, noise=0.06, random_state=51)
    assert judged_points(points, FEW_DRAWS, last=5).structure != "clear"


# MovieLens


@pytest.fixture(scope="module")
def movielens_analysis(movielens):
    return core.analyse(movielens)


def test_on_movielens_the_notebooks_k_has_the_lowest_silhouette(movielens_analysis):
    rows = movielens_analysis.evidence.rows
    silhouettes = {k: rows[k].value(SILHOUETTE).mean for k in range(2, 11)}
    assert silhouettes[4] == pytest.approx(0.2775, abs=5e-5)
    assert silhouettes[3] == pytest.approx(0.3506, abs=5e-5)
    assert min(silhouettes, key=silhouettes.get) == 4
    assert max(silhouettes, key=silhouettes.get) == 3


@pytest.mark.parametrize("box", [plain_box, principal_box])
def test_on_movielens_the_gap_prefers_one_segment(movielens_analysis, box):
    """R: cluster::clusGap(d.power = 2, B = 50) with either box: both rules pick 1."""
    points, fits = movielens_analysis.points.values, movielens_analysis.sweep.partitions
    wcss = {1: total_sum_of_squares(points), 2: fits[2].wcss, 3: fits[3].wcss}
    gaps = [gap_at(points, k, wcss[k], lloyd, references=50 if k < 3 else 5, box=box) for k in wcss]
    values, errors = [gap.value for gap in gaps], [gap.error for gap in gaps]
    assert paper_rule(values, errors) == first_se_max(values, errors) == 1


def test_on_movielens_prediction_strength_is_that_of_fpc(movielens_analysis):
    """R, fpc 2.2.10, 50 splits: mean prediction strength."""
    points = movielens_analysis.points.values
    expected = {2: 0.83, 3: 0.61, 4: 0.45, 5: 0.46, 6: 0.45, 7: 0.40, 8: 0.37}
    found = {k: prediction_strength(points, k, lloyd, splits=20).mean for k in expected}
    assert found == pytest.approx(expected, abs=0.08)


def test_on_movielens_stability_is_that_of_fpc(movielens_analysis):
    """R, fpc::clusterboot, B = 100: mean Jaccard likeness of each segment, by its size."""
    points = movielens_analysis.points.values
    fits = {k: lloyd(points, k, 42, n_init=100) for k in (2, 3, 4)}  # K = 3 has a lower WCSS than ten restarts find
    expected = {
        2: [0.97, 0.95],
        3: {357: 0.94, 35: 0.80, 218: 0.90},
        4: {270: 0.74, 97: 0.78, 32: 0.76, 211: 0.84},
    }
    assert jaccard_stability(points, fits[2].labels, lloyd, bootstraps=40) == pytest.approx(expected[2], abs=0.06)
    for k in (3, 4):
        found = jaccard_stability(points, fits[k].labels, lloyd, bootstraps=40)
        by_size = dict(zip(np.bincount(fits[k].labels).tolist(), found, strict=True))
        assert by_size == pytest.approx(expected[k], abs=0.06)


def test_on_movielens_there_is_no_clear_structure_and_four_is_not_recommended(movielens_analysis):
    found = movielens_analysis.verdict
    assert found.structure in ("none", "weak")
    assert found.recommended_k != 4
    assert "the lowest silhouette of all" in speaks_against(movielens_analysis.evidence, 4)
