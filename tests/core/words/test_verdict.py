"""The verdict in words."""

from tests.core.evidence.rows import CLEAR_AT_3, judged, row


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


def test_the_verdict_names_the_k_with_tiny_segments():
    assert (
        "A segment is tiny at K = 3 and 4."
        in judged(row(1, smallest=600), row(2), row(3, smallest=4), row(4, smallest=3)).sentence
    )


def test_what_is_undefined_or_was_not_asked_is_said():
    found = judged(row(1), row(2))
    assert set(found.choices.values()) == {None}
    assert "No choice by the knee, silhouette, Caliński–Harabasz and Davies–Bouldin." in found.sentence
    assert "Not computed: the gap and prediction strength." in found.sentence


def test_structure_is_told_with_what_follows_from_it():
    clear = judged(row(1, gap=0.5), row(2, silhouette=0.4, cut=0.9, gap=1.0, strength=0.6), CLEAR_AT_3)
    assert clear.sentence.startswith("Clear structure: 3 segments lie apart.")
    weak = judged(row(1, gap=0.0), row(2, silhouette=0.4, cut=0.9, gap=1.0), row(3, cut=0.9, gap=0.5))
    assert weak.sentence.startswith("Weak structure: there are groups, but no clear borders; K = 2 is chosen most.")
