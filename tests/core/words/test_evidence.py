"""The evidence in words."""

from core.evidence.index import Column, Index, Phrases
from core.evidence.indices import INDICES, evidence_columns
from core.evidence.knee import Knee
from core.evidence.verdict import verdict
from core.words.evidence import evidence_lines, legend, marked, speaks_against, speaks_for
from core.words.verdict import NO
from tests.core.evidence.rows import CLEAR_AT_3, CUT, evidence_of, judged, probe_of, row, separated


def test_a_tiny_segment_is_flagged():
    evidence = evidence_of(row(1, smallest=610), row(2, silhouette=0.3, smallest=4))
    assert "a segment of 4 users" in speaks_against(evidence, 2)


def test_what_speaks_for_and_against_a_k():
    evidence = evidence_of(
        row(1, gap=1.0), row(2, silhouette=0.6, apart=separated(), gap=0.9, strength=0.5), CLEAR_AT_3
    )
    found = verdict(evidence, 3)
    phrases = "; ".join(speaks_for(evidence, found, 3))
    for phrase in (
        "the knee and prediction strength choose it",
        "lie apart",
        "a silhouette above 0.5",
        "strength 0.90",
        "parts the other alike",
    ):
        assert phrase in phrases
    against = "; ".join(speaks_against(evidence, 2))
    assert "no larger than that of a single cloud" in against
    assert "one half of the users would part the other otherwise (strength 0.50)" in against
    assert "the lowest silhouette of all" in speaks_against(
        evidence_of(row(2, silhouette=0.3), row(3, silhouette=0.2)), 3
    )


def test_for_and_against_come_in_their_order():
    """As the reports have them."""
    evidence = evidence_of(row(1, gap=0.5), row(2, silhouette=0.7, apart=separated(), gap=1.0), CLEAR_AT_3)
    assert speaks_for(evidence, verdict(evidence, 3), 3) == [
        "the knee chooses it",
        "a silhouette above 0.5",
        "its segments lie apart",
        "one half of the users parts the other alike (strength 0.90)",
        "every segment holds when users are drawn again",
    ]
    poor = row(4, silhouette=0.2, apart=CUT, gap=0.4, strength=0.5, jaccard=(0.9, 0.5, 0.9, 0.7), smallest=3)
    assert speaks_against(evidence.with_row(poor), 4) == [
        "the lowest silhouette of all",
        "two of its segments may be one crowd, cut in two",
        "the gap is no larger than that of a single cloud",
        "one half of the users would part the other otherwise (strength 0.50)",
        "segments 1 and 3 dissolve when users are drawn again",
        "a segment of 3 users",
    ]


def test_the_lines_begin_with_the_verdict_and_end_with_the_segments():
    evidence = evidence_of(row(1, gap=0.5), row(2, silhouette=0.4, apart=CUT, gap=1.0, strength=0.6), CLEAR_AT_3)
    evidence = evidence.with_row(row(4, apart=CUT))
    evidence = evidence_of(*evidence.rows.values(), probe=probe_of())
    found = judged(*evidence.rows.values(), knee=3)
    lines = evidence_lines(evidence, found, (Knee(3, 2, 4),), 3)
    assert (lines[0], lines[1][0]) == ("Clear: 3 segments lie apart.", NO)
    assert [line.split(":")[0] for line in lines[-3:]] == [
        "For K = 3", "Knee at K = 3 over K = 2 to 4.", "Stability (Jaccard)"
    ]  # fmt: skip
    assert "segment 0 0.90, segment 1 0.80, segment 2 0.95. ● stable, from 0.85;" in lines[-1]
    assert evidence_lines(evidence_of(), None, (Knee(None, 2, 3),), 3) == ["No knee: it takes at least three K."]


def test_where_no_knee_was_looked_for_nothing_is_said_of_it():
    assert evidence_lines(evidence_of(), None, (), 3) == []


def test_the_legend_explains_every_column():
    explained = [part.split(":")[0] for part in legend().split("; ")]
    assert explained == [column.head for _, column in evidence_columns()]
    assert explained == ["silhouette", "CH", "DB", "apart", "gap", "strength", "stable", "spread", "smallest"]


def test_an_index_that_is_added_to_the_table_is_heard(monkeypatch):
    toy = Index(
        name="toy",
        title="the toy",
        explanation="how nice",
        column=Column("toy", "toy", str),
        choose=lambda evidence: 2,
        phrases=Phrases(supports=lambda row, evidence: "nice", warning=lambda evidence: "A toy is at work."),
    )
    monkeypatch.setitem(INDICES, toy.name, toy)
    evidence = evidence_of(row(1), row(2), row(3))
    found = judged(row(1), row(2), row(3))
    assert speaks_for(evidence, found, 2) == ["the toy chooses it", "nice"]
    assert "The toy says 2." in found.sentence
    assert "A toy is at work." in found.sentence


def test_of_one_segment_it_is_said_that_no_other_k_shows_groups():
    rows = row(1), row(2, apart=CUT), row(3, apart=CUT)
    assert "no other K shows groups" in speaks_for(evidence_of(*rows), judged(*rows), 1)
    assert "no other K shows groups" not in speaks_for(evidence_of(*rows), judged(*rows), 2)
    clear = row(1), row(2, apart=CUT), CLEAR_AT_3
    assert "no other K shows groups" not in speaks_for(evidence_of(*clear), judged(*clear), 1)


def test_a_cell_without_a_value_is_not_marked_as_chosen():
    assert (marked("0.90", is_chosen=True), marked("0.90", is_chosen=False)) == ("0.90*", "0.90 ")
    assert marked("–", is_chosen=True) == "– "
