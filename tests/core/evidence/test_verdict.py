"""The verdict by its written rule, on rows made by hand.

The thresholds of the rule come from the papers that it names; none was fitted to the cases here.
"""

from dataclasses import replace

import pytest

from core.evidence.smallest import is_tiny
from tests.core.evidence.rows import CLEAR_AT_3, CUT, judged, probe_of, row, separated


def found_in(*rows, **probe):
    found = judged(*rows, probe=probe_of(**probe))
    return found.structure, found.structure_kind, found.recommended_k


def test_a_k_that_passes_every_test_is_clear():
    found = judged(row(1, gap=0.5), row(2, apart=CUT, gap=1.0, strength=0.6), CLEAR_AT_3, row(4, apart=CUT))
    assert (found.structure, found.structure_kind, found.recommended_k) == ("clear", "round", 3)
    assert found.sentence.startswith("Clear: 3 segments lie apart.")


@pytest.mark.parametrize(
    "failed",
    [
        separated(p_value=0.05),
        separated(border=0.01),
        separated(strength=0.81, error=0.01),
        separated(purity=0.94, likeness=0.9),
    ],
    ids=["one crowd that was cut", "crowded borders", "in doubt whether it comes back", "several crowds in a segment"],
)
def test_one_failed_test_makes_it_weak(failed):
    structure, kind, _ = found_in(row(1), row(2, apart=CUT), row(3, apart=failed), row(4, apart=CUT), viewers_split=0.5)
    assert (structure, kind) == ("weak", "overlapping")


def test_what_the_halves_left_in_doubt_may_come_back_by_all_splits():
    doubtful = row(3, apart=separated(strength=0.81, error=0.01), strength=0.9)
    assert judged(row(1), row(2, apart=CUT), doubtful, row(4, apart=CUT)).structure == "clear"


def test_where_nobody_sees_two_crowds_and_every_k_is_a_cut_there_is_a_continuum():
    high = row(2, silhouette=0.6, apart=CUT, gap=1.0, strength=0.95, jaccard=(0.9, 0.9))
    found = judged(row(1, gap=2.0), high)
    assert (found.structure, found.structure_kind, found.recommended_k) == ("none", "continuum", None)
    assert found.sentence.startswith("No clear structure: any K is a convenience cut.")


def test_segments_that_are_the_crowds_lie_apart_though_they_touch():
    touching = separated(border=0.2, purity=1.0, likeness=0.96, one_each=True)
    assert found_in(row(1), row(2, apart=touching), row(3, apart=CUT)) == ("clear", "round", 2)
    one_too_many = separated(border=0.2, purity=1.0, likeness=0.96)
    assert found_in(row(1), row(2, apart=one_too_many), row(3, apart=CUT))[0] == "none"


@pytest.mark.parametrize("seen", [{"viewers_split": 0.02}, {"falls_apart": True}])
def test_what_is_seen_before_any_k_is_structure_though_no_k_shows_it(seen):
    assert found_in(row(1), row(2, apart=CUT), **seen) == ("weak", "overlapping", None)


def test_a_k_that_lies_apart_and_is_predicted_is_structure_though_nobody_sees_it():
    touching = separated(strength=0.82, error=0.02)
    assert found_in(row(1), row(2, apart=touching), row(3, apart=CUT)) == ("weak", "overlapping", 2)


def test_groups_that_meet_at_a_neck_are_weak():
    crowded = separated(border=0.4)
    assert found_in(row(1), row(2, apart=crowded, cut=0.2), row(3, apart=CUT)) == ("weak", "overlapping", 2)
    assert found_in(row(1), row(2, apart=crowded, cut=0.8), row(3, apart=CUT)) == ("none", "continuum", None)


def test_where_the_last_k_still_lies_apart_there_are_more_groups():
    rows = row(1), row(2, apart=separated()), row(3, apart=separated(strength=0.6))
    assert found_in(*rows) == ("weak", "more than compared", 2)
    assert found_in(row(1), row(2, apart=CUT), CLEAR_AT_3) == ("clear", "round", 3)
    assert found_in(row(1), row(2, apart=CUT), CLEAR_AT_3, crowds=(0, 1, 2, 3)) == ("weak", "more than compared", 3)


