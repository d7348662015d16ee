"""The verdict by its written rule: on rows made by hand, on groups and noise of many kinds, and on MovieLens.

The thresholds of the rule come from the papers that it names; none was fitted to the cases here.
"""

import math
from functools import partial

import numpy as np
import pytest
from sklearn.datasets import make_blobs, make_moons

import core
from core.clustering import lloyd, total_sum_of_squares
from core.evidence import gathering
from core.evidence.evidence import GAP, STABILITY, STRENGTH, Evidence, KEvidence
from core.evidence.gap import Gap, first_se_max, gap_at, paper_rule, plain_box, principal_box
from core.evidence.prediction import PredictionStrength, prediction_strength
from core.evidence.silhouette import Silhouette
from core.evidence.stability import jaccard_stability
from core.evidence.valleys import Cut
from core.evidence.verdict import is_tiny, verdict
from core.evidence.words import knees_in_words, speaks_against, speaks_for
from core.knee import Knee
from tests.core.evidence.conftest import standardised


def row(k, silhouette=None, cut=None, gap=None, strength=None, jaccard=None, ch=None, db=None, smallest=50):
    steps = {GAP: gap, STRENGTH: strength, STABILITY: jaccard}
    return KEvidence(
        k=k,
        wcss=100 / k,
        explained_share=1 - 1 / k,
        smallest_segment=smallest,
        silhouette=None if silhouette is None else Silhouette(silhouette, (silhouette,) * k),
        calinski_harabasz=ch,
        davies_bouldin=db,
        densest_cut=None if cut is None else Cut(cut, 0.01 if cut < 0.5 else 0.5),
        gap=None if gap is None else Gap(1.0, 1.0 + gap, 0.1),
        prediction_strength=None if strength is None else PredictionStrength(strength, 0.01),
        jaccard=jaccard,
        resampled=frozenset(step for step, value in steps.items() if value is not None),
    )


def judged(*rows, knee=None):
    return verdict(Evidence().with_rows(rows), knee)


CLEAR_AT_3 = row(3, silhouette=0.6, cut=0.2, gap=2.0, strength=0.9, jaccard=(0.9, 0.8, 0.95))


def test_a_k_that_passes_every_test_is_clear():
    found = judged(row(1, gap=0.5), row(2, silhouette=0.4, cut=0.9, gap=1.0, strength=0.6), CLEAR_AT_3)
    assert (found.structure, found.recommended_k) == ("clear", 3)
    assert found.sentence.startswith("Clear structure: 3 segments lie apart.")


@pytest.mark.parametrize(
    "changed",
    [
        row(3, silhouette=0.5, cut=0.2, gap=2.0, strength=0.9, jaccard=(0.9, 0.8, 0.95)),
        row(3, silhouette=0.6, cut=0.2, gap=0.55, strength=0.9, jaccard=(0.9, 0.8, 0.95)),
        row(3, silhouette=0.6, cut=0.2, gap=2.0, strength=0.79, jaccard=(0.9, 0.8, 0.95)),
        row(3, silhouette=0.6, cut=0.2, gap=2.0, strength=0.9, jaccard=(0.9, 0.74, 0.95)),
    ],
    ids=["silhouette", "gap", "strength", "stability"],
)
def test_one_failed_test_makes_it_weak(changed):
    assert judged(row(1, gap=0.5), changed).structure == "weak"


def test_without_a_valley_and_with_a_gap_for_one_there_is_no_structure():
    found = judged(row(1, gap=2.0), row(2, silhouette=0.6, cut=0.51, gap=1.0, strength=0.95, jaccard=(0.9, 0.9)))
    assert (found.structure, found.recommended_k) == ("none", None)
    assert found.sentence.startswith("No clear structure at K = 2: a continuum, any K is a convenience cut.")


def test_a_gap_for_more_than_one_is_weak_structure_even_without_a_valley():
    found = judged(row(1, gap=0.0), row(2, silhouette=0.4, cut=0.9, gap=1.0), row(3, cut=0.9, gap=0.5))
    assert (found.structure, found.choices["gap"], found.recommended_k) == ("weak", 2, 2)


