"""Second opinions: what each algorithm chooses, how far it agrees with K-means, and that it can be stopped."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN
from sklearn.metrics import adjusted_rand_score

from core import opinions as module
from core.analysis import analyse
from core.clustering import mixture
from core.clustering.density import NOISE
from core.clustering.matching import adjusted_rand
from core.errors import Cancelled
from core.evidence.effort import NONE
from core.opinions import TITLES, opinions
from core.points import Points, distinct_points, total_sum_of_squares
from core.sources.sample import sample_source
from core.sweep import Sweep, sweep

KS = range(2, 6)


def swept(values, algorithm="kmeans", ks=KS):
    zeros = np.zeros(values.shape[1])
    names = tuple(map(str, range(values.shape[1])))
    points = Points(names, values, zeros, zeros + 1, distinct_points(values), total_sum_of_squares(values))
    known = Sweep(points, algorithm, 42, ks)
    for news in sweep(known, lambda: min(ks.start, points.distinct), effort=NONE):
        known = known.with_news(news)
    return known


def blobs(*centres, users=60):
    return np.concatenate([np.random.default_rng(n).normal(c, 1, size=(users, 2)) for n, c in enumerate(centres)])


@pytest.fixture(scope="module")
def three():
    return swept(blobs((0, 0), (9, 0), (0, 9)))


def by_name(found):
    return {one.name: one for one in found}


@pytest.mark.parametrize(
    ("labels", "others", "index"),
    [
        ([0, 0, 1, 1], [0, 0, 1, 2], 0.5714286),  # scikit-learn's own example
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
    ],
)
def test_the_adjusted_rand_index_has_its_known_values(labels, others, index):
    assert adjusted_rand(np.array(labels), np.array(others)) == pytest.approx(index, abs=1e-7)


def test_k_means_comes_first_and_all_see_the_groups_that_are_there(three):
    found = list(opinions(three, 3))
    assert [one.name for one in found] == ["kmeans", "mixture", "ward", "hdbscan"]
    assert [one.choice for one in found[1:]] == [3, 3, 3]
    assert [one.agreement for one in found] == [None, pytest.approx(1), pytest.approx(1), pytest.approx(1, abs=0.1)]
    assert [one.noise is None for one in found] == [True, True, True, False]
    assert found[0].sizes == (60, 60, 60) == found[2].sizes
    for one in found:
        assert one.of_users == len(one.labels) == len(one.positions) == 180
        assert not one.is_sampled
        assert sum(one.sizes) == (one.labels != NOISE).sum()


def test_the_mixture_chooses_the_lowest_bic_from_one_on(three):
    bic = {k: mixture.fit(three.points.values, k, 42).bic for k in range(1, 6)}
    assert by_name(opinions(three, 2))["mixture"].choice == min(bic, key=bic.get)
    cloud = swept(blobs((0, 0), users=200))
    told = by_name(opinions(cloud, 4))
    assert (told["mixture"].choice, told["mixture"].agreement, told["mixture"].sizes) == (1, None, (200,))
    assert told["ward"].choice == 1
    assert told["mixture"].sees.startswith("One group")
    assert told["ward"].sees.startswith("One group")


def test_whole_scores_are_no_groups_for_the_mixture_and_groups_who_score_are_told():
    """By the lowest BIC of the scores themselves there would be as many components as were tried."""
    random = np.random.default_rng(1)
    scores = np.rint(random.normal(3, 1.2, size=(400, 2))).clip(1, 5)
    tied = swept((scores - scores.mean(axis=0)) / scores.std(axis=0))
    assert min((mixture.fit(tied.points.values, k, 42) for k in range(1, 6)), key=lambda one: one.bic).k == 5
    assert by_name(opinions(tied, 2))["mixture"].choice == 1
    two = np.concatenate([np.rint(random.normal(at, 0.9, size=(200, 3))).clip(1, 10) for at in (3, 8)])
    seen = by_name(opinions(swept(two / two.std(axis=0)), 2))["mixture"]
    assert seen.choice == 2
    assert adjusted_rand(seen.labels, np.repeat([0, 1], 200)) > 0.95


def test_agreement_is_that_with_k_means_at_the_same_k_among_users_in_crowds():
    stray = np.random.default_rng(1).uniform(-30, 30, size=(25, 2))
    known = swept(np.concatenate([blobs((0, 0), (12, 0)), stray]))
    seen = by_name(opinions(known, 5))["hdbscan"]
    direct = HDBSCAN(min_cluster_size=5, min_samples=5, copy=True).fit_predict(known.points.values)
    assert np.array_equal(seen.labels, direct)
    assert seen.noise == (direct == NOISE).mean() > 0
    inside, segments = direct != NOISE, known.partitions[direct.max() + 1].labels
    assert seen.agreement == adjusted_rand_score(direct[inside], segments[inside])


def test_where_nothing_is_crowded_hdbscan_has_no_choice():
    even = np.stack(np.meshgrid(np.arange(4.0), np.arange(1.0)), axis=-1).reshape(-1, 2)
    seen = by_name(opinions(swept(even, ks=range(2, 4)), 2))["hdbscan"]
    assert (seen.choice, seen.sizes, seen.noise, seen.agreement) == (None, (), 1.0, None)
    assert "No two crowds" in seen.sees


def test_at_the_end_of_the_range_it_is_said_that_there_may_be_more():
    known = swept(blobs((0, 0), (9, 0), (0, 9), (9, 9)), ks=range(2, 4))
    found = by_name(opinions(known, 2))
    assert found["mixture"].choice == 3
    assert found["mixture"].sees.startswith("At least 3")


def test_groups_have_the_colours_of_the_segments_with_which_they_share_most(three):
    for one in opinions(three, 3):
        segments = three.partitions[3].labels
        for group, slot in enumerate(one.slots):
            shared = np.bincount(segments[one.labels == group], minlength=3)
            assert slot == three.slots[3][shared.argmax()]


def test_groups_of_a_k_that_is_not_compared_have_the_colours_of_the_current_segments_as_far_as_these_go():
    known = swept(blobs((0, 0), (9, 0), (0, 9)), ks=range(2, 3))
    seen = by_name(opinions(known, 2))["hdbscan"]
    assert (len(seen.slots), sorted(seen.slots)) == (3, [0, 1, 2])
    united = known.partitions[2].labels
    for slot in (0, 1):
        shared = np.bincount(united[seen.labels == seen.slots.index(slot)], minlength=2)
        assert known.slots[2][shared.argmax()] == slot


def test_users_who_are_all_alike_get_opinions_too():
    assert [one.choice for one in opinions(swept(np.ones((30, 2))), 1)][:3] == [None, 1, 1]


def test_of_many_users_the_same_sample_is_looked_at_by_all(three, monkeypatch):
    monkeypatch.setattr(module, "MOST_USERS", 90)
    found = list(opinions(three, 3))
    for one in found:
        assert one.is_sampled
        assert (len(one.labels), one.of_users) == (90, 180)
        assert np.array_equal(one.positions, found[0].positions)
    assert np.array_equal(found[0].labels, three.partitions[3].labels[found[0].positions])


def test_it_stops_between_two_fits_and_tells_how_far_it_is(three):
    told = []
    with pytest.raises(Cancelled):
        list(opinions(three, 3, progress=told.append, should_stop=lambda: len(told) > 3))
    assert [one.task for one in told] == ["K-means", *(f"Gaussian mixture, K = {k}" for k in (1, 2, 3))]
    assert [one.fraction for one in told] == sorted(one.fraction for one in told)


def test_a_segmentation_by_the_mixture_is_the_mixtures_own_opinion():
    known = swept(blobs((0, 0), (9, 0), (0, 9)), algorithm="mixture")
    found = by_name(opinions(known, 2))
    assert np.array_equal(found["mixture"].labels, known.partitions[3].labels)
    assert found["mixture"].agreement == pytest.approx(1)
    assert found["kmeans"].sizes == tuple(np.bincount(found["kmeans"].labels))


def test_k_means_shows_the_k_that_the_evidence_recommends():
    analysis = analyse(sample_source(), k=3)
    first = next(opinions(analysis.sweep, 3))
    assert first.choice == analysis.verdict.recommended_k
    assert len(first.sizes) == (first.choice or 3)


def test_those_that_are_known_are_not_asked(three):
    assert [one.name for one in opinions(three, 3, known={"mixture", "ward"})] == ["kmeans", "hdbscan"]
    assert not list(opinions(three, 3, known=TITLES))


def test_an_opinion_of_k_means_speaks_of_the_recommended_k_else_of_the_current_one(three):
    first = next(opinions(three, 4))
    assert (first.choice, len(first.sizes)) == (None, 4)
    assert first.speaks_of(4, None)
    assert not first.speaks_of(5, None)
    assert not first.speaks_of(4, 3)
    assert replace(first, choice=4).speaks_of(2, 4)


def test_groups_are_the_segments_of_a_partition_only_where_every_user_agrees(three):
    first = next(opinions(three, 3))
    assert first.is_of(three.partitions[3])
    assert not first.is_of(three.partitions[2])
    assert not first.is_of(three.partitions[3].renumbered(np.array([1, 0, 2])))
