"""The verdict in words."""

from dataclasses import replace

from core.words.verdict import NO, UNDECIDED, YES, verdict_answer, verdict_on_k, verdict_reasons
from tests.core.evidence.rows import CLEAR_AT_3, CUT, evidence_of, judged, probe_of, row, separated


def answer(*rows, **probe):
    return judged(*rows, probe=probe_of(**probe)).sentence.partition(". ")[0].rstrip(".") + "."


def reasons(*rows, knee=None, **probe):
    found = judged(*rows, knee=knee, probe=probe_of(**probe))
    return list(map(str, verdict_reasons(found, evidence_of(*rows, probe=probe_of(**probe)))))


def test_the_answer_is_one_short_sentence():
    cut = row(2, apart=CUT)
    across = separated(border=0.5, purity=0.8, likeness=0.5)
    assert answer(row(1), cut, CLEAR_AT_3, row(4, apart=CUT)) == "Clear: 3 segments lie apart."
    assert answer(row(1), cut) == "No clear structure: any K is a convenience cut."
    assert answer(row(1), cut, row(3, apart=separated(strength=0.6)), viewers_split=0.5) == (
        "There are more groups than the K that were compared."
    )
    assert answer(row(1), row(2, apart=across), viewers_split=0.5, crowds=(0, 1)) == (
        "There are groups, but K-means cuts across them."
    )
    assert answer(row(1), row(2, apart=separated(strength=0.82, error=0.02)), row(3, apart=CUT)) == (
        "Weak: there are groups that overlap or differ in width; K = 2 shows them best."
    )
    assert answer(row(1), cut, viewers_split=0.1).endswith("; no K shows them well.")


def test_what_cuts_across_groups_is_what_makes_the_segments():
    across = separated(border=0.5, purity=0.8, likeness=0.5)
    rows, probe = (row(1), row(2, apart=across)), probe_of(viewers_split=0.5, crowds=(0, 1))
    found = replace(judged(*rows, probe=probe), parted_by="the Gaussian mixture")
    assert verdict_answer(found, evidence_of(*rows, probe=probe)) == (
        "There are groups, but the Gaussian mixture cuts across them."
    )
    assert verdict_on_k(found, 2) == "there are groups, but the Gaussian mixture cuts across them"


def test_where_all_users_are_alike_there_is_nothing_to_part():
    assert answer(replace(row(1), wcss=0)) == "Nothing to part: all users are alike in these features."
    assert answer(row(1)) == "No K was compared."


def test_too_few_users_are_not_judged():
    assert answer(row(1, smallest=4), row(2)) == "Too few users to tell: 4 users in 2 features."


def test_users_of_few_kinds_are_said_to_be_so():
    kinds = replace(row(3, silhouette=1.0), wcss=1e-25)
    assert answer(row(1), row(2, apart=CUT), kinds).startswith("The users differ in only 3 ways")


def test_the_reasons_argue_structure_first():
    rows = row(1, gap=1.0), row(2, apart=CUT, gap=0.5), row(3, apart=separated(purity=1.0, likeness=1.0), gap=0.4)
    assert reasons(*rows, row(4, apart=CUT, gap=0.3), knee=3, viewers_split=0.5, users=50)[:6] == [
        f"{YES} 25 of 50 users see two crowds around them (dip test)",
        f"{YES} all segments lie apart at K = 3",
        f"{YES} one half of the users parts the other alike at K = 3, otherwise at K = 2 and 4",
        f"{YES} at K = 3 no segment cuts across the crowds that a search by density finds",
        f"{NO} the gap says 1: the users are no tighter than a cloud without groups",
        f"{YES} the knee says 3",
    ]


def test_the_reasons_against_structure_say_no():
    assert reasons(row(1), row(2, apart=CUT), row(3, apart=CUT))[:3] == [
        f"{NO} none of 50 users sees two crowds around them (dip test)",
        f"{NO} at no K do all segments lie apart",
        f"{NO} at every K one half of the users would part the other otherwise",
    ]


def test_what_makes_it_a_weak_structure_is_told():
    crowded, likely = separated(border=0.4), separated(p_value=0.15, border=0.04)
    assert f"{YES} the users fall apart along a feature or a principal component" in reasons(
        row(1), row(2, apart=CUT), row(3, apart=CUT), falls_apart=True
    )
    assert f"{YES} where segments touch at K = 2 there is a neck" in reasons(
        row(1), row(2, apart=crowded, cut=0.2), row(3, apart=CUT)
    )
    found = reasons(row(1), row(2, apart=likely), row(3, apart=separated(strength=0.81, error=0.01, p_value=0.9)))
    assert f"{UNDECIDED} all segments seem to lie apart at K = 2, by looser tests" in found
    assert f"{YES} one half of the users parts the other alike at K = 2, perhaps alike at K = 3" in found


def test_where_only_larger_k_were_compared_there_are_fewer_groups():
    assert answer(row(1), row(5, apart=CUT), row(6, apart=CUT), viewers_split=0.9, crowds=(0, 1, 2)) == (
        "There are fewer groups than the K that were compared."
    )


def test_one_k_alone_is_no_choice():
    assert not any("silhouette" in line for line in reasons(row(1), row(2, silhouette=0.5, apart=CUT)))


def test_the_verdict_names_the_k_with_tiny_segments():
    found = reasons(row(1, smallest=600), row(2), row(3, smallest=4), row(4, smallest=3))
    assert f"{UNDECIDED} a segment is tiny at K = 3 and 4" in found


def test_what_was_not_asked_is_said():
    found = judged(row(1), row(2, apart=CUT))
    assert set(found.choices.values()) == {None}
    assert found.sentence.endswith("Not computed: the gap and prediction strength.")


def test_the_sentence_is_the_answer_with_every_reason():
    rows = row(1), row(2, apart=CUT), CLEAR_AT_3, row(4, apart=CUT)
    found, evidence = judged(*rows), evidence_of(*rows, probe=probe_of())
    assert found.sentence.startswith(verdict_answer(found, evidence))
    for reason in verdict_reasons(found, evidence):
        assert reason.text[1:] in found.sentence