def test_crowds_that_no_k_gives_are_groups_that_are_not_round():
    cut = separated(border=0.5, purity=0.8, likeness=0.5)
    rows = row(1), row(2, apart=cut), row(3, apart=cut)
    assert found_in(*rows, viewers_split=0.6, crowds=(0, 1)) == ("weak", "not round", None)
    without_crowds = row(2, apart=separated(border=0.5)), row(3, apart=CUT)
    assert found_in(row(1), *without_crowds, viewers_split=0.6) == ("weak", "overlapping", 2)


def test_looser_bounds_together_are_structure_whatever_the_gap_says():
    likely = separated(p_value=0.15, border=0.04)
    rows = row(1, gap=2.0), row(3, apart=CUT, gap=0.5)
    assert found_in(*rows, row(2, apart=likely, gap=1.0)) == ("weak", "overlapping", 2)
    for unlikely in (separated(p_value=0.2, border=0.04), separated(p_value=0.15, border=0.05)):
        assert found_in(*rows, row(2, apart=unlikely, gap=1.0)) == ("none", "continuum", None)


def test_where_a_finer_k_comes_back_too_it_is_recommended_but_not_clear():
    finer = separated(border=0.2)
    assert found_in(row(1), CLEAR_AT_3, row(4, apart=finer), row(5, apart=CUT)) == ("weak", "overlapping", 4)


def test_users_of_a_few_kinds_are_no_structure_of_any_kind():
    kinds = replace(row(3), wcss=1e-25)
    assert found_in(row(1), row(2, apart=separated()), kinds) == ("none", None, None)


def test_too_few_users_are_no_continuum():
    assert found_in(row(1, smallest=19), row(2, apart=CUT)) == ("none", "too few users", None)
    assert found_in(row(1, smallest=50), row(2, apart=CUT), features=6) == ("none", "too few users", None)
    assert found_in(row(1, smallest=60), row(2, apart=CUT), features=6) == ("none", "continuum", None)


def test_strength_chooses_nothing_in_a_range_that_begins_later():
    assert judged(row(1, gap=1.0), row(3, strength=0.5, gap=1.0)).choices["prediction_strength"] is None


def test_each_index_makes_its_own_choice_and_the_sentence_names_the_disagreement():
    found = judged(
        row(1, gap=3.0),
        row(2, silhouette=0.3, ch=10, db=1.0, gap=1.0, strength=0.85, apart=CUT),
        row(3, silhouette=0.35, ch=12, db=1.1, gap=1.1, strength=0.6, apart=CUT),
        row(4, silhouette=0.2, ch=11, db=0.9, gap=1.2, strength=0.4, apart=CUT),
        knee=4,
    )
    assert found.choices == {
        "knee": 4, "silhouette": 3, "calinski_harabasz": 3, "davies_bouldin": 4, "gap": 1, "prediction_strength": 2
    }  # fmt: skip
    assert "Prediction strength says 2; silhouette and Caliński–Harabasz say 3; the knee" in found.sentence
    assert "The gap says 1" in found.sentence
    assert found.gap_first_se_max == 1


def test_what_was_asked_of_some_k_only_chooses_nothing():
    found = judged(row(1, gap=2.0), row(2, gap=1.0, strength=0.9), row(3))
    assert (found.choices["gap"], found.choices["prediction_strength"]) == (None, None)
    assert "Not yet computed: the gap and prediction strength." in found.sentence


def test_of_several_clear_k_the_finest_is_recommended():
    four = row(4, apart=separated(), gap=2.5, strength=0.85, jaccard=(0.9,) * 4)
    assert judged(row(1, gap=0.5), CLEAR_AT_3, four, row(5, apart=CUT)).recommended_k == 4


def test_a_segment_is_tiny_by_its_users_or_by_its_share():
    assert is_tiny(4, 100)
    assert is_tiny(99, 10_000)
    assert not is_tiny(5, 100)