def test_groups_that_predict_each_other_and_beat_one_cloud_are_weak_though_the_stop_rule_says_one():
    found = judged(row(1, gap=1.0), row(2, gap=0.5, strength=0.9, cut=1), row(3, gap=2.0, strength=0.9, cut=1))
    assert (found.choices["gap"], found.structure) == (1, "weak")


def test_without_resampling_the_verdict_does_not_speak_of_a_continuum():
    found = judged(row(1), row(2, silhouette=0.3, cut=0.9), row(3, silhouette=0.3, cut=0.9))
    assert found.sentence.startswith("No clear structure among K = 2 to 3, as far as it shows without resampling")


def test_where_all_users_are_alike_there_is_nothing_to_part():
    assert judged(row(1)).sentence.startswith("Nothing to part: all users are alike")


def test_too_few_users_are_not_judged():
    assert judged(row(1, smallest=4), row(2)).sentence.startswith("Too few users to tell: 4 users.")


def test_users_of_few_kinds_are_said_to_be_so():
    found = judged(row(1), row(2, cut=0.9), row(3, silhouette=1.0))
    assert found.sentence.startswith("The users differ in only 3 ways")


def test_strength_chooses_nothing_in_a_range_that_begins_later():
    assert judged(row(1, gap=1.0), row(3, strength=0.5, gap=1.0)).choices["prediction_strength"] is None


def test_the_verdict_names_the_k_with_tiny_segments():
    assert (
        "A segment is tiny at K = 3 and 4."
        in judged(row(1, smallest=600), row(2), row(3, smallest=4), row(4, smallest=3)).sentence
    )


def test_each_index_makes_its_own_choice_and_the_sentence_names_the_disagreement():
    found = judged(
        row(1, gap=3.0),
        row(2, silhouette=0.3, ch=10, db=1.0, gap=1.0, strength=0.85, cut=1),
        row(3, silhouette=0.35, ch=12, db=1.1, gap=1.1, strength=0.6, cut=1),
        row(4, silhouette=0.2, ch=11, db=0.9, gap=1.2, strength=0.4, cut=1),
        knee=4,
    )
    assert found.choices == {
        "knee": 4, "silhouette": 3, "calinski_harabasz": 3, "davies_bouldin": 4, "gap": 1, "prediction_strength": 2
    }  # fmt: skip
    assert "The gap says 1; prediction strength says 2; silhouette and Caliński–Harabasz say 3" in found.sentence
    assert found.gap_first_se_max == 1


def test_what_is_undefined_or_was_not_asked_is_said():
    found = judged(row(1), row(2))
    assert set(found.choices.values()) == {None}
    assert "No choice by the knee, silhouette, Caliński–Harabasz and Davies–Bouldin." in found.sentence
    assert "Not computed: the gap and prediction strength." in found.sentence


def test_what_was_asked_of_some_k_only_chooses_nothing():
    found = judged(row(1, gap=2.0), row(2, gap=1.0, strength=0.9), row(3))
    assert (found.choices["gap"], found.choices["prediction_strength"]) == (None, None)
    assert "Not yet computed: the gap and prediction strength." in found.sentence


def test_evidence_without_resampling_is_what_was_there_before_it():
    before = Evidence().with_rows([row(1), row(2, silhouette=0.3, cut=0.9)])
    after = Evidence().with_rows([row(1, gap=1.0), row(2, silhouette=0.3, cut=0.9, gap=1.0, strength=0.5)])
    assert after.without_resampling() == before


def test_of_several_clear_k_the_finest_is_recommended():
    four = row(4, silhouette=0.55, cut=0.4, gap=2.5, strength=0.85, jaccard=(0.9,) * 4)
    assert judged(row(1, gap=0.5), CLEAR_AT_3, four).recommended_k == 4


def test_a_tiny_segment_is_flagged():
    assert is_tiny(4, 100)
    assert is_tiny(99, 10_000)
    assert not is_tiny(5, 100)
    evidence = Evidence().with_rows([row(1, smallest=610), row(2, silhouette=0.3, smallest=4)])
    assert "a segment of 4 users" in speaks_against(evidence, 2)


