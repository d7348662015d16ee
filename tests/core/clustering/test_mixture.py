"""Gaussian mixtures: scikit-learn's figures, users in every component, and the sampled fit of very many users."""

import warnings

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.mixture import GaussianMixture

from core.clustering import mixture
from core.clustering.gaussians import BALLS, DIAGONAL, FULL
from core.errors import Cancelled, TooManySegmentsError


def stretched(covariance, users=300):
    """Two groups of one shape, side by side."""
    random = np.random.default_rng(4)
    return np.concatenate([random.multivariate_normal(mean, covariance, size=users) for mean in ([0, 0], [0, 5])])


def by_sklearn(points, k, kind, starts=5):
    settings = {"n_init": starts, "init_params": "k-means++", "reg_covar": 1e-3, "max_iter": 200, "random_state": 42}
    return GaussianMixture(k, covariance_type=kind, **settings).fit(points)


@pytest.mark.parametrize(
    ("points", "kind"),
    [(stretched([[9, 2.5], [2.5, 1]]), FULL), (stretched([[9, 0], [0, 1]]), DIAGONAL)],
    ids=["correlated", "along the axes"],
)
def test_bic_and_labels_are_scikit_learns_for_the_better_kind_of_covariances(points, kind):
    models = {kind: by_sklearn(points, 2, kind) for kind in ("full", "diag")}
    found = mixture.fit(points, 2, seed=42)
    assert found.gaussians.kind == kind == min(models, key=lambda kind: models[kind].bic(points))
    assert found.objective == found.bic == pytest.approx(models[kind].bic(points), rel=1e-9)
    assert np.array_equal(found.labels, models[kind].predict(points))
    assert np.allclose(found.centres, models[kind].means_)


def test_bic_chooses_two_of_three_species_as_published():
    # Fraley and Raftery (2007), mclust on iris: the best model has 2 components, a full covariance each
    bic = {k: mixture.fit(load_iris().data, k, seed=42).bic for k in range(1, 6)}
    assert min(bic, key=bic.get) == 2


def test_other_users_belong_to_the_most_probable_component_not_to_the_nearest_centre():
    points = stretched([[9, 0], [0, 1]])
    found = mixture.fit(points, 2, seed=42)
    wide = np.array([[12.0, 2.0], [12.0, 3.0]])
    assert found.predict(wide).tolist() == by_sklearn(points, 2, "diag").predict(wide).tolist()
    narrow = mixture.fit(np.concatenate([points[:300], 0.1 * points[:300] + [0, 3]]), 2, seed=42)
    beyond = np.array([[0.0, 4.5]])
    nearest = np.square(beyond - narrow.centres).sum(axis=1).argmin()
    assert narrow.predict(beyond)[0] != nearest


def test_the_wcss_is_that_of_the_partition():
    points = stretched([[9, 2.5], [2.5, 1]])
    found = mixture.fit(points, 3, seed=42)
    direct = sum(np.square(part - part.mean(axis=0)).sum() for part in (points[found.labels == k] for k in range(3)))
    assert found.wcss == pytest.approx(direct, rel=1e-12)


def test_the_same_seed_gives_the_same_fit():
    points = stretched([[9, 2.5], [2.5, 1]])
    first, second = mixture.fit(points, 5, seed=7), mixture.fit(points, 5, seed=7)
    assert first.bic == second.bic
    assert np.array_equal(first.labels, second.labels)


def test_where_every_mixture_leaves_a_component_empty_balls_of_one_size_stand_in():
    skewed = np.random.default_rng(0).standard_t(1, size=(60, 1))
    skewed = (skewed - skewed.mean()) / skewed.std()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert all(len(np.unique(by_sklearn(skewed, 14, kind).predict(skewed))) < 14 for kind in ("full", "diag"))
    found = mixture.fit(skewed, 14, seed=42)
    assert np.unique(found.labels).tolist() == list(range(14))
    assert found.gaussians.kind == BALLS
    assert found.labels.tolist() == np.abs(skewed - found.centres.T).argmin(axis=1).tolist()
    assert "no mixture was found" in mixture.method(found)


def test_users_who_are_alike_or_alone_make_no_trouble():
    assert mixture.fit(np.zeros((1, 2)), 1, seed=0).labels.tolist() == [0]
    labels = mixture.fit(np.repeat([[0.0], [1.0]], 5, axis=0), 2, seed=0).labels.reshape(2, 5)
    assert [set(part) for part in labels.tolist()] in ([{0}, {1}], [{1}, {0}])
    with pytest.raises(TooManySegmentsError, match="do not part into 3"):
        mixture.fit(np.repeat([[0.0], [1.0]], 5, axis=0), 3, seed=0)


def test_a_fit_that_nobody_wants_is_not_begun():
    with pytest.raises(Cancelled):
        mixture.fit(np.zeros((3, 1)), 1, seed=0, should_stop=lambda: True)


def test_what_resampling_repeats_says_nothing_in_the_log(caplog):
    points = stretched([[9, 2.5], [2.5, 1]])
    repeat = mixture.MIXTURE.repeat(mixture.fit(points, 2, 42))
    caplog.clear()
    with caplog.at_level("INFO"):
        again = repeat(points, 2, 42, 10)
    assert not caplog.records
    assert again.bic == pytest.approx(by_sklearn(points, 2, "full", starts=2).bic(points), rel=1e-9)


@pytest.mark.parametrize(("kind", "other"), [("full", "diag"), ("diag", "full")])
def test_resampling_repeats_covariances_of_the_kind_that_was_chosen(kind, other):
    """Of users who call for one kind, the other is fitted all the same where the partition at hand has that."""
    points = {"full": stretched([[9, 2.5], [2.5, 1]]), "diag": stretched([[9, 0], [0, 1]])}
    at_hand = mixture.fit(points[kind], 2, 42)
    assert at_hand.gaussians.kind == kind
    again = mixture.MIXTURE.repeat(at_hand)(points[other], 2, 42, 10)
    assert again.gaussians.kind == kind
    assert again.bic == pytest.approx(by_sklearn(points[other], 2, kind, starts=2).bic(points[other]), rel=1e-9)


def test_it_can_be_stopped_between_two_starts():
    asked = []
    with pytest.raises(Cancelled):
        mixture.fit(stretched([[9, 0], [0, 1]]), 2, seed=0, should_stop=lambda: asked.append(1) or len(asked) == 4)


def test_of_very_many_users_samples_are_fitted_and_all_are_assigned(monkeypatch):
    monkeypatch.setattr(mixture, "EXACT_USERS", 200)
    points = stretched([[9, 2.5], [2.5, 1]])
    found = mixture.fit(points, 2, seed=42)
    assert (found.estimated, len(found.labels)) == (True, 600)
    assert np.array_equal(found.labels, found.gaussians.predict(points))
    exact = by_sklearn(points, 2, "full").bic(points)
    assert exact <= found.bic < exact + 60
    assert found.error > 0
    assert "samples of 200 users: estimated" in mixture.method(found)
