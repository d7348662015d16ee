"""The verdict by its written rule, on rows made by hand.

The thresholds of the rule come from the papers that it names; none was fitted to the cases here.
"""

import pytest

from core.evidence.smallest import is_tiny
from tests.core.evidence.rows import CLEAR_AT_3, judged, row


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


def test_strength_chooses_nothing_in_a_range_that_begins_later():
    assert judged(row(1, gap=1.0), row(3, strength=0.5, gap=1.0)).choices["prediction_strength"] is None


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


def test_what_was_asked_of_some_k_only_chooses_nothing():
    found = judged(row(1, gap=2.0), row(2, gap=1.0, strength=0.9), row(3))
    assert (found.choices["gap"], found.choices["prediction_strength"]) == (None, None)
    assert "Not yet computed: the gap and prediction strength." in found.sentence


def test_of_several_clear_k_the_finest_is_recommended():
    four = row(4, silhouette=0.55, cut=0.4, gap=2.5, strength=0.85, jaccard=(0.9,) * 4)
    assert judged(row(1, gap=0.5), CLEAR_AT_3, four).recommended_k == 4


def test_a_segment_is_tiny_by_its_users_or_by_its_share():
    assert is_tiny(4, 100)
    assert is_tiny(99, 10_000)
    assert not is_tiny(5, 100)