def test_what_speaks_for_and_against_a_k():
    evidence = Evidence().with_rows(
        [row(1, gap=1.0), row(2, silhouette=0.6, cut=0.1, gap=0.9, strength=0.5), CLEAR_AT_3]
    )
    found = verdict(evidence, 3)
    phrases = "; ".join(speaks_for(evidence, found, 3))
    for phrase in ("chosen by the knee", "valleys between", "a silhouette above 0.5", "strength 0.90", "come back"):
        assert phrase in phrases
    against = "; ".join(speaks_against(evidence, 2))
    assert "no larger than that of a single cloud" in against
    assert "predict only 50 % of the pairs" in against
    assert "the lowest silhouette of all" in speaks_against(
        Evidence().with_rows([row(2, silhouette=0.3, cut=0.1), row(3, silhouette=0.2, cut=0.1)]), 3
    )


def test_the_knee_is_told_with_its_range_and_how_it_moves():
    knees = (Knee(None, 2, 4), Knee(4, 2, 8), Knee(4, 2, 9), Knee(5, 2, 10))
    assert knees_in_words(knees) == (
        "Knee at K = 5 over K = 2 to 10; none where the range ends at 4; K = 4 where the range ends at 8 or 9."
    )
    assert knees_in_words(()) == knees_in_words((Knee(None, 2, 3),)) == "No knee: it takes at least three K."


# Groups and noise


def asked(points, fits, resample):
    evidence = gathering.gather(points, fits)
    return evidence.with_rows(gathering.resampling(points, fits, evidence)) if resample else evidence


def judged_points(points, resample=False, last=8):
    points = standardised(points)
    fits = {k: lloyd(points, k, 42) for k in range(2, last + 1)}
    return verdict(asked(points, fits, resample), None)


NOISE = {
    "uniform": lambda random, users, features: random.uniform(size=(users, features)),
    "normal": lambda random, users, features: random.normal(size=(users, features)),
    "log-normal": lambda random, users, features: random.lognormal(size=(users, features)),
}


@pytest.mark.parametrize("features", [1, 2, 3, 6])
@pytest.mark.parametrize("kind", NOISE)
def test_noise_is_never_clear(kind, features):
    for seed in range(5):
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
    evidence = asked(points, fits, resample=False)
    assert evidence.rows[5].calinski_harabasz is None
    assert evidence.rows[5].densest_cut is None
    assert verdict(evidence, None).recommended_k != 5


@pytest.mark.parametrize(("k", "users", "features"), [(3, 600, 2), (4, 800, 3)])
def test_groups_that_overlap_are_weak_at_most(k, users, features):
    for seed in (21, 22):
        assert judged_points(groups(k, users, features, 2.0, seed)).structure != "clear"


@pytest.fixture
def fewer_draws(monkeypatch):
    """Resampling with a fraction of the draws, to be quick."""
    monkeypatch.setattr(gathering, "gap_at", partial(gap_at, references=10))
    monkeypatch.setattr(gathering, "prediction_strength", partial(prediction_strength, splits=8))
    monkeypatch.setattr(gathering, "jaccard_stability", partial(jaccard_stability, bootstraps=8))


@pytest.mark.usefixtures("fewer_draws")
def test_resampling_confirms_groups_that_lie_apart():
    found = judged_points(groups(3, 150, 2, 9, 31), resample=True, last=5)
    assert (found.structure, found.recommended_k) == ("clear", 3)
    assert found.choices["prediction_strength"] == 3
    assert "Not computed" not in found.sentence


@pytest.mark.usefixtures("fewer_draws")
def test_resampling_tells_overlapping_groups_from_noise():
    overlapping = np.concatenate([np.random.default_rng(n).normal(2.2 * n, 1, size=(200, 2)) for n in range(2)])
    assert judged_points(overlapping, resample=True, last=4).structure == "weak"
    cloud = np.random.default_rng(41).normal(size=(200, 2))
    assert judged_points(cloud, resample=True, last=4).structure == "none"


@pytest.mark.usefixtures("fewer_draws")
def test_moons_are_no_segments_that_k_means_could_cut_clearly():
    points, _ = make_moons(200, noise=0.06, random_state=51)
    assert judged_points(points, resample=True, last=5).structure != "clear"


