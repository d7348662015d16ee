"""The notebook's own figures on ml-latest-small, as its code gives them with scikit-learn 1.9 and pandas 3.1.

They were computed by running the notebook's cells, and agree with the log that its author published (2025-11-15).
"""

import numpy as np
import pytest

import core
from core.evidence.knee import find_knee

WCSS = {
    2: 1269.628649392018,
    3: 914.4891785125292,
    4: 759.469789679549,
    5: 637.9792802351641,
    6: 529.2444178393109,
    7: 466.77587806971326,
    8: 423.834663090607,
    9: 381.0445563742272,
    10: 343.3070774218984,
}

SEGMENTS = [
    (270, 135.0926, 3.5992, 0.9696, "High Activity, Positive, Varied Tastes"),
    (97, 92.0928, 3.0703, 1.3150, "High Activity, Moderate, Varied Tastes"),
    (32, 1061.9375, 3.2563, 0.9143, "High Activity, Moderate, Varied Tastes"),
    (211, 101.6398, 4.0620, 0.6964, "High Activity, Positive, Consistent"),
]


def exactly(value):
    return pytest.approx(value, rel=1e-9)


@pytest.fixture(scope="module")
def analysis(movielens):
    return core.analyse(movielens)


@pytest.fixture(scope="module")
def overview(analysis):
    return analysis.description.overview


@pytest.fixture(scope="module")
def features(analysis):
    return analysis.description.features


def test_counts_users_items_catalogue_and_ratings(overview):
    assert (overview.users, overview.items, overview.catalogue_items, overview.ratings) == (610, 9724, 9742, 100836)


def test_sparsity_range_and_mean_rating(overview):
    assert overview.sparsity_percent == exactly(98.30003169443864)
    assert (overview.rating_min, overview.rating_max) == (0.5, 5.0)
    assert overview.rating_mean == exactly(3.501556983616962)


def test_ratings_per_user(overview, features):
    assert overview.ratings_per_user.mean == exactly(165.30491803278687)
    assert features.summaries["num_ratings"].std == exactly(269.480584387172)
    assert overview.ratings_per_user.minimum == 20


@pytest.mark.parametrize(
    ("name", "mean", "std"),
    [
        ("avg_rating", 3.657222, 0.480635),
        ("std_rating", 0.927116, 0.266108),
        ("min_rating", 1.314754, 0.835449),
    ],
)
def test_feature_means_and_spreads_to_the_six_digits_printed(features, name, mean, std):
    summary = features.summaries[name]
    assert (summary.mean, summary.std) == pytest.approx((mean, std), abs=5e-7)


@pytest.mark.parametrize(
    ("user", "values"),
    [
        (1, (232, 4.366379310344827, 0.8000480467733438, 1.0, 5.0, 232, 4.0)),
        (3, (39, 2.4358974358974357, 2.090641701977143, 0.5, 5.0, 39, 4.5)),
    ],
)
def test_single_users(features, user, values):
    row = int(np.flatnonzero(features.ids == user)[0])
    names = ("num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies", "rating_range")
    assert tuple(float(features.columns[name][row]) for name in names) == exactly(values)


def test_medians(features):
    names = ("num_ratings", "avg_rating", "std_rating")
    medians = tuple(features.summaries[name].quantiles["50%"] for name in names)
    assert medians == exactly((70.5, 3.6943852037064273, 0.9023778112773577))


def test_users_ascend(features):
    assert features.ids.tolist() == list(range(1, 611))


def test_wcss_of_every_k(analysis):
    assert {fit.k: fit.wcss for fit in analysis.sweep.swept} == exactly(WCSS)


def test_four_segments_with_their_sizes_means_and_labels(analysis):
    assert analysis.k == 4
    assert analysis.partition.n_iter == 30
    for segment, (users, ratings, average, spread, label) in zip(analysis.segments, SEGMENTS, strict=True):
        assert (segment.users, segment.label) == (users, label)
        means = tuple(segment.means[name] for name in ("num_ratings", "avg_rating", "std_rating"))
        assert means == pytest.approx((ratings, average, spread), abs=5e-5)
        assert segment.share == users / 610


def test_centres_are_the_means_in_original_units(analysis):
    for segment in analysis.segments:
        assert dict(segment.centre) == pytest.approx({name: segment.means[name] for name in segment.centre}, rel=1e-6)


def test_the_knee_moves_with_the_range_of_k(analysis):
    wcss = {k: partition.wcss for k, partition in analysis.sweep.partitions.items()}
    assert find_knee(wcss, range(2, 11)).k == analysis.knee.k == 5
    assert find_knee(wcss, range(2, 10)).k == 4
    assert find_knee(wcss, range(2, 9)).k == 4


def test_every_run_gives_the_same_report_byte_for_byte(movielens, analysis):
    from core.export.contract import to_json

    assert to_json(core.analyse(movielens)) == to_json(analysis)