# MovieLens


@pytest.fixture(scope="module")
def movielens_analysis(movielens):
    return core.analyse(movielens)


def test_on_movielens_the_notebooks_k_has_the_lowest_silhouette(movielens_analysis):
    rows = movielens_analysis.evidence.rows
    silhouettes = {k: rows[k].silhouette.mean for k in range(2, 11)}
    assert silhouettes[4] == pytest.approx(0.2775, abs=5e-5)
    assert silhouettes[3] == pytest.approx(0.3506, abs=5e-5)
    assert min(silhouettes, key=silhouettes.get) == 4
    assert max(silhouettes, key=silhouettes.get) == 3


@pytest.mark.parametrize("box", [plain_box, principal_box])
def test_on_movielens_the_gap_prefers_one_segment(movielens_analysis, box):
    """R: cluster::clusGap(d.power = 2, B = 50) with either box: both rules pick 1."""
    points, fits = movielens_analysis.groundwork.scaled.values, movielens_analysis.fits
    wcss = {1: total_sum_of_squares(points), 2: fits[2].wcss, 3: fits[3].wcss}
    gaps = [gap_at(points, k, wcss[k], references=50 if k < 3 else 5, box=box) for k in wcss]
    values, errors = [gap.value for gap in gaps], [gap.error for gap in gaps]
    assert paper_rule(values, errors) == first_se_max(values, errors) == 1


def test_on_movielens_prediction_strength_is_that_of_fpc(movielens_analysis):
    """R, fpc 2.2.10, 50 splits: mean prediction strength."""
    points = movielens_analysis.groundwork.scaled.values
    expected = {2: 0.83, 3: 0.61, 4: 0.45, 5: 0.46, 6: 0.45, 7: 0.40, 8: 0.37}
    found = {k: prediction_strength(points, k, splits=20).mean for k in expected}
    assert found == pytest.approx(expected, abs=0.08)


def test_on_movielens_stability_is_that_of_fpc(movielens_analysis):
    """R, fpc::clusterboot, B = 100: mean Jaccard likeness of each segment, by its size."""
    points = movielens_analysis.groundwork.scaled.values
    fits = {k: lloyd(points, k, 42, n_init=100) for k in (2, 3, 4)}  # K = 3 has a lower WCSS than ten restarts find
    expected = {
        2: [0.97, 0.95],
        3: {357: 0.94, 35: 0.80, 218: 0.90},
        4: {270: 0.74, 97: 0.78, 32: 0.76, 211: 0.84},
    }
    assert jaccard_stability(points, fits[2].labels, bootstraps=40) == pytest.approx(expected[2], abs=0.06)
    for k in (3, 4):
        found = jaccard_stability(points, fits[k].labels, bootstraps=40)
        by_size = dict(zip(np.bincount(fits[k].labels).tolist(), found, strict=True))
        assert by_size == pytest.approx(expected[k], abs=0.06)


def test_beyond_the_limit_a_sample_is_resampled_with_its_own_sums(monkeypatch):
    random = np.random.default_rng(71)
    points = np.concatenate([random.normal(8 * n, 1, size=(700, 2)) for n in range(2)])
    fits = {2: lloyd(points, 2, 42)}
    monkeypatch.setattr(gathering, "RESAMPLED_USERS", 200)
    monkeypatch.setattr(gathering, "gap_at", partial(gap_at, references=4))
    drawn = []
    monkeypatch.setattr(gathering, "jaccard_stability", lambda points, labels, **_: drawn.append(labels) or (1.0, 1.0))
    found = asked(points, fits, resample=True).rows[2]
    assert found.gap.log_w == pytest.approx(math.log(fits[2].wcss / 2 / 7), abs=0.2)
    assert np.bincount(drawn[0]).tolist() == [100, 100]


def test_on_movielens_there_is_no_clear_structure_and_four_is_not_recommended(movielens_analysis):
    found = movielens_analysis.verdict
    assert found.structure in ("none", "weak")
    assert found.recommended_k != 4
    assert "the lowest silhouette of all" in speaks_against(movielens_analysis.evidence, 4)
